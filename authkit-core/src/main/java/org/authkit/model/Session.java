package org.authkit.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A signed-in session.
 *
 * @param token the secret to hand to the client; its hash is all AuthKit keeps
 * @param summary what can be shown about it
 */
public record Session(SessionToken token, Summary summary) {
    public Session {
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(summary, "summary");
    }

    /**
     * A session without its secret, as lists show it.
     *
     * @param id names it for revocation; no secret
     * @param entry the action that created it
     * @param evidence what was proved on entry
     * @param deviceId the bound device that proved itself on entry, if one did
     * @param keyThumbprint the RFC 7638 thumbprint of the key that signed the entry, if one did
     * @param userAgent the client's own description; untrusted
     */
    public record Summary(
            String id,
            AccountId account,
            Stage stage,
            Action entry,
            Set<Evidence> evidence,
            Optional<String> deviceId,
            Optional<String> keyThumbprint,
            String userAgent,
            Instant createdAt,
            Instant lastSeenAt,
            Instant expiresAt) {
        public Summary {
            evidence = Set.copyOf(evidence);
        }
    }
}
