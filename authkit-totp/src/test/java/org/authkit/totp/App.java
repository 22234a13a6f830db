package org.authkit.totp;

import java.math.BigInteger;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The customer's authenticator app: knows only what the URI tells it, and computes the slow, obvious way. */
final class App {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    final Map<String, String> parameters = new HashMap<>();
    final String label;

    App(String otpauth) {
        URI uri = URI.create(otpauth);
        if (!"otpauth".equals(uri.getScheme()) || !"totp".equals(uri.getHost())) {
            throw new AssertionError("not a TOTP URI");
        }
        label = uri.getPath().substring(1);
        for (String pair : uri.getRawQuery().split("&", -1)) {
            int equals = pair.indexOf('=');
            String value =
                    URI.create("x:/" + pair.substring(equals + 1)).getPath().substring(1);
            String before = parameters.put(pair.substring(0, equals), value);
            if (before != null) {
                throw new AssertionError("parameter twice");
            }
        }
    }

    long step(Instant at) {
        return at.getEpochSecond() / Integer.parseInt(parameters.get("period"));
    }

    String code(Instant at) {
        return codeOf(step(at));
    }

    String codeOf(long step) {
        int digits = Integer.parseInt(parameters.get("digits"));
        return code("Hmac" + parameters.get("algorithm"), secret(), step, digits);
    }

    byte[] secret() {
        return base32(parameters.get("secret"));
    }

    static String code(String mac, byte[] key, long step, int digits) {
        byte[] hash;
        try {
            Mac hmac = Mac.getInstance(mac);
            hmac.init(new SecretKeySpec(key, "RAW"));
            byte[] counter = new byte[8];
            byte[] number = BigInteger.valueOf(step).toByteArray();
            System.arraycopy(number, 0, counter, 8 - number.length, number.length);
            hash = hmac.doFinal(counter);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
        int offset = hash[hash.length - 1] & 0xF;
        byte[] four = {hash[offset], hash[offset + 1], hash[offset + 2], hash[offset + 3]};
        BigInteger number = new BigInteger(1, four).clearBit(31).mod(BigInteger.TEN.pow(digits));
        return String.format(Locale.ROOT, "%0" + digits + "d", number);
    }

    /** RFC 4648 §6 as one big number; what is left over must be zero bits. */
    static byte[] base32(String text) {
        BigInteger bits = BigInteger.ZERO;
        for (int i = 0; i < text.length(); i++) {
            int value = ALPHABET.indexOf(text.charAt(i));
            if (value < 0) {
                throw new AssertionError("not Base32");
            }
            bits = bits.shiftLeft(5).add(BigInteger.valueOf(value));
        }
        int length = text.length() * 5 / 8;
        int spare = text.length() * 5 - length * 8;
        if (!bits.and(BigInteger.ONE.shiftLeft(spare).subtract(BigInteger.ONE)).equals(BigInteger.ZERO)) {
            throw new AssertionError("bits left over");
        }
        byte[] number = bits.shiftRight(spare).toByteArray();
        byte[] bytes = new byte[length];
        int from = Math.max(0, number.length - length);
        System.arraycopy(number, from, bytes, length - (number.length - from), number.length - from);
        return bytes;
    }
}
