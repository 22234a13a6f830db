package org.authkit.internal.guard;

import java.time.Instant;
import java.util.Optional;
import org.authkit.model.Reason;

/** What a capability does once the guard has said yes: changes the account in place, adds its events and messages. */
@FunctionalInterface
public interface Work<R> {

    /** How the work ended. */
    sealed interface Outcome<R> {
        /** To be committed. */
        record Done<R>(R value) implements Outcome<R> {}

        /** Nothing is committed. */
        record Refused<R>(Reason reason, Optional<Instant> retryAt) implements Outcome<R> {}
    }

    static <R> Outcome<R> done(R value) {
        return new Outcome.Done<>(value);
    }

    static <R> Outcome<R> refused(Reason reason) {
        return new Outcome.Refused<>(reason, Optional.empty());
    }

    static <R> Outcome<R> refused(Reason reason, Instant retryAt) {
        return new Outcome.Refused<>(reason, Optional.of(retryAt));
    }

    Outcome<R> apply(Scope scope);

    /**
     * What an earlier call with the same answered challenge returned, when repeating it is harmless; the answer's signature
     * was checked again.
     */
    default Optional<R> repeated(Scope scope, String nonce) {
        return Optional.empty();
    }

    /** Whether the action is done when this work is; an enrollment's first half only prepares it, and starts no hold. */
    default boolean completes() {
        return true;
    }
}
