package org.authkit.internal.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.authkit.internal.account.Account;
import org.authkit.internal.account.Accounts;
import org.authkit.internal.account.Changes;
import org.authkit.internal.account.Records.PendingRecord;
import org.authkit.internal.account.Records.SessionRecord;
import org.authkit.internal.password.OverloadedException;
import org.authkit.model.AccountId;
import org.authkit.model.Action;
import org.authkit.model.Decision;
import org.authkit.model.Denial;
import org.authkit.model.Password;
import org.authkit.model.Proof;
import org.authkit.model.Reason;
import org.authkit.model.RequestContext;
import org.authkit.policy.Rule;
import org.authkit.spi.Factor;
import org.authkit.spi.Storage;
import org.authkit.spi.StorageUnavailableException;

/**
 * The one gate. Every verb passes it and nothing else decides: request proof, subject, budget, evidence, formula, freeze and
 * hold, work, one commit. Thread-safe.
 */
public final class Guard {
    /** A lost compare-and-set starts a new round on the fresh document; each round lost means another call went through. */
    private static final int ROUNDS = 200;

    private final Parts parts;
    private final Budgets budgets;
    private final Subjects subjects;
    private final Judge judge;
    private final Challenges challenges;
    private final Waiting waiting;

    public Guard(Parts parts) {
        this.parts = parts;
        this.budgets = new Budgets(parts.counters(), parts.accounts().vault());
        this.subjects = new Subjects(parts.accounts(), parts.policy().settings());
        this.judge = new Judge(parts.policy(), parts.courier(), parts.suppliers());
        this.challenges = new Challenges(parts.accounts().vault());
        this.waiting = new Waiting(parts);
    }

    public Parts parts() {
        return parts;
    }

    Subjects subjects() {
        return subjects;
    }

    Judge judge() {
        return judge;
    }

    Challenges challenges() {
        return challenges;
    }

    Waiting waiting() {
        return waiting;
    }

    public Budgets budgets() {
        return budgets;
    }

    // ---- customers

    /** Decides a call about an account, and carries it out when the answer is yes. */
    public <R> Decision<R> perform(Call call, Work<R> work) {
        if (!passwords(call).allMatch(password -> password.form() == Password.Form.ACCEPTABLE)) {
            return denied(Reason.PASSWORD_UNACCEPTABLE);
        }
        Rule rule = parts.policy().rule(call.action());
        Attempt attempt = new Attempt(parts, budgets, rule);
        return hashing(() -> {
            for (int round = 0; round < ROUNDS; round++) {
                Optional<Decision<R>> decision = new Round<>(this, call, work, rule, attempt).run();
                if (decision.isPresent()) {
                    return decision.get();
                }
            }
            throw new StorageUnavailableException("the account changes faster than this call can follow");
        });
    }

    /** The passwords a call carries, whose size and form are judged before anything else is looked at. */
    private static Stream<Password> passwords(Call call) {
        Stream<Password> typed =
                call.subject() instanceof Subject.ByLogin byLogin ? Stream.of(byLogin.password()) : Stream.empty();
        Stream<Password> again = call.request().answer().stream()
                .flatMap(answer ->
                        answer.proof() instanceof Proof.PasswordAgain p ? Stream.of(p.password()) : Stream.empty());
        return Stream.of(typed, again, call.password().stream()).flatMap(s -> s);
    }

    // ---- callers who have no account yet

    /** A step that concerns no account: nothing but the commit of {@code changes}. */
    @FunctionalInterface
    public interface Admission<R> {
        Work.Outcome<R> apply(Instant now, Changes changes);
    }

    /** Runs a step that concerns no account yet; a lost race for a ticket ends it. */
    public <R> Decision<R> admit(Admission<R> step) {
        Instant now = parts.accounts().now();
        Changes changes = parts.accounts().changes(now);
        Work.Outcome<R> outcome = step.apply(now, changes);
        if (outcome instanceof Work.Outcome.Refused<R> refused) {
            return denied(refused.reason(), refused.retryAt());
        }
        return parts.accounts().append(changes) == Storage.Outcome.COMMITTED
                ? new Decision.Allowed<>(((Work.Outcome.Done<R>) outcome).value())
                : denied(Reason.TICKET_INVALID);
    }

    // ---- the wallet's own operators

    /**
     * Changes an account without asking the policy: on the operator's word, or to finish what an allowed call began. The work
     * itself checks what still must hold.
     */
    public <R> Decision<R> operate(AccountId id, Work<R> work) {
        return hashing(() -> rounds(id, work));
    }

    private <R> Decision<R> rounds(AccountId id, Work<R> work) {
        for (int round = 0; round < ROUNDS; round++) {
            Optional<Accounts.Loaded> loaded;
            try {
                loaded = parts.accounts().load(id);
            } catch (Accounts.QuarantinedException e) {
                return denied(Reason.UNAVAILABLE);
            }
            if (loaded.isEmpty()) {
                return denied(Reason.NOT_FOUND);
            }
            Instant now = loaded.get().account().see(parts.accounts().now());
            loaded.get().account().tidy(now, parts.policy().settings());
            Scope scope = Scope.ofOperator(
                    loaded.get().account(), now, parts.accounts().changes(now));
            Work.Outcome<R> outcome = work.apply(scope);
            if (outcome instanceof Work.Outcome.Refused<R> refused) {
                return denied(refused.reason(), refused.retryAt());
            }
            Storage.Outcome committed = parts.accounts().commitReserved(loaded.get(), scope.changes());
            if (committed == Storage.Outcome.COMMITTED) {
                return new Decision.Allowed<>(((Work.Outcome.Done<R>) outcome).value());
            }
            if (committed == Storage.Outcome.TICKET_GONE) {
                return denied(Reason.TICKET_INVALID);
            }
        }
        throw new StorageUnavailableException("the account changes faster than this call can follow");
    }

    /** A pending change's notice was accepted on a channel; with the last one its clock starts. */
    public void noticeAccepted(AccountId account, String pendingId, String channel) {
        operate(account, scope -> {
            Optional<PendingRecord> pending = scope.account().pending(pendingId);
            if (pending.isEmpty()) {
                return Work.refused(Reason.NOT_FOUND);
            }
            scope.account().pending().replaceAll(p -> p.id().equals(pendingId) ? p.noticed(channel, scope.now()) : p);
            return Work.done(pendingId);
        });
    }

    /** Until when an action waits for a recent change, as far as this device is concerned. */
    public static Optional<Instant> heldUntil(Rule rule, Account account, String deviceId, Instant now) {
        return Judge.heldUntil(rule, account, deviceId, now);
    }

    /** The statement an enrolling newcomer signs. */
    public static Factor.Statement statement(Action action, SortedMap<String, String> arguments, String nonce) {
        return Challenges.statement(action, arguments, nonce);
    }

    /**
     * The account behind the request's session as it stands, to name a call's arguments by. It grants nothing: the call itself
     * passes the gate, and only there are the request's answer and its proof looked at, which serve once.
     */
    public Decision<Account> lookUp(RequestContext request) {
        Instant now = parts.accounts().now();
        Subjects.Found found = subjects.find(Call.bySession(Action.VIEW, request), now);
        if (found.loaded().isEmpty()) {
            return denied(found.refusal().orElse(Reason.NOT_SIGNED_IN));
        }
        Account account = found.loaded().get().account();
        account.tidy(account.see(now), parts.policy().settings());
        return new Decision.Allowed<>(account);
    }

    /** The live session the request carries, if it is one of this account's. */
    public Optional<SessionRecord> session(Account account, RequestContext request, Instant now) {
        return subjects.session(account, request, now);
    }

    // ---- small forms

    /** Runs what may hash or fill a document; when every hashing place is taken, the caller is asked to come back. */
    public <R> Decision<R> hashing(Supplier<Decision<R>> step) {
        try {
            return step.get();
        } catch (OverloadedException e) {
            Duration wait = e.retryAfter();
            return denied(Reason.UNAVAILABLE, Optional.of(parts.accounts().now().plus(wait)));
        } catch (Accounts.DocumentFullException e) {
            return denied(Reason.LIMIT_REACHED);
        }
    }

    public static <R> Decision<R> denied(Reason reason) {
        return denied(reason, Optional.empty());
    }

    public static <R> Decision<R> denied(Reason reason, Optional<Instant> retryAt) {
        return new Decision.Denied<>(new Denial(reason, retryAt));
    }
}
