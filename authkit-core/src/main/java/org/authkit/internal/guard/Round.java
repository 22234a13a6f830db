package org.authkit.internal.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.authkit.internal.account.Account;
import org.authkit.internal.account.Accounts;
import org.authkit.internal.account.Changes;
import org.authkit.internal.account.Records.PasswordRecord;
import org.authkit.internal.account.Records.PendingRecord;
import org.authkit.internal.account.Records.SessionRecord;
import org.authkit.internal.account.Tickets;
import org.authkit.internal.password.PasswordHasher.Verdict;
import org.authkit.model.Action;
import org.authkit.model.Challenge;
import org.authkit.model.Decision;
import org.authkit.model.Event;
import org.authkit.model.Evidence;
import org.authkit.model.Password;
import org.authkit.model.Proof;
import org.authkit.model.Reason;
import org.authkit.model.RequestContext;
import org.authkit.model.Stage;
import org.authkit.policy.Rule;
import org.authkit.policy.Settings;
import org.authkit.spi.Credential;
import org.authkit.spi.Factor;
import org.authkit.spi.Storage;
import org.jspecify.annotations.Nullable;

/** One evaluation of a call against one version of the account document. Confined to its call. */
final class Round<R> {
    private static final int MAX_CONSUMED = 128;

    private final Guard guard;
    private final Parts parts;
    private final Settings settings;
    private final Call call;
    private final Work<R> work;
    private final Rule rule;
    private final Attempt attempt;
    private final boolean byLogin;
    private final Proven proven = new Proven();
    private Instant now;
    private Subjects.Found found;
    private Changes changes;
    private Rule.Lane lane = Rule.Lane.STRANGER;
    private Challenges.@Nullable Content answered;
    private boolean proofAccepted;
    private Verdict typed = Verdict.MISMATCH;

    Round(Guard guard, Call call, Work<R> work, Rule rule, Attempt attempt) {
        this.guard = guard;
        this.parts = guard.parts();
        this.settings = parts.policy().settings();
        this.call = call;
        this.work = work;
        this.rule = rule;
        this.attempt = attempt;
        this.byLogin = call.subject() instanceof Subject.ByLogin;
        this.now = parts.accounts().now();
        this.found = guard.subjects().find(call, now);
        this.changes = parts.accounts().changes(now);
    }

    /** Empty when the commit lost to another call and a new round must be made. */
    Optional<Decision<R>> run() {
        if (found.refusal().isPresent()) {
            return deny(found.refusal().get());
        }
        account().ifPresent(account -> {
            now = account.see(now);
            changes = parts.accounts().changes(now);
            account.tidy(now, settings);
        });
        return recognizeClient()
                .or(this::openAnswer)
                .or(this::gatherStandingEvidence)
                .or(this::checkTypedPassword)
                .or(this::checkAnswer)
                .orElseGet(this::judge);
    }

    // ---- who is knocking, and with what
    // ------------------------------------------------------------------------------

    private Optional<Optional<Decision<R>>> recognizeClient() {
        Optional<Credential> device = account().flatMap(a -> attempt.requestDevice(a, call.request(), now));
        if (device.isPresent()) {
            lane = Rule.Lane.DEVICE;
            if (rule.proofs() == Rule.Proofs.SESSION) {
                proven.add(Evidence.DEVICE, now);
                proven.byDevice(device.get().id());
            }
        } else if (found.session() != null) {
            lane = Rule.Lane.SESSION;
            boolean signed =
                    call.request().http().flatMap(RequestContext.Http::proof).isPresent();
            if (signed) {
                return Optional.of(deny(Reason.WRONG_PROOF));
            }
        }
        return Optional.empty();
    }

    private Optional<Optional<Decision<R>>> openAnswer() {
        Optional<RequestContext.Answer> answer = call.request().answer();
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        Optional<Challenges.Content> content =
                guard.challenges().open(answer.get().challengeId()).filter(this::isForThisCall);
        if (content.isEmpty()) {
            return Optional.of(deny(Reason.CHALLENGE_INVALID));
        }
        answered = content.get();
        if (account().map(a -> a.wasConsumed(content.get().nonce())).orElse(false)) {
            return Optional.of(repeat(content.get(), answer.get().proof()));
        }
        proven.addAll(content.get().evidence());
        proven.byDevice(content.get().deviceId());
        return Optional.empty();
    }

    private boolean isForThisCall(Challenges.Content content) {
        return content.action() == call.action()
                && content.binding().equals(found.binding())
                && content.session().equals(sessionId())
                && content.client().equals(client())
                && content.digest().equals(digest())
                && content.epoch() == epoch()
                && now.isBefore(content.expiresAt());
    }

    /** The same call, answer and session again: the same result, if the work knows it and the signature still is right. */
    private Optional<Decision<R>> repeat(Challenges.Content content, Proof proof) {
        Account account = account().orElseThrow();
        boolean signed = proof instanceof Proof.Signature
                && attempt.byFactor(account, proof, statement(content.nonce()), now)
                        instanceof Attempt.Checked.Accepted;
        Optional<R> before = signed ? work.repeated(scope(account), content.nonce()) : Optional.empty();
        return before.<Optional<Decision<R>>>map(value -> Optional.of(new Decision.Allowed<>(value)))
                .orElseGet(() -> deny(Reason.CHALLENGE_INVALID));
    }

    private Optional<Optional<Decision<R>>> gatherStandingEvidence() {
        SessionRecord session = found.session();
        Optional<Account> account = account();
        if (account.isEmpty()) {
            return Optional.empty();
        }
        if (session != null) {
            boolean ceremony = session.evidence().contains(Evidence.REGISTRATION)
                    && account.get().stage(now, settings) == Stage.NEW;
            for (Evidence carried : session.evidence()) {
                boolean counts =
                        carried.equals(Evidence.REGISTRATION) ? ceremony : rule.proofs() == Rule.Proofs.SESSION;
                if (counts) {
                    proven.add(carried, session.createdAt());
                }
            }
        }
        Tickets.Found ticket = found.ticket();
        if (ticket != null && ticket.body().kind() == Tickets.Kind.RESET) {
            if (!guard.subjects().stillVerified(account.get(), ticket.body(), now)) {
                return Optional.of(deny(Reason.TICKET_INVALID));
            }
            proven.add(Evidence.EMAIL, now);
        }
        pending().ifPresent(this::addAwaited);
        return Optional.empty();
    }

    private void addAwaited(PendingRecord pending) {
        pending.evidence().forEach((evidence, at) -> {
            // Whoever comes without a session types the password again: it may have been noted down, never the key
            // alone.
            if (!byLogin || !evidence.equals(Evidence.PASSWORD)) {
                proven.add(evidence, at);
            }
        });
        if (pending.approvedBy() != null) {
            proven.add(Evidence.OLD_DEVICE, now);
        }
        Instant started = pending.clockStarted();
        if (started != null) {
            rule.requires(account().orElseThrow().stage(now, settings)).alternatives().stream()
                    .flatMap(Set::stream)
                    .filter(e -> e.kind() == Evidence.Kind.UNOPPOSED)
                    .filter(e -> !now.isBefore(started.plus(e.delay())))
                    .forEach(e -> proven.add(e, now));
        }
    }

    // ---- comparing secrets, each after its charge
    // --------------------------------------------------------------------

    private Optional<Optional<Decision<R>>> checkTypedPassword() {
        Optional<Password> password = call.subject() instanceof Subject.ByLogin login
                ? Optional.of(login.password()).filter(p -> answered == null)
                : call.password();
        if (password.isEmpty()) {
            return Optional.empty();
        }
        Optional<Instant> spent = attempt.charge(lane, "password", passwordSubject(), now);
        if (spent.isPresent()) {
            return Optional.of(spent(spent.get()));
        }
        typed = attempt.verify(account(), password.get());
        if (typed != Verdict.MISMATCH) {
            proven.add(Evidence.PASSWORD, now);
            return Optional.empty();
        }
        return byLogin && lane == Rule.Lane.STRANGER ? Optional.empty() : Optional.of(refuseProof("wrong-password"));
    }

    private Optional<Optional<Decision<R>>> checkAnswer() {
        Challenges.Content content = answered;
        if (content == null) {
            return Optional.empty();
        }
        Proof proof = call.request().answer().orElseThrow().proof();
        Optional<Instant> spent = chargeFor(proof);
        if (spent.isPresent()) {
            return Optional.of(spent(spent.get()));
        }
        if (account().isEmpty() || (byLogin && !proven.has(Evidence.PASSWORD))) {
            if (proof instanceof Proof.PasswordAgain again) {
                attempt.verify(Optional.empty(), again.password()); // as slow as behind a right password
            }
            return Optional.of(refuseProof("no-password"));
        }
        Attempt.Checked checked = check(account().get(), proof, statement(content.nonce()));
        if (!(checked instanceof Attempt.Checked.Accepted accepted)) {
            return Optional.of(refuseProof(((Attempt.Checked.Refused) checked).cause()));
        }
        String device = accepted.deviceId();
        if (device != null && !proven.acceptsDevice(device)) {
            return Optional.of(refuseProof("another-device"));
        }
        proven.byDevice(device);
        accepted.evidence().forEach(evidence -> proven.add(evidence, now));
        Credential next = accepted.next();
        if (next != null) {
            account().get().replace(next);
        }
        proofAccepted = true;
        return Optional.empty();
    }

    /** Only what can be guessed has a budget; a signature cannot, and its failure must lock nobody out. */
    private Optional<Instant> chargeFor(Proof proof) {
        if (proof instanceof Proof.PasswordAgain) {
            return attempt.charge(lane, "password", passwordSubject(), now);
        }
        if (proof instanceof Proof.Code code) {
            String subject = account().map(a -> a.id().value()).orElse(found.binding());
            String kind = parts.factors().stream()
                    .map(Factor::kind)
                    .filter(code.kind()::equals)
                    .findFirst()
                    .orElse("unknown");
            return attempt.charge(lane, kind, subject, now);
        }
        return Optional.empty();
    }

    private Attempt.Checked check(Account account, Proof proof, Factor.Statement statement) {
        if (proof instanceof Proof.PasswordAgain again) {
            return attempt.verify(Optional.of(account), again.password()) == Verdict.MISMATCH
                    ? new Attempt.Checked.Refused("wrong-password")
                    : new Attempt.Checked.Accepted(Set.of(Evidence.PASSWORD), null, null);
        }
        if (proof instanceof Proof.Supplied supplied) {
            return parts.suppliers()
                    .check(supplied, statement)
                    .<Attempt.Checked>map(e -> new Attempt.Checked.Accepted(Set.of(e), null, null))
                    .orElseGet(() -> new Attempt.Checked.Refused("wrong-statement"));
        }
        return attempt.byFactor(account, proof, statement, now);
    }

    // ---- the decision
    // ------------------------------------------------------------------------------------------------

    private Optional<Decision<R>> judge() {
        if (account().isEmpty()) {
            return challengeStranger(Optional.empty());
        }
        Account account = account().get();
        List<Set<Evidence>> open = guard.judge().open(rule, account, now);
        if (Judge.complete(open, proven).isPresent()) {
            return allow(account);
        }
        if (byLogin && !proven.has(Evidence.PASSWORD)) {
            return challengeStranger(Optional.of(account));
        }
        return challenge(account, open);
    }

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
        boolean touched = guard.waiting().touch(found, now);
        if (call.action() != Action.VIEW || touched || !changes.isEmpty()) {
            if (stage != Stage.NEW && work.completes()) {
                account.hold(call.action(), now, rule.startsHold(), null);
            }
            pending().ifPresent(done -> guard.waiting().finish(account, done, changes));
            Tickets.Found ticket = found.ticket();
            if (ticket != null) {
                changes.take(ticket.id());
            }
            rehash(account);
            if (!consumeAnswer(account)) {
                return deny(Reason.TOO_MANY_ATTEMPTS);
            }
            Storage.Outcome committed = parts.accounts().commit(loaded(), changes);
            if (committed != Storage.Outcome.COMMITTED) {
                return lost(committed);
            }
        }
        attempt.refund(now);
        return Optional.of(new Decision.Allowed<>(((Work.Outcome.Done<R>) outcome).value()));
    }

    private void rehash(Account account) {
        Optional<PasswordRecord> old = account.password();
        if (typed == Verdict.MATCH_REHASH && old.isPresent() && call.subject() instanceof Subject.ByLogin login) {
            PasswordRecord record = old.get();
            account.setPassword(new PasswordRecord(
                    attempt.rehashed(login.password()),
                    record.setAt(),
                    record.obtainedThrough(),
                    record.compromised()));
        }
    }

    /** Whoever proved nothing sees one shape: what the policy asks of a bound account, whether or not there is one. */
    private Optional<Decision<R>> challengeStranger(Optional<Account> account) {
        Set<Set<Evidence>> shape = Judge.missing(rule.requires(Stage.BOUND).alternatives(), Set.of(Evidence.PASSWORD));
        guard.waiting().refusedLogin(attempt, account, found.binding(), changes, now);
        parts.accounts().append(changes);
        return issue(
                shape, anyAwaited(shape) ? Optional.of(parts.accounts().vault().secret(16)) : Optional.empty());
    }

    private Optional<Decision<R>> challenge(Account account, List<Set<Evidence>> open) {
        boolean oneShape = byLogin && account.stage(now, settings) == Stage.BOUND;
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
        boolean write = proofAccepted;
        if (!awaiting.isEmpty() && account.freeze().isEmpty()) {
            Optional<PendingRecord> existing = account.pending(call.action());
            boolean mine = existing.map(p -> p.digest().equals(digest())).orElse(true);
            if (!mine && !byLogin) {
                return deny(Reason.ON_HOLD, existing.map(PendingRecord::expiresAt));
            }
            Duration wait = Judge.longestWait(awaiting);
            if (mine && existing.map(p -> wait.toHours() > p.waitHours()).orElse(true)) {
                pendingId = Optional.of(
                        guard.waiting().begin(account, call, digest(), existing, proven, wait, changes, now));
                write = true;
            } else {
                pendingId = existing.filter(p -> mine).map(PendingRecord::id);
            }
        }
        if (byLogin && lane == Rule.Lane.STRANGER && answered == null) {
            guard.waiting().acceptedPassword(attempt, account, call.action(), changes, now);
        }
        if (write && !consumeAnswer(account)) {
            return deny(Reason.TOO_MANY_ATTEMPTS);
        }
        if (write) {
            Storage.Outcome committed = parts.accounts().commit(loaded(), changes);
            if (committed != Storage.Outcome.COMMITTED) {
                return lost(committed);
            }
        } else if (!changes.isEmpty()) {
            parts.accounts().append(changes);
        }
        if (oneShape && pendingId.isEmpty() && anyAwaited(missing)) {
            pendingId = Optional.of(parts.accounts().vault().secret(16));
        }
        return issue(missing, pendingId);
    }

    /** The owner is spared proofs the account cannot give; the holder of a mere ticket is not told which those are. */
    private List<Set<Evidence>> possible(Account account, List<Set<Evidence>> open) {
        return found.ticket() == null ? guard.waiting().possible(open, account, proven) : open;
    }

    private Optional<Decision<R>> issue(Set<Set<Evidence>> missing, Optional<String> pendingId) {
        String nonce = parts.accounts().vault().secret(16);
        Challenges.Content before = answered;
        Instant expiresAt = before == null ? now.plus(settings.challengeLife()) : before.expiresAt();
        Map<Evidence, Instant> carried = new TreeMap<>(proven.asMap());
        carried.keySet().removeIf(evidence -> evidence.isAwaited() || evidence.equals(Evidence.REGISTRATION));
        String id = guard.challenges()
                .seal(new Challenges.Content(
                        nonce,
                        call.action(),
                        found.binding(),
                        sessionId(),
                        client(),
                        digest(),
                        carried,
                        proven.deviceId(),
                        epoch(),
                        expiresAt));
        Factor.Statement statement = statement(nonce);
        return Optional.of(new Decision.Challenged<>(new Challenge(
                id,
                call.action(),
                new LinkedHashSet<>(missing),
                statement.type(),
                statement.text(),
                expiresAt,
                pendingId)));
    }

    // ---- refusals
    // ----------------------------------------------------------------------------------------------------

    private Optional<Decision<R>> refuseProof(String cause) {
        guard.waiting()
                .refusedProof(
                        attempt, account(), found.binding(), call, cause, proven.has(Evidence.PASSWORD), changes, now);
        parts.accounts().append(changes);
        return deny(byLogin ? Reason.WRONG_CREDENTIALS : Reason.WRONG_PROOF);
    }

    private Optional<Decision<R>> spent(Instant retryAt) {
        Optional<org.authkit.model.AccountId> id = account().map(Account::id);
        parts.accounts()
                .announceOnly(
                        Event.Kind.BUDGET_SPENT, id, "action", call.action().code());
        return deny(Reason.TOO_MANY_ATTEMPTS, Optional.of(retryAt));
    }

    private Optional<Decision<R>> lost(Storage.Outcome outcome) {
        return switch (outcome) {
            case TICKET_GONE -> deny(Reason.TICKET_INVALID);
            case HANDLE_TAKEN -> deny(Reason.NOT_PERMITTED);
            default -> Optional.empty();
        };
    }

    private Optional<Decision<R>> deny(Reason reason) {
        return deny(reason, Optional.empty());
    }

    private Optional<Decision<R>> deny(Reason reason, Optional<Instant> retryAt) {
        return Optional.of(Guard.denied(reason, retryAt));
    }

    // ---- small forms
    // -------------------------------------------------------------------------------------------------

    private boolean consumeAnswer(Account account) {
        Challenges.Content content = answered;
        if (content != null) {
            if (account.consumedCount() >= MAX_CONSUMED) {
                return false;
            }
            account.consume(content.nonce(), content.expiresAt());
        }
        return true;
    }

    private Accounts.Loaded loaded() {
        return found.loaded().orElseThrow();
    }

    private Optional<Account> account() {
        return found.loaded().map(Accounts.Loaded::account);
    }

    private Optional<PendingRecord> pending() {
        return account()
                .flatMap(a -> a.pending(call.action()))
                .filter(p -> p.digest().equals(digest()));
    }

    private static boolean anyAwaited(Set<Set<Evidence>> sets) {
        return sets.stream().flatMap(Set::stream).anyMatch(Evidence::isAwaited);
    }

    private String passwordSubject() {
        return byLogin ? found.binding() : account().map(a -> a.id().value()).orElse(found.binding());
    }

    private String sessionId() {
        SessionRecord session = found.session();
        return session == null ? "" : session.id();
    }

    private long epoch() {
        return account().map(Account::epoch).orElse(0L);
    }

    private String client() {
        return parts.accounts().vault().digest("client", call.request().userAgent());
    }

    private String digest() {
        return guard.challenges().digest(call.action(), call.arguments(), call.concealed());
    }

    private Factor.Statement statement(String nonce) {
        return Challenges.statement(call.action(), call.arguments(), nonce);
    }

    private Scope scope(Account account) {
        Tickets.Found ticket = found.ticket();
        Challenges.Content content = answered;
        return new Scope(
                account,
                now,
                rule,
                call.request(),
                changes,
                attempt,
                proven,
                found.session(),
                ticket == null ? null : ticket.body(),
                content == null ? "" : content.nonce());
    }
}
