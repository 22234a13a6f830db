package org.authkit.spi;

import java.time.Instant;
import java.util.Objects;

/**
 * One enrolled credential, as a factor sees it.
 *
 * @param id stable; for a device key the RFC 7638 thumbprint, so that a signature names its key
 * @param kind the factor's kind
 * @param name the owner's own name for it
 * @param state the factor's own text, at most 4,096 characters; lives only inside the sealed document
 */
public record Credential(String id, String kind, String name, String state, Instant enrolledAt) {
    public Credential {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(enrolledAt, "enrolledAt");
    }

    /** The same credential after it was used. */
    public Credential withState(String nextState) {
        return new Credential(id, kind, name, nextState, enrolledAt);
    }

    /** Without the state, which may hold a secret. */
    @Override
    public String toString() {
        return "Credential[" + kind + ", " + id + "]";
    }
}
