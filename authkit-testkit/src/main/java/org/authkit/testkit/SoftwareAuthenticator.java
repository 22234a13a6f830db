package org.authkit.testkit;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A customer's authenticator app in software: it reads the {@code otpauth} URI of a QR code and shows the code of an instant
 * (RFC 6238). It reads strictly, so that a test of the URI is more than a test of the app's patience. Thread-safe.
 */
public final class SoftwareAuthenticator {
    private static final Set<String> PARAMETERS = Set.of("secret", "issuer", "algorithm", "digits", "period");
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final String label;
    private final String issuer;
    private final SecretKeySpec key;
    private final int digits;
    private final int period;

    private SoftwareAuthenticator(String label, String issuer, SecretKeySpec key, int digits, int period) {
        this.label = label;
        this.issuer = issuer;
        this.key = key;
        this.digits = digits;
        this.period = period;
    }

    /**
     * Scans a QR code's text.
     *
     * @param otpauth {@code otpauth://totp/LABEL?secret=BASE32} with, each at most once, {@code issuer}, {@code algorithm} (SHA1,
     *     SHA256 or SHA512), {@code digits} (6 to 8) and {@code period} (seconds, 15 to 120)
     * @throws IllegalArgumentException naming the part that an app might not read; the secret is never in the message
     */
    public static SoftwareAuthenticator scan(String otpauth) {
        URI uri;
        try {
            uri = URI.create(otpauth);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("otpauth: not a URI"); // without the cause, which quotes the secret
        }
        String path = uri.getRawPath();
        boolean totp = "otpauth".equals(uri.getScheme()) && "totp".equals(uri.getRawAuthority());
        if (!totp || path == null || path.length() < 2 || uri.getRawQuery() == null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("otpauth: otpauth://totp/LABEL?PARAMETERS");
        }
        Map<String, String> parameters = parameters(uri.getRawQuery());
        String label = decoded(path.substring(1));
        String issuer = parameters.getOrDefault("issuer", "");
        int colon = label.indexOf(':');
        if (colon >= 0 && !issuer.isEmpty() && !label.substring(0, colon).equals(issuer)) {
            throw new IllegalArgumentException("issuer: not the one before the label's colon");
        }
        String algorithm = parameters.getOrDefault("algorithm", "SHA1");
        if (!Set.of("SHA1", "SHA256", "SHA512").contains(algorithm)) {
            throw new IllegalArgumentException("algorithm: SHA1, SHA256 or SHA512");
        }
        return new SoftwareAuthenticator(
                label,
                issuer,
                new SecretKeySpec(secret(parameters.getOrDefault("secret", "")), "Hmac" + algorithm),
                number("digits", parameters.getOrDefault("digits", "6"), 6, 8),
                number("period", parameters.getOrDefault("period", "30"), 15, 120));
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (equals < 0 || !PARAMETERS.contains(name)) {
                throw new IllegalArgumentException("otpauth: a parameter no app knows");
            }
            if (parameters.put(name, decoded(pair.substring(equals + 1))) != null) {
                throw new IllegalArgumentException(name + ": given twice");
            }
        }
        return parameters;
    }

    /** Percent-decoded; some apps read a plus sign as itself and some as a space, so it may not appear. */
    private static String decoded(String text) {
        if (text.indexOf('+') >= 0) {
            throw new IllegalArgumentException("otpauth: a plus sign that apps read differently");
        }
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static int number(String name, String text, int least, int greatest) {
        if (text.matches("[1-9][0-9]{0,2}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= greatest) {
                return number;
            }
        }
        throw new IllegalArgumentException(name + ": " + least + " to " + greatest);
    }

    /** RFC 4648 §6, upper case and without padding, as apps agree to read it. */
    private static byte[] secret(String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        int buffer = 0;
        int bits = 0;
        for (int i = 0; i < text.length(); i++) {
            int value = BASE32.indexOf(text.charAt(i));
            if (value < 0) {
                throw new IllegalArgumentException("secret: upper-case Base32 without padding");
            }
            buffer = (buffer << 5 | value) & 0xFFF;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                octets.write(buffer >> bits);
            }
        }
        if (octets.size() == 0 || bits >= 5 || (buffer & (1 << bits) - 1) != 0) {
            throw new IllegalArgumentException("secret: not whole octets of Base32");
        }
        return octets.toByteArray();
    }

    /** The name the app shows for the account, as the QR code gave it. */
    public String label() {
        return label;
    }

    /** Who issued the secret; empty when the QR code did not say. */
    public String issuer() {
        return issuer;
    }

    /** The code the app shows at this instant (RFC 6238 §4.2), leading zeros included. */
    public String codeAt(Instant now) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES)
                    .putLong(Math.floorDiv(now.getEpochSecond(), (long) period))
                    .array());
            int offset = hash[hash.length - 1] & 0xF;
            int number = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
            String all = String.format(Locale.ROOT, "%010d", number);
            return all.substring(all.length() - digits);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this platform has no " + key.getAlgorithm(), e);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "SoftwareAuthenticator[" + label + "]";
    }
}
