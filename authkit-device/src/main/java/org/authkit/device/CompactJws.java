package org.authkit.device;

import java.util.Map;
import java.util.Optional;

/**
 * A JWS in compact serialization (RFC 7515 §7.1), taken apart but not yet verified.
 *
 * @param header the protected header's members
 * @param payload the second part, still base64url, so that an expected payload is compared in its only encoding
 * @param signed what the signature covers: the first two parts and the dot between them, all ASCII
 * @param signature the third part, still base64url: R and S of 32 octets each (RFC 7518 §3.4)
 */
record CompactJws(Map<String, Object> header, String payload, String signed, String signature) {
    private static final int MAX_LENGTH = 8192;
    private static final int SIGNATURE_LENGTH = 86;

    /** Empty unless the text is three parts of base64url, at most 8,192 characters, with a readable header. */
    static Optional<CompactJws> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        int first = text.indexOf('.');
        int second = text.indexOf('.', first + 1);
        if (first < 1 || second < 0 || text.length() - second - 1 != SIGNATURE_LENGTH) {
            return Optional.empty();
        }
        String payload = text.substring(first + 1, second);
        String signature = text.substring(second + 1);
        if (Encoding.decode(payload).isEmpty() || Encoding.decode(signature).isEmpty()) {
            return Optional.empty();
        }
        return Encoding.decodeObject(text.substring(0, first))
                .map(header -> new CompactJws(header, payload, text.substring(0, second), signature));
    }
}
