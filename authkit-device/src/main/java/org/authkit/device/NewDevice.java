package org.authkit.device;

import java.util.Objects;

/**
 * A phone that asks to be bound: what its owner calls it, and the public half of the key it made. A value of this type is
 * always acceptable in form; whether the phone holds the private half is proved by its first signature.
 *
 * @param name the owner's name for the phone: 1 to 64 code points, not blank, without control or format characters, so that
 *     what an old phone shows when asked for approval is what the owner typed
 * @param publicJwk the public key as JSON Web Key (RFC 7517), at most 1,024 characters: {@code kty} EC, {@code crv} P-256,
 *     {@code x} and {@code y} of 32 octets each naming a point on the curve. {@code kid} and {@code ext} are ignored;
 *     {@code use}, {@code alg} and {@code key_ops}, when present, must allow verifying ES256. Any other member, above all the
 *     private {@code d}, is refused.
 */
public record NewDevice(String name, String publicJwk) {
    private static final int MAX_NAME = 64;

    /**
     * @throws IllegalArgumentException naming the part that is not acceptable
     */
    public NewDevice {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(publicJwk, "publicJwk");
        if (name.isBlank()
                || name.codePointCount(0, name.length()) > MAX_NAME
                || !name.codePoints().allMatch(NewDevice::isShown)) {
            throw new IllegalArgumentException("name: 1 to 64 code points without control or format characters");
        }
        if (DeviceKey.fromJwk(publicJwk).isEmpty()) {
            throw new IllegalArgumentException(
                    "publicJwk: one public P-256 key as JSON Web Key, at most 1,024 characters, without a private part");
        }
    }

    private static boolean isShown(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    DeviceKey key() {
        return DeviceKey.fromJwk(publicJwk).orElseThrow();
    }
}
