package org.authkit.session;

import java.util.List;
import org.authkit.internal.account.Records.SessionRecord;
import org.authkit.internal.guard.Call;
import org.authkit.internal.guard.Guard;
import org.authkit.internal.guard.Scope;
import org.authkit.internal.guard.SessionIssuer;
import org.authkit.internal.guard.Work;
import org.authkit.model.Acknowledged;
import org.authkit.model.Action;
import org.authkit.model.Decision;
import org.authkit.model.Event;
import org.authkit.model.Reason;
import org.authkit.model.RequestContext;
import org.authkit.model.Session;
import org.authkit.policy.Settings;

/** Sessions: who is it, which are open, end them. Every method is denied with {@link Reason#NOT_SIGNED_IN} without a live one. Thread-safe. */
public final class Sessions {
    private final Guard guard;
    private final Settings settings;

    /** Made by {@code AuthKit}; nothing outside can name a guard. */
    @SuppressWarnings("exports")
    public Sessions(Guard guard) {
        this.guard = guard;
        this.settings = guard.parts().policy().settings();
    }

    /** Whose session the request carries; also notes that it was used, so that it does not end by idleness. */
    public Decision<Session.Summary> authenticate(RequestContext request) {
        return view(request, scope -> Work.done(summary(scope, current(scope))));
    }

    /** The account's live sessions. */
    public Decision<List<Session.Summary>> list(RequestContext request) {
        return view(
                request,
                scope -> Work.done(scope.account().sessions().stream()
                        .map(record -> summary(scope, record))
                        .toList()));
    }

    /**
     * Ends one session of the account.
     *
     * @param id as {@link #list} names it
     * @return denied with {@link Reason#NOT_FOUND} when there is none by that id
     */
    public Decision<Acknowledged> revoke(String id, RequestContext request) {
        return view(request, scope -> {
            if (scope.account().session(id).isEmpty()) {
                return Work.refused(Reason.NOT_FOUND);
            }
            scope.account().sessions().removeIf(session -> session.id().equals(id));
            scope.event(Event.Kind.SESSION_REVOKED, "session", id);
            return Work.done(Acknowledged.RECEIVED);
        });
    }

    /** Ends every session but this one. */
    public Decision<Acknowledged> revokeOthers(RequestContext request) {
        return view(request, scope -> {
            SessionRecord kept = current(scope);
            scope.account().sessions().removeIf(session -> !session.id().equals(kept.id()));
            scope.event(Event.Kind.SESSION_REVOKED, "session", "others");
            return Work.done(Acknowledged.RECEIVED);
        });
    }

    /** Ends this session. */
    public Decision<Acknowledged> signOut(RequestContext request) {
        return view(request, scope -> {
            SessionRecord ended = current(scope);
            scope.account().sessions().removeIf(session -> session.id().equals(ended.id()));
            scope.event(Event.Kind.SIGNED_OUT, "session", ended.id());
            return Work.done(Acknowledged.RECEIVED);
        });
    }

    private <R> Decision<R> view(RequestContext request, Work<R> work) {
        return guard.perform(Call.bySession(Action.VIEW, request), work);
    }

    private static SessionRecord current(Scope scope) {
        return scope.session().orElseThrow();
    }

    private Session.Summary summary(Scope scope, SessionRecord record) {
        return SessionIssuer.summary(scope.account(), record, scope.now(), settings);
    }
}
