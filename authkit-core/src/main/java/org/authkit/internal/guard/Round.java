package org.authkit.internal.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.authkit.internal.account.Account;
import org.authkit.internal.account.Accounts;
import org.authkit.internal.account.Changes;
import org.authkit.internal.account.Records.PasswordRecord;
import org.authkit.internal.account.Records.PendingRecord;
import org.authkit.internal.account.Tickets;
import org.authkit.model.Action;
import org.authkit.model.Challenge;
import org.authkit.model.Decision;
import org.authkit.model.Evidence;
import org.authkit.model.Reason;
import org.authkit.model.Stage;
import org.authkit.policy.Rule;
import org.authkit.policy.Settings;
import org.authkit.spi.Factor;

/**
 * One evaluation of a call against one version of the account document: what was presented is held against the policy, and
 * the call is allowed, challenged or refused in at most one commit. Confined to its call.
 */
final class Round<R> {
    private static final int MAX_CONSUMED = 128;

    private final Guard guard;
    private final Settings settings;
    private final Accounts accounts;
    private final Call call;
    private final Work<R> work;
    private final Rule rule;
    private final Visit visit;
    private final Instant now;
    private final Subjects.Found found;
    private final Changes changes;
    private final Presented presented;
    private final Proven proven;

    Round(Guard guard, Call call, Work<R> work, Rule rule, Attempt attempt) {
        this.guard = guard;
        this.settings = guard.parts().policy().settings();
        this.accounts = guard.parts().accounts();
        this.call = call;
        this.work = work;
        this.rule = rule;
        this.visit = Visit.of(guard, call, rule, attempt);
        this.now = visit.now();
        this.found = visit.found();
        this.changes = visit.changes();
        this.presented = new Presented(visit);
        this.proven = presented.proven();
    }

    /** Empty when the commit lost to another call and a new round must be made. */
    Optional<Decision<R>> run() {
        Presented.Stop stop = presented.examine().orElse(null);
        if (stop instanceof Presented.Stop.Refused refused) {
            return deny(refused.denial().reason(), refused.denial().retryAt());
        }
        if (stop instanceof Presented.Stop.Repeated repeated) {
            return repeat(repeated.nonce());
        }
        return judge();
    }

    /** The same call, answer and session again: the same result, if the work knows it. */
    private Optional<Decision<R>> repeat(String nonce) {
        Account account = visit.account().orElseThrow();
        if (account.freeze().isPresent()) {
            return deny(Reason.FROZEN);
        }
        Optional<R> before = work.repeated(scope(account), nonce);
        return before.<Optional<Decision<R>>>map(value -> Optional.of(new Decision.Allowed<>(value)))
                .orElseGet(() -> deny(Reason.CHALLENGE_INVALID));
    }

    private Optional<Decision<R>> judge() {
        if (visit.account().isEmpty()) {
            return challengeStranger();
        }
        Account account = visit.account().get();
        List<Set<Evidence>> open = guard.judge().open(rule, account, proven, now);
        if (Judge.complete(open, proven).isPresent()) {
            return allow(account);
        }
        if (visit.byLogin() && !proven.has(Evidence.PASSWORD)) {
            return challengeStranger();
        }
        return challenge(account, open);
    }

    // ---- yes

    private Optional<Decision<R>> allow(Account account) {
        if (account.freeze().isPresent() && call.action() != Action.VETO) {
            return deny(Reason.FROZEN);
        }
        Optional<Instant> heldUntil = Judge.heldUntil(rule, account, proven.deviceId(), now);
        if (heldUntil.isPresent()) {
            return deny(Reason.ON_HOLD, heldUntil);
        }
        Stage stage = account.stage(now, settings);
        Work.Outcome<R> outcome = work.apply(scope(account));
        if (outcome instanceof Work.Outcome.Refused<R> refused) {
            return deny(refused.reason(), refused.retryAt());
        }
        R value = ((Work.Outcome.Done<R>) outcome).value();
        boolean touched = guard.waiting().touch(found, now);
        if (call.action() == Action.VIEW && !touched && changes.isEmpty()) {
            return Optional.of(allowed(value));
        }
        if (stage != Stage.NEW && work.completes()) {
            account.hold(call.action(), now, rule.startsHold(), null);
        }
        visit.pending().ifPresent(done -> guard.waiting().finish(account, done, changes));
        Tickets.Found ticket = found.ticket();
        if (ticket != null) {
            changes.take(ticket.id());
        }
        rehash(account);
        return commit(account, () -> allowed(value));
    }

    private Decision<R> allowed(R value) {
        visit.attempt().refund(now);
        return new Decision.Allowed<>(value);
    }

    private void rehash(Account account) {
        Optional<PasswordRecord> old = account.password();
        if (presented.wantsRehash() && old.isPresent() && call.subject() instanceof Subject.ByLogin login) {
            PasswordRecord record = old.get();
            account.setPassword(new PasswordRecord(
                    visit.attempt().rehashed(login.password()),
                    record.setAt(),
                    record.obtainedThrough(),
                    record.compromised()));
        }
    }

    // ---- not yet

    /** Whoever proved nothing sees one shape: what the policy asks of a bound account, whether or not there is one. */
    private Optional<Decision<R>> challengeStranger() {
        Set<Set<Evidence>> shape = Judge.missing(rule.requires(Stage.BOUND).alternatives(), Set.of(Evidence.PASSWORD));
        guard.waiting().refusedLogin(visit);
        accounts.append(changes);
        return Optional.of(issue(shape, newcomersName(shape)));
    }

    private Optional<Decision<R>> challenge(Account account, List<Set<Evidence>> open) {
        boolean oneShape = visit.byLogin() && account.stage(now, settings) == Stage.BOUND;
        Set<Set<Evidence>> missing = oneShape
                ? Judge.missing(rule.requires(Stage.BOUND).alternatives(), proven.kinds())
                : Judge.missing(possible(account, open), proven.kinds());
        // Nothing is missing, or all the policy asks for was proved and yet does not count for this account now.
        if (missing.isEmpty() || missing.contains(Set.<Evidence>of())) {
            Optional<Instant> closed = account.closedUntil(call.action());
            return deny(closed.isPresent() ? Reason.VETOED : Reason.NOT_PERMITTED, closed);
        }
        List<Set<Evidence>> awaiting = Judge.awaiting(open, proven);
        Optional<String> pendingId = Optional.empty();
        boolean write = presented.answerAccepted();
        if (!awaiting.isEmpty() && account.freeze().isEmpty()) {
            Optional<PendingRecord> existing = account.pending(call.action());
            boolean mine = existing.map(p -> p.digest().equals(visit.digest())).orElse(true);
            if (!mine && !visit.byLogin()) {
                return deny(Reason.ON_HOLD, existing.map(PendingRecord::expiresAt));
            }
            Duration wait = Judge.longestWait(awaiting);
            if (mine && existing.map(p -> wait.toHours() > p.waitHours()).orElse(true)) {
                pendingId = Optional.of(guard.waiting().begin(visit, account, existing, proven, wait));
                write = true;
            } else {
                pendingId = existing.filter(p -> mine).map(PendingRecord::id);
            }
        }
        if (visit.byLogin() && presented.isStranger() && presented.answered() == null) {
            guard.waiting().acceptedPassword(visit, account);
        }
        Optional<String> named = visit.byLogin() ? newcomersName(missing) : pendingId;
        if (write) {
            return commit(account, () -> issue(missing, named));
        }
        if (!changes.isEmpty()) {
            accounts.append(changes);
        }
        return Optional.of(issue(missing, named));
    }

    /** The owner is spared proofs the account cannot give; the holder of a mere ticket is not told which those are. */
    private List<Set<Evidence>> possible(Account account, List<Set<Evidence>> open) {
        return found.ticket() == null ? guard.waiting().possible(open, account, proven) : open;
    }

    private Decision<R> issue(Set<Set<Evidence>> missing, Optional<String> pendingId) {
        String nonce = accounts.vault().secret(16);
        Challenges.Content before = presented.answered();
        Instant expiresAt = before == null ? now.plus(settings.challengeLife()) : before.expiresAt();
        String id = guard.challenges().seal(visit.content(nonce, proven, expiresAt));
        Factor.Statement statement = visit.statement(nonce);
        return new Decision.Challenged<>(new Challenge(
                id,
                call.action(),
                new LinkedHashSet<>(missing),
                statement.type(),
                statement.text(),
                expiresAt,
                pendingId));
    }

    /**
     * What a call by login is told its pending change is called, whether or not there is one: the same at every repetition,
     * whatever the password, and never the change's own id, which would stay while made-up ones change.
     */
    private Optional<String> newcomersName(Set<Set<Evidence>> missing) {
        boolean awaited = missing.stream().flatMap(Set::stream).anyMatch(Evidence::isAwaited);
        return awaited ? Optional.of(visit.name()) : Optional.empty();
    }

    // ---- the end of a round

    private Optional<Decision<R>> deny(Reason reason) {
        return deny(reason, Optional.empty());
    }

    private Optional<Decision<R>> deny(Reason reason, Optional<Instant> retryAt) {
        return Optional.of(Guard.denied(reason, retryAt));
    }

    private Optional<Decision<R>> commit(Account account, Supplier<Decision<R>> whenCommitted) {
        Challenges.Content answered = presented.answered();
        if (answered != null) {
            if (account.consumedCount() >= MAX_CONSUMED) {
                return deny(Reason.TOO_MANY_ATTEMPTS);
            }
            account.consume(answered.nonce(), answered.expiresAt());
        }
        return switch (accounts.commit(found.loaded().orElseThrow(), changes)) {
            case COMMITTED -> Optional.of(whenCommitted.get());
            case TICKET_GONE -> deny(Reason.TICKET_INVALID);
            case HANDLE_TAKEN -> deny(Reason.NOT_PERMITTED);
            case VERSION_CONFLICT -> Optional.empty();
        };
    }

    private Scope scope(Account account) {
        Tickets.Found ticket = found.ticket();
        Challenges.Content answered = presented.answered();
        return new Scope(
                account,
                now,
                rule,
                changes,
                visit.attempt(),
                proven,
                found.session(),
                ticket == null ? null : ticket.body(),
                answered == null ? "" : answered.nonce(),
                visit.pending().map(PendingRecord::id));
    }
}
