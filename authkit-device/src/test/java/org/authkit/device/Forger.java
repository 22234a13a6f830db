package org.authkit.device;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/** A key whose holder signs whatever header and payload he likes, down to the character. */
final class Forger {
    static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private final KeyPair pair;

    Forger(long seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), Phones.random(seed));
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    String x() {
        return coordinate(((ECPublicKey) pair.getPublic()).getW().getAffineX());
    }

    String y() {
        return coordinate(((ECPublicKey) pair.getPublic()).getW().getAffineY());
    }

    String publicJwk() {
        return "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" + x() + "\",\"y\":\"" + y() + "\"}";
    }

    DeviceKey key() {
        return DeviceKey.fromJwk(publicJwk()).orElseThrow();
    }

    /** {@code members} is everything between the header's braces. */
    String sign(String members, String payload) {
        return signParts(base64("{" + members + "}"), base64(payload));
    }

    String signParts(String header, String payload) {
        try {
            Signature engine = Signature.getInstance("SHA256withECDSAinP1363Format");
            engine.initSign(pair.getPrivate());
            engine.update((header + "." + payload).getBytes(StandardCharsets.US_ASCII));
            return header + "." + payload + "." + base64(engine.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The other valid signature of the same message: (r, n - s). */
    static String twin(String jws) {
        int dot = jws.lastIndexOf('.');
        byte[] signature = Base64.getUrlDecoder().decode(jws.substring(dot + 1));
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
        System.arraycopy(octets(ORDER.subtract(s)), 0, signature, 32, 32);
        return jws.substring(0, dot + 1) + base64(signature);
    }

    static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    static String base64(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    static byte[] octets(BigInteger number) {
        byte[] signed = number.toByteArray();
        byte[] octets = new byte[32];
        int length = Math.min(32, signed.length);
        System.arraycopy(signed, signed.length - length, octets, 32 - length, length);
        return octets;
    }

    private static String coordinate(BigInteger number) {
        return base64(octets(number));
    }
}
