package org.authkit.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A contact as its owner sees it in the settings.
 *
 * @param id names it for removal
 * @param address where messages go
 * @param state how far it has come
 * @param since when it reached that state
 * @param recoveryFrom when it gains, or gained, the power to receive recovery messages; empty while it has none in sight
 */
public record Contact(String id, Login address, State state, Instant since, Optional<Instant> recoveryFrom) {

    /** The life of a contact. */
    public enum State {
        /** Typed in, not answered: no message but its own confirmation ever goes there. */
        CLAIMED,
        /** Its owner answered; recovery power follows once it has aged. */
        CONFIRMED,
        /** On file at the system the account came from; a destination, not yet answered. */
        ATTESTED
    }

    public Contact {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(recoveryFrom, "recoveryFrom");
    }
}
