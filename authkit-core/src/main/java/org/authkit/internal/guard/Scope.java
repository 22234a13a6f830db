package org.authkit.internal.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.authkit.internal.account.Account;
import org.authkit.internal.account.Changes;
import org.authkit.internal.account.Records.SessionRecord;
import org.authkit.internal.account.Tickets;
import org.authkit.model.Action;
import org.authkit.model.Event;
import org.authkit.model.Evidence;
import org.authkit.policy.Rule;
import org.jspecify.annotations.Nullable;

/** What a capability's work may see and change: this account, this call's proofs, this commit. Confined to one call. */
public final class Scope {
    private final Account account;
    private final Instant now;
    private final Rule rule;
    private final Changes changes;
    private final @Nullable Attempt attempt;
    private final Proven proven;
    private final @Nullable SessionRecord session;
    private final Tickets.@Nullable Body ticket;
    private final String nonce;
    private final Optional<String> pendingId;

    Scope(
            Account account,
            Instant now,
            Rule rule,
            Changes changes,
            @Nullable Attempt attempt,
            Proven proven,
            @Nullable SessionRecord session,
            Tickets.@Nullable Body ticket,
            String nonce,
            Optional<String> pendingId) {
        this.account = account;
        this.now = now;
        this.rule = rule;
        this.changes = changes;
        this.attempt = attempt;
        this.proven = proven;
        this.session = session;
        this.ticket = ticket;
        this.nonce = nonce;
        this.pendingId = pendingId;
    }

    /** The scope of an operator's word, or of AuthKit's own bookkeeping: no request, no proofs. */
    static Scope ofOperator(Account account, Instant now, Changes changes) {
        return new Scope(
                account, now, Rule.of(Action.VETO), changes, null, new Proven(), null, null, "", Optional.empty());
    }

    public Account account() {
        return account;
    }

    public Instant now() {
        return now;
    }

    public Rule rule() {
        return rule;
    }

    public Changes changes() {
        return changes;
    }

    /** The evidence in hand, of whatever age the row accepts. */
    public Set<Evidence> evidence() {
        return Set.copyOf(proven.kinds());
    }

    /** The bound device that signed, if one did. */
    public Optional<String> deviceId() {
        return Optional.ofNullable(proven.deviceId());
    }

    public Optional<SessionRecord> session() {
        return Optional.ofNullable(session);
    }

    public Optional<Tickets.Body> ticket() {
        return Optional.ofNullable(ticket);
    }

    /** The answered challenge's nonce; empty when no challenge was needed. */
    public String nonce() {
        return nonce;
    }

    /** Whether this call still is among the first {@code count} of its kind for this account, one more every {@code refill}. */
    public boolean within(String what, int count, Duration refill) {
        return within(what, "", count, refill);
    }

    /** The same, counted apart for each {@code where}. */
    public boolean within(String what, String where, int count, Duration refill) {
        return attempt == null || attempt.within(what, account.id().value() + "|" + where, count, refill, now);
    }

    /** The change that waited until now, if the call completes one. */
    public Optional<String> pendingId() {
        return pendingId;
    }

    /** Adds an event about this account. */
    public void event(Event.Kind kind, String... details) {
        changes.event(kind, Optional.of(account.id()), details);
    }
}
