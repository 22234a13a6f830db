package org.authkit.signin;

import java.time.Duration;
import java.util.Map;
import org.authkit.internal.guard.Call;
import org.authkit.internal.guard.Guard;
import org.authkit.internal.guard.SessionIssuer;
import org.authkit.internal.guard.Subject;
import org.authkit.internal.guard.Work;
import org.authkit.internal.message.Template;
import org.authkit.model.Action;
import org.authkit.model.Decision;
import org.authkit.model.Event;
import org.authkit.model.Login;
import org.authkit.model.Password;
import org.authkit.model.Reason;
import org.authkit.model.RequestContext;
import org.authkit.model.Session;
import org.authkit.model.Stage;

/** Sign-in. Thread-safe. */
public final class SignIn {
    /** A sign-in without a bound device is told at once, its repeats from the same place once a day. */
    private static final Duration DIGEST = Duration.ofHours(24);

    private final Guard guard;
    private final SessionIssuer sessions;

    /** Made by {@code AuthKit}; nothing outside can name a guard. */
    @SuppressWarnings("exports")
    public SignIn(Guard guard) {
        this.guard = guard;
        this.sessions = new SessionIssuer(guard.parts());
    }

    /**
     * Signs in. A bound device that signs the request itself completes the row in one call; every other client sees the same
     * challenge for a right, a wrong and an unknown password, and answers it by making this call again (the password may then
     * be anything well-formed: it is not compared twice).
     *
     * @return denied with {@link Reason#WRONG_CREDENTIALS}, {@link Reason#TOO_MANY_ATTEMPTS},
     *     {@link Reason#CHALLENGE_INVALID}, {@link Reason#PASSWORD_UNACCEPTABLE} for a password of hostile size; once everything
     *     was proved, {@link Reason#FROZEN}, and {@link Reason#NOT_PERMITTED} where a password known to be in other hands came
     *     without a device; {@link Reason#UNAVAILABLE} when all hashing places are taken
     */
    public Decision<Session> withPassword(Login login, Password password, RequestContext request) {
        Call call = Call.byLogin(
                Action.SIGN_IN, new Subject.ByLogin(login, password), Call.sorted("login", login.canonical()), request);
        return guard.perform(call, scope -> {
            Session session = sessions.issue(
                    scope.account(),
                    scope.now(),
                    Action.SIGN_IN,
                    scope.evidence(),
                    scope.deviceId().orElse(null),
                    request);
            scope.event(
                    Event.Kind.SIGNED_IN,
                    "evidence",
                    scope.evidence().stream().sorted().toList().toString(),
                    "session",
                    session.summary().id());
            if (scope.deviceId().isEmpty()
                    && session.summary().stage() != Stage.NEW
                    && scope.within("signed-in", place(request), 1, DIGEST)) {
                guard.parts()
                        .courier()
                        .tellEveryone(scope.changes(), scope.now(), scope.account(), Template.SIGNED_IN, Map.of());
            }
            return Work.done(session);
        });
    }

    private static String place(RequestContext request) {
        return request.clientAddress() + "|" + request.userAgent();
    }
}
