package org.authkit.model;

import java.time.Instant;
import java.util.Objects;

/**
 * An enrolled factor as its owner sees it in the settings (NIST SP 800-63B-4: authenticator).
 *
 * @param id names it for removal
 * @param kind the factor's kind, such as {@code totp} or {@code device}
 * @param name the owner's own name for it
 */
public record Authenticator(String id, String kind, String name, Instant enrolledAt) {
    public Authenticator {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(enrolledAt, "enrolledAt");
    }
}
