package org.authkit.internal.guard;

import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import org.authkit.internal.account.Account;
import org.authkit.internal.account.Accounts;
import org.authkit.internal.account.Changes;
import org.authkit.internal.account.Records.PendingRecord;
import org.authkit.internal.account.Records.SessionRecord;
import org.authkit.model.Event;
import org.authkit.model.RequestContext;
import org.authkit.policy.Rule;
import org.authkit.spi.Factor;
import org.jspecify.annotations.Nullable;

/**
 * One call before one version of the account it is about, and everything a challenge for it is bound to.
 *
 * @param now the storage's clock, never earlier than the account has seen
 * @param changes what this round adds to its commit
 */
record Visit(Guard guard, Call call, Rule rule, Attempt attempt, Subjects.Found found, Instant now, Changes changes) {

    static Visit of(Guard guard, Call call, Rule rule, Attempt attempt) {
        Parts parts = guard.parts();
        Instant clock = parts.accounts().now();
        Subjects.Found found = guard.subjects().find(call, clock);
        Instant now = found.loaded()
                .map(Accounts.Loaded::account)
                .map(account -> {
                    Instant seen = account.see(clock);
                    account.tidy(seen, parts.policy().settings());
                    return seen;
                })
                .orElse(clock);
        return new Visit(
                guard, call, rule, attempt, found, now, parts.accounts().changes(now));
    }

    Parts parts() {
        return guard.parts();
    }

    Optional<Account> account() {
        return found.loaded().map(Accounts.Loaded::account);
    }

    /** Whether the caller came with a login and a password rather than with a session or a ticket. */
    boolean byLogin() {
        return call.subject() instanceof Subject.ByLogin;
    }

    /** The change this very call asked for before and that still waits. */
    Optional<PendingRecord> pending() {
        return account()
                .flatMap(account -> account.pending(call.action()))
                .filter(pending -> pending.digest().equals(digest()));
    }

    /** Adds an event about this account. */
    void event(Event.Kind kind, String... details) {
        changes.event(kind, account().map(Account::id), details);
    }

    /** A keyed digest of action and arguments. */
    String digest() {
        return guard.challenges().digest(call.action(), call.arguments(), call.concealed());
    }

    /** A name of this call by this subject, the same at every repetition; it says nothing about whether anything waits. */
    String name() {
        return parts().accounts()
                .vault()
                .digest("pending", found.binding(), digest())
                .substring(0, 22);
    }

    /** What is signed for this call; it says whose account it is about, so that an identity check knows whom to compare. */
    Factor.Statement statement(String nonce) {
        TreeMap<String, String> members = new TreeMap<>(call.arguments());
        whose().ifPresent(login -> members.put("login", login));
        return Challenges.statement(call.action(), members, nonce);
    }

    /** The login as typed, or the session's own; the holder of a ticket is not told one. */
    private Optional<String> whose() {
        if (call.subject() instanceof Subject.ByLogin typed) {
            return Optional.of(typed.login().canonical());
        }
        return found.session() == null
                ? Optional.empty()
                : account().flatMap(account -> account.logins().stream().findFirst());
    }

    /** What a challenge for this call carries inside its seal. */
    Challenges.Content content(String nonce, Proven proven, Instant expiresAt) {
        return new Challenges.Content(
                nonce,
                call.action(),
                found.binding(),
                sessionId(),
                client(),
                digest(),
                proven.carried(),
                proven.deviceId(),
                epoch(),
                expiresAt);
    }

    /** Whether a challenge was issued for this call, this client and this state of the account, and still holds. */
    boolean isFor(Challenges.Content content) {
        return content.action() == call.action()
                && content.binding().equals(found.binding())
                && content.session().equals(sessionId())
                && content.client().equals(client())
                && content.digest().equals(digest())
                && content.epoch() == epoch()
                && isStillBound(content.deviceId())
                && now.isBefore(content.expiresAt());
    }

    private boolean isStillBound(@Nullable String deviceId) {
        return deviceId == null
                || account().flatMap(account -> account.credential(deviceId)).isPresent();
    }

    private String sessionId() {
        SessionRecord session = found.session();
        return session == null ? "" : session.id();
    }

    private String client() {
        return parts().accounts().vault().digest("client", call.request().userAgent());
    }

    private long epoch() {
        return account().map(Account::epoch).orElse(0L);
    }

    /** Whether the request claims to be signed by a bound key. */
    boolean claimsProof() {
        return call.request().http().flatMap(RequestContext.Http::proof).isPresent();
    }
}
