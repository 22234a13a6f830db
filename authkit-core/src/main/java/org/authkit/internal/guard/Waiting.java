package org.authkit.internal.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.authkit.internal.account.Account;
import org.authkit.internal.account.Changes;
import org.authkit.internal.account.Records.PendingRecord;
import org.authkit.internal.account.Records.SessionRecord;
import org.authkit.internal.account.Tickets;
import org.authkit.internal.message.Template;
import org.authkit.model.Event;
import org.authkit.model.Evidence;
import org.authkit.model.RequestContext;
import org.authkit.model.Ticket;

/** What the guard writes when the answer is not yes: pending changes with their notices, and the trail of refused proofs. */
final class Waiting {
    private static final Duration TOUCH_EVERY = Duration.ofMinutes(1);
    private static final Duration DIGEST = Duration.ofHours(24);
    private static final int MISSES_BEFORE_NOTICE = 2;

    private final Parts parts;

    Waiting(Parts parts) {
        this.parts = parts;
    }

    // ---- pending changes

    /**
     * Records the change, tells every channel now, in the middle and at the end, and gives each the means to stop it.
     *
     * @param before the same change as it was asked for with less proof: it keeps its name, so that whoever was told of it can
     *     still stop it, and its wait begins anew
     */
    String begin(Visit visit, Account account, Optional<PendingRecord> before, Proven proven, Duration wait) {
        Call call = visit.call();
        Changes changes = visit.changes();
        Instant now = visit.now();
        String id = before.map(PendingRecord::id)
                .orElseGet(() -> parts.accounts().vault().secret(16));
        before.ifPresent(weaker -> finish(account, weaker, changes));
        Instant expiresAt = now.plus(wait).plus(parts.policy().settings().pendingLife());
        SortedSet<String> channels = parts.courier().channels(account, now);
        account.pending()
                .add(new PendingRecord(
                        id,
                        call.action(),
                        visit.digest(),
                        call.arguments(),
                        proven.own(),
                        now,
                        wait.toHours(),
                        Map.of(),
                        channels,
                        null,
                        expiresAt));
        for (String channel : channels) {
            Ticket veto = parts.accounts()
                    .tickets()
                    .issue(
                            new Tickets.Body(
                                    Tickets.Kind.VETO,
                                    account.id(),
                                    id,
                                    account.epoch(),
                                    account.locale().toLanguageTag(),
                                    expiresAt),
                            changes);
            announce(visit, account, channel, Template.CHANGE_REQUESTED, veto, id, now);
            if (!wait.isZero()) {
                announce(visit, account, channel, Template.CHANGE_REMINDER, veto, id, now.plus(wait.dividedBy(2)));
                announce(visit, account, channel, Template.CHANGE_DUE, veto, id, now.plus(wait));
            }
        }
        visit.event(Event.Kind.CHANGE_REQUESTED, "action", call.action().code(), "pending", id);
        return id;
    }

    private void announce(
            Visit visit,
            Account account,
            String channel,
            Template template,
            Ticket veto,
            String id,
            Instant notBefore) {
        parts.courier()
                .announce(
                        visit.changes(),
                        account,
                        channel,
                        template,
                        veto,
                        id,
                        visit.now(),
                        notBefore,
                        visit.call().action(),
                        visit.call().arguments());
    }

    /** The change happened, or never will: its later notices are called off. */
    void finish(Account account, PendingRecord pending, Changes changes) {
        account.pending().removeIf(p -> p.id().equals(pending.id()));
        changes.cancel(pending.id());
    }

    // ---- what a session's owner could still do

    /** Leaves out alternatives that need a credential this account does not hold. */
    List<Set<Evidence>> possible(List<Set<Evidence>> open, Account account, Proven proven) {
        boolean device = !account.credentials("device").isEmpty();
        boolean totp = !account.credentials("totp").isEmpty();
        boolean ceremony = proven.has(Evidence.REGISTRATION);
        return open.stream()
                .filter(alternative -> alternative.stream().allMatch(evidence -> switch (evidence.kind()) {
                    case DEVICE, DEVICE_UV -> device;
                    case TOTP -> totp;
                    case REGISTRATION -> ceremony;
                    case EMAIL -> proven.has(Evidence.EMAIL);
                    case PASSWORD -> account.password().isPresent();
                    default -> true;
                }))
                .toList();
    }

    /** Notes that a session was used, at most once a minute; true when there is something to write. */
    boolean touch(Subjects.Found found, Instant now) {
        SessionRecord session = found.session();
        if (session == null || now.isBefore(session.lastSeenAt().plus(TOUCH_EVERY))) {
            return false;
        }
        found.loaded().orElseThrow().account().seen(session.id(), now);
        return true;
    }

    // ---- the trail of refused proofs; each branch makes the same number of storage and counter calls

    /** An unknown login, or a wrong password. */
    void refusedLogin(Visit visit) {
        visit.attempt().within("refused-login", visit.found().binding(), 1, DIGEST, visit.now());
        if (visit.account().isPresent()) {
            visit.event(Event.Kind.PROOF_REFUSED, "cause", "wrong-password");
        } else {
            unknown(visit.changes());
        }
    }

    private void unknown(Changes changes) {
        parts.accounts().countUnknownLogin();
        changes.decoy();
    }

    /** A right password from a client nothing else is known of: its owner hears of it, the first time at once. */
    void acceptedPassword(Visit visit, Account account) {
        Changes changes = visit.changes();
        RequestContext request = visit.call().request();
        String place = account.id().value() + "|" + request.clientAddress() + "|" + request.userAgent();
        boolean tell = visit.attempt().within("accepted-password", place, 1, DIGEST, visit.now());
        visit.event(
                Event.Kind.PASSWORD_ACCEPTED, "action", visit.call().action().code());
        boolean announced = changes.events().stream().anyMatch(e -> e.kind() == Event.Kind.CHANGE_REQUESTED);
        if (tell && !announced) {
            parts.courier().tellEveryone(changes, visit.now(), account, Template.PASSWORD_USED_ELSEWHERE, Map.of());
        }
    }

    /** A proof was wrong. After the third wrong one behind a right password the owner hears of it. */
    void refusedProof(Visit visit, String cause, boolean passwordRight) {
        Attempt attempt = visit.attempt();
        Instant now = visit.now();
        Optional<Account> account = visit.account();
        if (account.isEmpty()) {
            unknown(visit.changes());
        } else {
            visit.event(
                    Event.Kind.PROOF_REFUSED, "action", visit.call().action().code(), "cause", cause);
        }
        boolean counts = account.isPresent() && passwordRight;
        String binding = visit.found().binding();
        String subject = counts ? account.get().id().value() : binding;
        boolean few = attempt.within("misses", subject, MISSES_BEFORE_NOTICE, DIGEST, now);
        boolean first = attempt.within("wrong-codes", counts && !few ? subject : "few:" + binding, 1, DIGEST, now);
        if (counts && !few && first) {
            parts.courier().tellEveryone(visit.changes(), now, account.get(), Template.WRONG_CODES, Map.of());
        }
    }
}
