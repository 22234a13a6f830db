package org.authkit.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Something that happened, committed together with the state it describes; a few kinds are told to listeners alone. It holds
 * no secret and no unmasked address.
 *
 * @param id unique
 * @param account whose; empty where no account is concerned
 * @param details causes and circumstances by name
 */
public record Event(String id, Kind kind, Optional<AccountId> account, Instant at, SortedMap<String, String> details) {

    /** What can happen. The names are stable. */
    public enum Kind {
        REGISTRATION_REQUESTED,
        ACCOUNT_REGISTERED,
        ACCOUNT_IMPORTED,
        SIGNED_IN,
        SIGNED_OUT,
        SESSION_REVOKED,
        /** A password was right, and nothing more was proved. */
        PASSWORD_ACCEPTED,
        PROOF_REFUSED,
        /** How many attempts met a login nobody has, since the last such event of one node. */
        UNKNOWN_LOGINS_REFUSED,
        /** An attempt budget was found spent; told to listeners, not stored: a flood must not fill the record. */
        BUDGET_SPENT,
        DEVICE_BOUND,
        DEVICE_REMOVED,
        FACTOR_ENROLLED,
        FACTOR_REMOVED,
        CHANGE_REQUESTED,
        CHANGE_APPROVED,
        CHANGE_DECLINED,
        CHANGE_VETOED,
        PASSWORD_CHANGED,
        PASSWORD_COMPROMISED,
        PASSWORD_RESET_REQUESTED,
        PASSWORD_RESET,
        CONTACT_CLAIMED,
        CONTACT_CONFIRMED,
        CONTACT_REMOVED,
        PAYMENT_APPROVED,
        PAYMENT_REDEEMED,
        PAYMENT_ABANDONED,
        ACCOUNT_FROZEN,
        ACCOUNT_UNFROZEN,
        /** Stored data failed authentication, or contradicted itself; nothing was granted on it. */
        TAMPERING_DETECTED,
        /** A message could not be delivered within its life. */
        MESSAGE_EXPIRED
    }

    public Event {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(details, "details");
    }
}
