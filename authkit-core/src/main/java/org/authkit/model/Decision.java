package org.authkit.model;

import java.util.Objects;
import java.util.function.Function;

/**
 * The answer of every verb: allow, challenge or deny (OWASP ASVS 5.0 §8.1.4). Nothing else says "no": no boolean, no
 * exception, no null. Immutable.
 *
 * @param <R> what an allowed call returns
 */
public sealed interface Decision<R> {

    /** The call was carried out and committed. */
    record Allowed<R>(R value) implements Decision<R> {
        public Allowed {
            Objects.requireNonNull(value, "value");
        }
    }

    /** More proof is needed: make the same call again, answering this challenge. Nothing was done yet. */
    record Challenged<R>(Challenge challenge) implements Decision<R> {
        public Challenged {
            Objects.requireNonNull(challenge, "challenge");
        }
    }

    /** The call was refused and nothing was done. */
    record Denied<R>(Denial denial) implements Decision<R> {
        public Denied {
            Objects.requireNonNull(denial, "denial");
        }
    }

    /** Handles all three outcomes in one expression; on Java 21 a {@code switch} does the same. */
    default <T> T fold(
            Function<? super R, ? extends T> allowed,
            Function<? super Challenge, ? extends T> challenged,
            Function<? super Denial, ? extends T> denied) {
        if (this instanceof Allowed<R> a) {
            return allowed.apply(a.value());
        }
        if (this instanceof Challenged<R> c) {
            return challenged.apply(c.challenge());
        }
        return denied.apply(((Denied<R>) this).denial());
    }

    /** The same decision over another value; challenges and denials pass through. */
    default <T> Decision<T> map(Function<? super R, ? extends T> change) {
        return fold(value -> new Allowed<>(change.apply(value)), Challenged::new, Denied::new);
    }
}
