package org.authkit.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A change that waits for someone else: a device bound earlier, or a time in which nobody who was told objects.
 *
 * @param id names it
 * @param action what would happen
 * @param details what the old device should show, such as the new device's name and key thumbprint
 * @param requestedAt when it was asked for
 * @param unopposedAt when the announced wait ends, once every notice was accepted; empty while the clock has not started
 * @param expiresAt when it lapses
 */
public record PendingChange(
        String id,
        Action action,
        SortedMap<String, String> details,
        Instant requestedAt,
        Optional<Instant> unopposedAt,
        Instant expiresAt) {
    public PendingChange {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(details, "details");
        Objects.requireNonNull(requestedAt, "requestedAt");
        Objects.requireNonNull(unopposedAt, "unopposedAt");
        Objects.requireNonNull(expiresAt, "expiresAt");
    }
}
