package org.authkit.device;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The strict readings every message passes: one base64url text per octet string (RFC 7515 §2, no padding, no stray bits), UTF-8
 * only (RFC 8725 §3.7), one JSON object without duplicate members (RFC 7515 §4). Callers bound the size first.
 */
final class Encoding {
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private Encoding() {}

    static String encode(byte[] octets) {
        return ENCODER.encodeToString(octets);
    }

    static Optional<byte[]> decode(String text) {
        try {
            byte[] octets = DECODER.decode(text);
            // The decoder forgives padding and unused bits; a second spelling would pass where the first was
            // remembered.
            return encode(octets).equals(text) ? Optional.of(octets) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Optional<Map<String, Object>> decodeObject(String text) {
        return decode(text).flatMap(Encoding::utf8).flatMap(Encoding::object);
    }

    private static Optional<String> utf8(byte[] octets) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    static Optional<Map<String, Object>> object(String text) {
        if (!text.startsWith("{")) {
            return Optional.empty(); // the parser would forgive a byte order mark, an array and null
        }
        try {
            return Optional.ofNullable(JSONObjectUtils.parse(text));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    /** SHA-256 as base64url. */
    static String sha256(byte[] octets) {
        return encode(digest(octets));
    }

    /** SHA-256. */
    static byte[] digest(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
