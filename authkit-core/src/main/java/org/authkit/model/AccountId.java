package org.authkit.model;

import java.util.Base64;
import java.util.Objects;

/**
 * The name of one account inside AuthKit: 128 random bits, unrelated to any login. A wallet maps its own customer id to it.
 *
 * @param value 22 characters of unpadded base64url
 */
public record AccountId(String value) {
    private static final int BYTES = 16;

    public AccountId {
        Objects.requireNonNull(value, "value");
        // The last character carries two bits; with more set, one id would have many spellings.
        if (!value.matches("[A-Za-z0-9_-]{21}[AQgw]")) {
            throw new IllegalArgumentException("value: an account id is 22 characters of base64url");
        }
    }

    /**
     * @param bytes exactly 16 bytes
     */
    public static AccountId of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("bytes: an account id is 16 bytes");
        }
        return new AccountId(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** The 16 bytes behind the text form. */
    public byte[] bytes() {
        return Base64.getUrlDecoder().decode(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
