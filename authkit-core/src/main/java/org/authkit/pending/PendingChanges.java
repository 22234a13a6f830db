package org.authkit.pending;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.authkit.internal.account.Account;
import org.authkit.internal.account.Records.PasswordRecord;
import org.authkit.internal.account.Records.PendingRecord;
import org.authkit.internal.account.Records.Setup;
import org.authkit.internal.account.Tickets;
import org.authkit.internal.guard.Call;
import org.authkit.internal.guard.Guard;
import org.authkit.internal.guard.Parts;
import org.authkit.internal.guard.Scope;
import org.authkit.internal.guard.Subject;
import org.authkit.internal.guard.Work;
import org.authkit.internal.message.Template;
import org.authkit.model.Acknowledged;
import org.authkit.model.Action;
import org.authkit.model.Decision;
import org.authkit.model.Event;
import org.authkit.model.PendingChange;
import org.authkit.model.Reason;
import org.authkit.model.RequestContext;
import org.authkit.model.Ticket;

/** What waits for someone else's word: seen and answered on an old phone, or stopped by whoever was told. Thread-safe. */
public final class PendingChanges {
    private final Guard guard;
    private final Parts parts;

    /** Made by {@code AuthKit}; nothing outside can name a guard. */
    @SuppressWarnings("exports")
    public PendingChanges(Guard guard) {
        this.guard = guard;
        this.parts = guard.parts();
    }

    /** The changes that wait. */
    public Decision<List<PendingChange>> list(RequestContext request) {
        return guard.perform(
                Call.bySession(Action.VIEW, request),
                scope -> Work.done(scope.account().pending().stream()
                        .map(PendingChanges::shown)
                        .toList()));
    }

    /**
     * Approves a change on a phone bound earlier. The challenge states what is approved, the newcomer's key included.
     *
     * @return denied with {@link Reason#NOT_FOUND} when nothing waits by that id, {@link Reason#WRONG_PROOF},
     *     {@link Reason#CHALLENGE_INVALID}, {@link Reason#TOO_MANY_ATTEMPTS}, {@link Reason#NOT_PERMITTED},
     *     {@link Reason#FROZEN}, {@link Reason#NOT_SIGNED_IN}, {@link Reason#UNAVAILABLE}
     */
    public Decision<Acknowledged> approve(String id, RequestContext request) {
        return answer(id, "approve", request, (scope, pending) -> {
            String device = scope.deviceId().orElse("");
            scope.account().pending().replaceAll(p -> p.id().equals(pending.id()) ? p.approved(device) : p);
            scope.event(Event.Kind.CHANGE_APPROVED, "pending", pending.id(), "device", device);
        });
    }

    /**
     * Declines a change: it is stopped, and whoever asked for it is taken to know a password that is not theirs.
     *
     * @return denied as by {@link #approve}
     */
    public Decision<Acknowledged> decline(String id, RequestContext request) {
        return answer(id, "decline", request, (scope, pending) -> stop(scope, pending, Event.Kind.CHANGE_DECLINED));
    }

    /**
     * Stops a change by the ticket in its notice; no sign-in is needed. The ticket outlives changes of password and session.
     *
     * @return denied with {@link Reason#TICKET_INVALID} when the ticket or its change is not there any more,
     *     {@link Reason#UNAVAILABLE}
     */
    public Decision<Acknowledged> veto(Ticket ticket, RequestContext request) {
        Call call = new Call(
                Action.VETO,
                new Subject.ByTicket(ticket, Tickets.Kind.VETO),
                Call.sorted(),
                "",
                Optional.empty(),
                request);
        return guard.perform(call, scope -> {
            String id = scope.ticket().orElseThrow().subject();
            Optional<PendingRecord> pending = scope.account().pending(id);
            Optional<Setup> begun = scope.account().setups().stream()
                    .filter(setup -> id.equals(setup.pendingId()))
                    .findFirst();
            if (pending.isEmpty() && begun.isEmpty()) {
                return Work.refused(Reason.TICKET_INVALID);
            }
            pending.ifPresent(waiting -> stop(scope, waiting, Event.Kind.CHANGE_VETOED));
            begun.ifPresent(setup -> stop(
                    scope,
                    id,
                    parts.factor(setup.kind()).enrollAction(),
                    Map.of("name", setup.name()),
                    Event.Kind.CHANGE_VETOED));
            return Work.done(Acknowledged.RECEIVED);
        });
    }

    private interface Answer {
        void apply(Scope scope, PendingRecord pending);
    }

    private Decision<Acknowledged> answer(String id, String word, RequestContext request, Answer answer) {
        Decision<Account> found = guard.lookUp(request);
        if (!(found instanceof Decision.Allowed<Account> mine)) {
            return found.map(nothing -> Acknowledged.RECEIVED);
        }
        Optional<PendingRecord> target = mine.value().pending(id);
        if (target.isEmpty()) {
            return Guard.denied(Reason.NOT_FOUND);
        }
        TreeMap<String, String> shown = new TreeMap<>(target.get().details());
        shown.put("answer", word);
        shown.put("change", target.get().action().code());
        shown.put("pending", id);
        Call call = new Call(Action.APPROVE_DEVICE, new Subject.BySession(), shown, "", Optional.empty(), request);
        return guard.perform(call, scope -> {
            Optional<PendingRecord> pending = scope.account().pending(id);
            if (pending.isEmpty()) {
                return Work.refused(Reason.NOT_FOUND);
            }
            answer.apply(scope, pending.get());
            return Work.done(Acknowledged.RECEIVED);
        });
    }

    private void stop(Scope scope, PendingRecord pending, Event.Kind kind) {
        stop(scope, pending.id(), pending.action(), pending.details(), kind);
    }

    /**
     * Ends the change, or the enrollment it has become, closes the way of waiting for a while, and distrusts the password that
     * asked for it.
     */
    private void stop(Scope scope, String id, Action action, Map<String, String> details, Event.Kind kind) {
        Account account = scope.account();
        Instant now = scope.now();
        account.pending().removeIf(p -> p.id().equals(id));
        account.setups().removeIf(setup -> id.equals(setup.pendingId()));
        scope.changes().cancel(id);
        Duration closed = parts.policy().settings().vetoCloses();
        account.closePath(action, now.plus(closed));
        account.password().map(PasswordRecord::asCompromised).ifPresent(account::setPassword);
        parts.courier()
                .tellEveryone(
                        scope.changes(),
                        now,
                        account,
                        Template.CHANGE_STOPPED,
                        Map.of("what", parts.courier().what(account, action, details)));
        scope.event(kind, "pending", id, "action", action.code());
        scope.event(Event.Kind.PASSWORD_COMPROMISED, "because", kind.name());
    }

    private static PendingChange shown(PendingRecord p) {
        Instant started = p.clockStarted();
        Optional<Instant> unopposedAt = started == null || p.waitHours() == 0
                ? Optional.empty()
                : Optional.of(started.plus(Duration.ofHours(p.waitHours())));
        return new PendingChange(p.id(), p.action(), p.details(), p.requestedAt(), unopposedAt, p.expiresAt());
    }
}
