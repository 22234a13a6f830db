package org.authkit.spi;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.authkit.model.Action;
import org.authkit.model.Evidence;
import org.authkit.model.Proof;

/**
 * A kind of authenticator: pure functions from state and proof to next state. A factor owns no storage, clock, randomness or
 * budget; the guard charges the attempt before it asks. Thread-safe.
 *
 * @param <N> what the newcomer brings when enrolling, such as a public key
 * @param <S> what is shown once when enrolling, such as an otpauth URI
 */
public interface Factor<N, S> {

    /**
     * A text a credential may be asked to sign.
     *
     * @param type the JWS {@code typ}: one per purpose, so a sign-in signature approves no payment (RFC 8725 §3.11)
     * @param text canonical JSON (RFC 8785)
     */
    record Statement(String type, String text) {
        public Statement {
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * An enrollment that has begun.
     *
     * @param pending the factor's own text until {@code confirm}
     * @param setup what is shown once
     */
    record Begun<S>(String pending, S setup) {}

    /**
     * An enrollment that proved itself.
     *
     * @param id the credential's id, unique within the account
     * @param state its first state
     */
    record Confirmed(String id, String state) {}

    /** What became of a proof. */
    sealed interface Verification {
        /**
         * The proof was right.
         *
         * @param nextState to be stored in the same commit as whatever the proof allowed
         * @param evidence what it proves
         */
        record Accepted(String nextState, Set<Evidence> evidence) implements Verification {}

        /**
         * The proof was not right.
         *
         * @param cause for the audit log only, such as {@code replayed} or {@code wrong-code}
         */
        record Refused(String cause) implements Verification {}
    }

    /** A short stable name, such as {@code totp}; 1 to 16 lower-case letters. */
    String kind();

    /** The policy row that guards enrolling one. */
    Action enrollAction();

    /** The policy row that guards removing one. */
    Action removeAction();

    /** How many one account may hold. */
    int limit();

    /**
     * What the newcomer asks for, by name, so that approvals and digests can cover it; for a device its name and key
     * thumbprint.
     *
     * @throws IllegalArgumentException naming the part that is not acceptable
     */
    SortedMap<String, String> describe(N newcomer);

    /** Starts an enrollment. {@code statement} is what a newcomer that can sign will have to sign. */
    Begun<S> begin(FactorContext context, N newcomer, Statement statement);

    /**
     * Completes an enrollment by its first proof.
     *
     * @return empty when the proof is not right
     */
    Optional<Confirmed> confirm(FactorContext context, String pending, Statement statement, Proof proof);

    /** Checks a proof against one credential. Proof shapes of other factors are refused. */
    Verification verify(FactorContext context, Credential credential, Statement statement, Proof proof);
}
