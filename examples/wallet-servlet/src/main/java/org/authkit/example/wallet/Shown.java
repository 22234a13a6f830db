package org.authkit.example.wallet;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.authkit.enrollment.Enrollment;
import org.authkit.model.Authenticator;
import org.authkit.model.Contact;
import org.authkit.model.Evidence;
import org.authkit.model.PendingChange;
import org.authkit.model.Session;

/** How the API writes AuthKit's values as JSON. */
final class Shown {
    private Shown() {}

    /** With its secret: the one answer in which the token travels to the client. */
    static Map<String, ?> signedIn(Session session) {
        Map<String, Object> json = session(session.summary());
        json.put("token", session.token().reveal());
        return json;
    }

    static Map<String, Object> session(Session.Summary session) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", session.id());
        json.put("account", session.account().value());
        json.put("stage", session.stage().name());
        json.put(
                "evidence",
                session.evidence().stream().sorted().map(Evidence::toString).toList());
        session.deviceId().ifPresent(id -> json.put("device", id));
        json.put("userAgent", session.userAgent());
        json.put("createdAt", session.createdAt().toString());
        json.put("lastSeenAt", session.lastSeenAt().toString());
        json.put("expiresAt", session.expiresAt().toString());
        return json;
    }

    static Map<String, ?> authenticator(Authenticator factor) {
        return Map.of(
                "id", factor.id(),
                "kind", factor.kind(),
                "name", factor.name(),
                "enrolledAt", factor.enrolledAt().toString());
    }

    static Map<String, ?> contact(Contact contact) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", contact.id());
        json.put("address", contact.address().canonical());
        json.put("state", contact.state().name());
        json.put("since", contact.since().toString());
        put(json, "recoveryFrom", contact.recoveryFrom());
        return json;
    }

    static Map<String, ?> pending(PendingChange change) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", change.id());
        json.put("action", change.action().code());
        json.put("details", change.details());
        json.put("requestedAt", change.requestedAt().toString());
        put(json, "unopposedAt", change.unopposedAt());
        json.put("expiresAt", change.expiresAt().toString());
        return json;
    }

    static Map<String, Object> begun(Enrollment.Begun<?> begun) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ticket", begun.ticket().reveal());
        return json;
    }

    static Map<String, ?> items(List<?> items) {
        return Map.of("items", items);
    }

    private static void put(Map<String, Object> json, String name, Optional<Instant> instant) {
        instant.ifPresent(at -> json.put(name, at.toString()));
    }
}
