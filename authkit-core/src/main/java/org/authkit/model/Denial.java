package org.authkit.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A refusal as the customer may see it. It never says whether an account exists, which proof failed, or that a password was
 * right.
 *
 * @param reason the stable code
 * @param retryAt when the same call may succeed, where waiting helps
 */
public record Denial(Reason reason, Optional<Instant> retryAt) {
    public Denial {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(retryAt, "retryAt");
    }
}
