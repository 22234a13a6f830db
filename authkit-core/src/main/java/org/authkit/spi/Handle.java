package org.authkit.spi;

import java.util.Objects;

/**
 * A blind index entry by which an account is found: what kind of name it is, and a keyed hash of that name. Unique within its
 * kind across the whole storage.
 *
 * @param kind such as {@code login}; at most 32 characters
 * @param digest base64url of the keyed hash; at most 64 characters
 */
public record Handle(String kind, String digest) {
    public Handle {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(digest, "digest");
    }
}
