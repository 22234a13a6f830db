package org.authkit.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What is missing before a call can be allowed. Make the same call again with
 * {@code request.answering(challenge.id(), proof)}; one answer carries one proof, and if more is missing the next challenge
 * carries the evidence forward under this one's expiry. A challenge is single-use and bound to the account, the session or
 * requesting client, the action and its arguments: change the payee and it is worthless.
 *
 * @param id sealed and opaque; it holds all AuthKit needs, so issuing one stores nothing
 * @param action what the proof will be for
 * @param anyOf the sets of proofs of which any one set completes the call
 * @param statementType the {@code typ} of the compact JWS a device signs
 * @param statement the canonical text (RFC 8785) a device shows and signs: what you see is what you sign
 * @param expiresAt when it lapses
 * @param pending present when an old device's approval or a wait can complete the call: the pending change's id; for a call by
 *     login a name of that call instead, the same at every repetition, which says nothing about whether anything waits
 */
public record Challenge(
        String id,
        Action action,
        Set<Set<Evidence>> anyOf,
        String statementType,
        String statement,
        Instant expiresAt,
        Optional<String> pending) {
    public Challenge {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(action, "action");
        anyOf = Set.copyOf(anyOf);
        Objects.requireNonNull(statementType, "statementType");
        Objects.requireNonNull(statement, "statement");
        Objects.requireNonNull(expiresAt, "expiresAt");
        Objects.requireNonNull(pending, "pending");
    }
}
