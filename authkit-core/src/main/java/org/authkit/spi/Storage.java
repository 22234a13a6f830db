package org.authkit.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.authkit.model.AccountId;

/**
 * Where AuthKit keeps its state: few verbs, each atomic. AuthKit seals every body it hands over, so a storage sees opaque
 * bytes. Implementations are thread-safe and serve many nodes at once; authkit-testkit's storage contract proves one.
 *
 * <p>A method that cannot answer throws {@link StorageUnavailableException}; it never guesses. After an exception from
 * {@link #commit} the caller does not know whether it happened, and AuthKit reads again before it relies on either.
 */
@SuppressWarnings(
        "ArrayRecordComponent") // Bodies are sealed bytes that nobody compares; a wrapper would only be unwrapped.
public interface Storage {

    /** Why a commit did, or did not, take effect. */
    enum Outcome {
        COMMITTED,
        /** The document is at another version, exists already, or is quarantined: nothing was written. */
        VERSION_CONFLICT,
        /** A claimed handle belongs to another account: nothing was written. */
        HANDLE_TAKEN,
        /** A ticket to be taken is not there any more: nothing was written. */
        TICKET_GONE
    }

    /**
     * An account's sealed document.
     *
     * @param version counts commits from 1
     * @param quarantined whether the document was set aside as tampered with
     */
    record Stored(AccountId account, long version, byte[] body, boolean quarantined) {}

    /**
     * A sealed single-use ticket.
     *
     * @param id keyed hash of the secret, base64url, at most 64 characters
     */
    record StoredTicket(String id, byte[] body, Instant expiresAt) {}

    /**
     * A sealed event. The storage gives it a position that grows with commit order within one account.
     *
     * @param id unique, at most 64 characters; storing it twice is an error of the caller
     */
    record StoredEvent(String id, Optional<AccountId> account, Instant at, byte[] body) {}

    /**
     * A sealed message waiting to be sent.
     *
     * @param id unique, at most 64 characters
     * @param stream messages of one stream leave in order; an account's id, or an id of its own
     * @param notBefore when it may leave
     * @param cancelKey messages sharing it can be cancelled together; empty for none
     */
    record StoredMessage(String id, String stream, Instant notBefore, String cancelKey, byte[] body) {}

    /**
     * A message handed out for delivery.
     *
     * @param attempt counts deliveries from 1
     */
    record Leased(StoredMessage message, int attempt) {}

    /**
     * The new document of one account.
     *
     * @param expectedVersion the version it replaces; 0 creates it and fails if it exists
     */
    record Write(AccountId account, long expectedVersion, byte[] body) {}

    /**
     * All that one commit does, or does not do: it is applied whole or not at all. Claiming a handle the same account
     * already holds is no conflict; releasing one it does not hold does nothing. Releases come before claims, takes before
     * puts, and cancellations before new messages.
     *
     * @param cancelKeys messages not yet accepted that bear one of these never leave (again); their bodies are erased
     */
    record Commit(
            Optional<Write> document,
            Set<Handle> claims,
            Set<Handle> releases,
            List<StoredTicket> ticketsPut,
            Set<String> ticketsTaken,
            List<StoredEvent> events,
            List<StoredMessage> messages,
            Set<String> cancelKeys) {
        public Commit {
            Objects.requireNonNull(document, "document");
            claims = Set.copyOf(claims);
            releases = Set.copyOf(releases);
            ticketsPut = List.copyOf(ticketsPut);
            ticketsTaken = Set.copyOf(ticketsTaken);
            events = List.copyOf(events);
            messages = List.copyOf(messages);
            cancelKeys = Set.copyOf(cancelKeys);
            if (document.isEmpty() && !(claims.isEmpty() && releases.isEmpty())) {
                throw new IllegalArgumentException("claims: need a document");
            }
        }
    }

    /**
     * The attempt counters kept beside this state, shared by every node that shares it. A builder that is given other
     * counters (a cache server, say) does not ask for these.
     */
    Counters counters();

    /** The storage's own clock, by which waits, ages and expiries are counted. */
    Instant now();

    /** The document, linearizable. */
    Optional<Stored> load(AccountId account);

    /** The account that holds a handle, linearizable. The caller confirms the hit inside the document. */
    Optional<AccountId> find(Handle handle);

    /** An unexpired or expired ticket that was not taken, linearizable. The caller checks its expiry. */
    Optional<StoredTicket> ticket(String id);

    /**
     * Applies everything in {@code commit}, or nothing; linearizable. Every ticket in {@code ticketsTaken} must be there.
     *
     * @throws IllegalArgumentException when the id of a new ticket, event or message is stored already; nothing was written
     */
    Outcome commit(Commit commit);

    /**
     * Marks a document as set aside, keeping it as evidence, and appends the event; does nothing when it is marked already
     * or not there. A quarantined document is never written again through {@link #commit}.
     */
    void quarantine(AccountId account, StoredEvent event);

    /**
     * Events of one account, or with an empty account those that concern none, oldest first; mergeable (may lag behind
     * commits of other nodes, never out of order).
     *
     * @param after the id of the last event already seen, empty from the start; nothing follows an id that is not there
     * @param limit how many at the most
     */
    List<StoredEvent> events(Optional<AccountId> account, Optional<String> after, int limit);

    /**
     * Hands out messages due at {@code now}, at most one per stream: the first committed of those due, and none while another
     * of that stream is leased. A lease ends by {@link #settle}, {@link #postpone}, or by itself.
     */
    List<Leased> lease(Instant now, int limit, Duration leaseFor);

    /** The message was accepted: its body is erased. Idempotent. */
    void settle(String messageId);

    /**
     * The message was not accepted: its lease ends and it steps aside until {@code retryAt}, while its stream goes on, so that
     * one dead destination silences no other. Does nothing for a message that was settled or cancelled meanwhile.
     */
    void postpone(String messageId, Instant retryAt);

    /** Deletes tickets that expired before {@code instant} and settled messages older than it, {@code limit} at the most. */
    int purge(Instant instant, int limit);
}
