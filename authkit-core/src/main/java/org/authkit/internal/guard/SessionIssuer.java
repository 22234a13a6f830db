package org.authkit.internal.guard;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.authkit.internal.account.Account;
import org.authkit.internal.account.Records.SessionRecord;
import org.authkit.model.Action;
import org.authkit.model.Evidence;
import org.authkit.model.RequestContext;
import org.authkit.model.Session;
import org.authkit.model.SessionToken;
import org.authkit.model.Stage;
import org.authkit.policy.Settings;
import org.jspecify.annotations.Nullable;

/** Makes sessions inside an allowed call's commit; reached by sign-in and by the registration ceremony, by nothing else. */
public final class SessionIssuer {
    private static final int SECRET_BYTES = 32;
    private static final int ID_BYTES = 9;

    private final Parts parts;

    public SessionIssuer(Parts parts) {
        this.parts = parts;
    }

    /** Adds a session to the account and returns it with its secret. */
    public Session issue(
            Account account,
            Instant now,
            Action entry,
            Set<Evidence> evidence,
            @Nullable String deviceId,
            RequestContext request) {
        Settings settings = parts.policy().settings();
        String text = account.id().value() + "." + parts.accounts().vault().secret(SECRET_BYTES);
        SessionRecord record = new SessionRecord(
                parts.accounts().vault().secret(ID_BYTES),
                parts.accounts().vault().digest("session", text),
                entry,
                evidence,
                deviceId,
                deviceId,
                request.userAgent(),
                now,
                now,
                account.epoch());
        account.addSession(record, settings);
        return new Session(SessionToken.of(text), summary(account, record, now, settings));
    }

    /** What can be shown about a session. */
    public static Session.Summary summary(Account account, SessionRecord record, Instant now, Settings settings) {
        Instant byIdle = record.lastSeenAt().plus(settings.sessionIdle());
        Instant byLife = record.createdAt().plus(settings.sessionLife());
        Stage stage = account.stage(now, settings);
        return new Session.Summary(
                record.id(),
                account.id(),
                stage,
                record.entry(),
                record.evidence(),
                Optional.ofNullable(record.deviceId()),
                Optional.ofNullable(record.keyThumbprint()),
                record.userAgent(),
                record.createdAt(),
                record.lastSeenAt(),
                byIdle.isBefore(byLife) ? byIdle : byLife);
    }
}
