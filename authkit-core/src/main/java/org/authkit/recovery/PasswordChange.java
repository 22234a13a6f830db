package org.authkit.recovery;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.authkit.internal.account.Account;
import org.authkit.internal.account.Records.PasswordRecord;
import org.authkit.internal.guard.Call;
import org.authkit.internal.guard.Guard;
import org.authkit.internal.guard.NewPassword;
import org.authkit.internal.guard.Parts;
import org.authkit.internal.guard.Scope;
import org.authkit.internal.guard.Subject;
import org.authkit.internal.guard.Work;
import org.authkit.internal.message.Template;
import org.authkit.model.Acknowledged;
import org.authkit.model.Action;
import org.authkit.model.Decision;
import org.authkit.model.Event;
import org.authkit.model.Evidence;
import org.authkit.model.Password;
import org.authkit.model.Reason;
import org.authkit.model.RequestContext;

/** Changing a password one knows. Thread-safe. */
public final class PasswordChange {
    private final Guard guard;
    private final Parts parts;

    /** Made by {@code AuthKit}; nothing outside can name a guard. */
    @SuppressWarnings("exports")
    public PasswordChange(Guard guard) {
        this.guard = guard;
        this.parts = guard.parts();
    }

    /**
     * Replaces the password. Every other session ends, and with it every open reset ticket, approval, set-up and pending change.
     *
     * @return denied with {@link Reason#PASSWORD_UNACCEPTABLE}, {@link Reason#WRONG_PROOF},
     *     {@link Reason#TOO_MANY_ATTEMPTS}, {@link Reason#CHALLENGE_INVALID}, {@link Reason#NOT_PERMITTED},
     *     {@link Reason#FROZEN}, {@link Reason#NOT_SIGNED_IN}, {@link Reason#UNAVAILABLE}
     */
    public Decision<Acknowledged> change(Password current, Password next, RequestContext request) {
        NewPassword chosen = new NewPassword(parts, next);
        if (!chosen.isAcceptable()) {
            return Guard.denied(Reason.PASSWORD_UNACCEPTABLE);
        }
        Call call = new Call(
                Action.CHANGE_PASSWORD,
                new Subject.BySession(),
                Call.sorted(),
                chosen.digest(),
                Optional.of(current),
                request);
        return guard.perform(call, scope -> {
            Account account = scope.account();
            if (!chosen.isAcceptableFor(account)) {
                return Work.refused(Reason.PASSWORD_UNACCEPTABLE);
            }
            account.setPassword(successor(account.password(), chosen.phc(), scope));
            account.moveEpochKeeping(scope.session().orElseThrow());
            parts.courier().tellEveryone(scope.changes(), scope.now(), account, Template.PASSWORD_CHANGED, Map.of());
            scope.event(Event.Kind.PASSWORD_CHANGED);
            return Work.done(Acknowledged.RECEIVED);
        });
    }

    /** A password chosen by who knew the last one inherits what that one was obtained through, unless a phone knew its user. */
    private static PasswordRecord successor(Optional<PasswordRecord> last, String phc, Scope scope) {
        boolean inherits = last.isPresent()
                && !last.get().obtainedThrough().isEmpty()
                && !scope.evidence().contains(Evidence.DEVICE_UV);
        return inherits
                ? new PasswordRecord(phc, last.get().setAt(), last.get().obtainedThrough(), false)
                : new PasswordRecord(phc, scope.now(), Set.of(), false);
    }
}
