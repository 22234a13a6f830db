package org.authkit.internal.guard;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.authkit.internal.account.Account;
import org.authkit.internal.account.Records.PendingRecord;
import org.authkit.internal.account.Records.SessionRecord;
import org.authkit.internal.account.Tickets;
import org.authkit.internal.password.PasswordHasher.Verdict;
import org.authkit.model.Denial;
import org.authkit.model.Event;
import org.authkit.model.Evidence;
import org.authkit.model.Password;
import org.authkit.model.Proof;
import org.authkit.model.Reason;
import org.authkit.model.RequestContext;
import org.authkit.model.Stage;
import org.authkit.policy.Rule;
import org.authkit.spi.Credential;
import org.authkit.spi.Factor;
import org.jspecify.annotations.Nullable;

/**
 * Who is knocking, and what they prove: the request's own signature, the answered challenge, what stands from before, and
 * the secrets typed, each charged for before it is compared. It says no to a wrong proof, and never yes to a call. Confined
 * to one round.
 */
final class Presented {

    /** Why a round ends before the policy is asked. */
    sealed interface Stop {
        record Refused(Denial denial) implements Stop {}

        /** A used challenge was answered once more, with a signature that still is right. */
        record Repeated(String nonce) implements Stop {}
    }

    private static final int MAX_REFUSALS = 20;

    private final Visit visit;
    private final Parts parts;
    private final Call call;
    private final Rule rule;
    private final Attempt attempt;
    private final Instant now;
    private final Proven proven = new Proven();
    private Rule.Lane lane = Rule.Lane.STRANGER;
    private Challenges.@Nullable Content answered;
    private boolean answerAccepted;
    private Verdict typed = Verdict.MISMATCH;

    Presented(Visit visit) {
        this.visit = visit;
        this.parts = visit.parts();
        this.call = visit.call();
        this.rule = visit.rule();
        this.attempt = visit.attempt();
        this.now = visit.now();
    }

    /** Looks at everything in order; empty when nothing presented was wrong. To be called once. */
    Optional<Stop> examine() {
        return visit.found()
                .refusal()
                .map(Presented::refused)
                .or(this::recognizeClient)
                .or(this::openAnswer)
                .or(this::gatherStandingEvidence)
                .or(this::checkTypedPassword)
                .or(this::checkAnswer);
    }

    Proven proven() {
        return proven;
    }

    /** The challenge the call answers, if it answers one. */
    Challenges.@Nullable Content answered() {
        return answered;
    }

    /** Whether the answer proved something new, which its challenge must not prove again. */
    boolean answerAccepted() {
        return answerAccepted;
    }

    /** Whether neither a bound key nor a session speaks for the caller. */
    boolean isStranger() {
        return lane == Rule.Lane.STRANGER;
    }

    /** Whether the password typed was right and its hash is of an older cost. */
    boolean wantsRehash() {
        return typed == Verdict.MATCH_REHASH;
    }

    // ---- what comes without a secret

    private Optional<Stop> recognizeClient() {
        Optional<Credential> device =
                visit.account().flatMap(account -> attempt.requestDevice(account, call.request(), now));
        if (device.isPresent()) {
            lane = Rule.Lane.DEVICE;
            if (rule.proofs() == Rule.Proofs.SESSION) {
                proven.add(Evidence.DEVICE, now);
                proven.byDevice(device.get().id());
            }
        } else if (visit.found().session() != null) {
            lane = Rule.Lane.SESSION;
            if (visit.claimsProof()) {
                return Optional.of(refused(Reason.WRONG_PROOF));
            }
        }
        return Optional.empty();
    }

    private Optional<Stop> openAnswer() {
        Optional<RequestContext.Answer> answer = call.request().answer();
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        Optional<Challenges.Content> opened =
                visit.guard().challenges().open(answer.get().challengeId()).filter(visit::isFor);
        if (opened.isEmpty()) {
            return Optional.of(refused(Reason.CHALLENGE_INVALID));
        }
        Challenges.Content content = opened.get();
        answered = content;
        Optional<Account> account = visit.account();
        if (account.isPresent() && account.get().wasConsumed(content.nonce())) {
            return Optional.of(
                    repeat(account.get(), content.nonce(), answer.get().proof()));
        }
        proven.addAll(content.evidence());
        proven.byDevice(content.deviceId());
        return Optional.empty();
    }

    private Stop repeat(Account account, String nonce, Proof proof) {
        boolean signed = proof instanceof Proof.Signature
                && attempt.check(account, proof, visit.statement(nonce), now) instanceof Attempt.Checked.Accepted;
        return signed ? new Stop.Repeated(nonce) : refused(Reason.CHALLENGE_INVALID);
    }

    private Optional<Stop> gatherStandingEvidence() {
        Optional<Account> account = visit.account();
        if (account.isEmpty()) {
            return Optional.empty();
        }
        SessionRecord session = visit.found().session();
        if (session != null) {
            boolean ceremony = session.evidence().contains(Evidence.REGISTRATION)
                    && account.get().stage(now, parts.policy().settings()) == Stage.NEW;
            for (Evidence carried : session.evidence()) {
                boolean counts =
                        carried.equals(Evidence.REGISTRATION) ? ceremony : rule.proofs() == Rule.Proofs.SESSION;
                if (counts) {
                    proven.add(carried, session.createdAt());
                }
            }
        }
        Tickets.Found ticket = visit.found().ticket();
        if (ticket != null && ticket.body().kind() == Tickets.Kind.RESET) {
            if (!visit.guard().subjects().stillVerified(account.get(), ticket.body(), now)) {
                return Optional.of(refused(Reason.TICKET_INVALID));
            }
            proven.add(Evidence.EMAIL, now);
        }
        visit.pending().ifPresent(pending -> addAwaited(account.get(), pending));
        return Optional.empty();
    }

    private void addAwaited(Account account, PendingRecord pending) {
        pending.evidence().forEach((evidence, at) -> {
            // Whoever completes it types the password again: by then a session or a note may be in other hands.
            if (!evidence.equals(Evidence.PASSWORD)) {
                proven.add(evidence, at);
            }
        });
        String approver = pending.approvedBy();
        if (approver != null && account.credential(approver).isPresent()) {
            proven.add(Evidence.OLD_DEVICE, now);
        }
        Instant started = pending.clockStarted();
        if (started != null) {
            rule.requires(account.stage(now, parts.policy().settings())).alternatives().stream()
                    .flatMap(Set::stream)
                    .filter(e -> e.kind() == Evidence.Kind.UNOPPOSED)
                    .filter(e -> !now.isBefore(started.plus(e.delay())))
                    .forEach(e -> proven.add(e, now));
        }
    }

    // ---- comparing secrets, each after its charge

    private Optional<Stop> checkTypedPassword() {
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
        typed = attempt.verify(visit.account(), password.get());
        if (typed != Verdict.MISMATCH) {
            proven.add(Evidence.PASSWORD, now);
            return Optional.empty();
        }
        return visit.byLogin() && isStranger() ? Optional.empty() : Optional.of(refusedProof("wrong-password"));
    }

    private Optional<Stop> checkAnswer() {
        Challenges.Content content = answered;
        if (content == null) {
            return Optional.empty();
        }
        Proof proof = call.request().answer().orElseThrow().proof();
        Optional<Instant> spent = chargeFor(proof);
        if (spent.isPresent()) {
            return Optional.of(spent(spent.get()));
        }
        Optional<Account> account = visit.account();
        if (account.isEmpty() || (visit.byLogin() && !proven.has(Evidence.PASSWORD))) {
            if (proof instanceof Proof.PasswordAgain again) {
                attempt.verify(Optional.empty(), again.password()); // as slow as behind a right password
            }
            return Optional.of(refusedProof("no-password"));
        }
        Attempt.Checked checked = attempt.check(account.get(), proof, visit.statement(content.nonce()), now);
        if (!(checked instanceof Attempt.Checked.Accepted accepted)) {
            return Optional.of(refusedProof(((Attempt.Checked.Refused) checked).cause()));
        }
        String device = accepted.deviceId();
        if (device != null && !proven.acceptsDevice(device)) {
            return Optional.of(refusedProof("another-device"));
        }
        proven.byDevice(device);
        accepted.evidence().forEach(evidence -> proven.add(evidence, now));
        Credential next = accepted.next();
        if (next != null) {
            account.get().replace(next);
        }
        answerAccepted = true;
        return Optional.empty();
    }

    /** Only what can be guessed has a budget; a signature cannot, and its failure must lock nobody out. */
    private Optional<Instant> chargeFor(Proof proof) {
        if (proof instanceof Proof.PasswordAgain) {
            return attempt.charge(lane, "password", passwordSubject(), now);
        }
        if (proof instanceof Proof.Code code) {
            String kind = parts.factors().stream()
                    .map(Factor::kind)
                    .filter(code.kind()::equals)
                    .findFirst()
                    .orElse("unknown");
            // Whoever holds a ticket proved a mailbox; strangers who know the login only must not spend those tries.
            String holder = visit.found().ticket() == null ? "" : "ticket|";
            return attempt.charge(lane, kind, holder + accountOrBinding(), now);
        }
        return Optional.empty();
    }

    /** Whose password budget this is: the login's as typed, so that nobody learns whether somebody has it. */
    private String passwordSubject() {
        return visit.byLogin() ? visit.found().binding() : accountOrBinding();
    }

    private String accountOrBinding() {
        return visit.account()
                .map(account -> account.id().value())
                .orElse(visit.found().binding());
    }

    // ---- refusals

    private Stop refusedProof(String cause) {
        Challenges.Content content = answered;
        // Signatures have no budget, so one challenge could be answered for ever: only its first refusals are written.
        boolean written = content == null
                || attempt.within(
                        "refused",
                        content.nonce(),
                        MAX_REFUSALS,
                        parts.policy().settings().challengeLife(),
                        now);
        if (written) {
            visit.guard().waiting().refusedProof(visit, cause, proven.has(Evidence.PASSWORD));
            parts.accounts().append(visit.changes());
        }
        return refused(visit.byLogin() ? Reason.WRONG_CREDENTIALS : Reason.WRONG_PROOF);
    }

    private Stop spent(Instant retryAt) {
        parts.accounts()
                .announceOnly(
                        Event.Kind.BUDGET_SPENT,
                        visit.account().map(Account::id),
                        "action",
                        call.action().code());
        return new Stop.Refused(new Denial(Reason.TOO_MANY_ATTEMPTS, Optional.of(retryAt)));
    }

    private static Stop refused(Reason reason) {
        return new Stop.Refused(new Denial(reason, Optional.empty()));
    }
}
