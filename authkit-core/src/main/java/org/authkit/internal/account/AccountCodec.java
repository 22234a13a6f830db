package org.authkit.internal.account;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.time.Instant;
import java.util.Collection;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.authkit.internal.account.Records.ApprovalRecord;
import org.authkit.internal.account.Records.ApprovalState;
import org.authkit.internal.account.Records.ContactRecord;
import org.authkit.internal.account.Records.Freeze;
import org.authkit.internal.account.Records.Hold;
import org.authkit.internal.account.Records.PasswordRecord;
import org.authkit.internal.account.Records.PendingRecord;
import org.authkit.internal.account.Records.SessionRecord;
import org.authkit.internal.account.Records.Setup;
import org.authkit.model.AccountId;
import org.authkit.model.Action;
import org.authkit.model.Evidence;
import org.authkit.model.Login;
import org.authkit.model.Money;
import org.authkit.model.Payment;
import org.authkit.spi.Credential;
import org.jspecify.annotations.Nullable;

/** The document's text form, version 1: JSON, instants in milliseconds since 1970 UTC. Unknown versions are refused. */
final class AccountCodec {
    private static final long FORMAT = 1;

    private AccountCodec() {}

    static String write(Account a) {
        Map<String, Object> doc = new LinkedHashMap<>();
        doc.put("format", FORMAT);
        doc.put("id", a.id().value());
        doc.put("created", a.createdAt().toEpochMilli());
        doc.put("imported", a.imported());
        doc.put("locale", a.locale().toLanguageTag());
        doc.put("epoch", a.epoch);
        doc.put("seen", a.latestSeen.toEpochMilli());
        doc.put("device-ever", a.deviceEverBound);
        doc.put("factor-ever", a.factorEverEnrolled);
        doc.put("logins", List.copyOf(a.logins));
        doc.put("contacts", each(a.contacts, AccountCodec::contact));
        PasswordRecord password = a.password;
        if (password != null) {
            doc.put(
                    "password",
                    object(
                            "phc", password.phc(),
                            "set", password.setAt().toEpochMilli(),
                            "through", evidence(password.obtainedThrough()),
                            "compromised", password.compromised()));
        }
        doc.put("credentials", each(a.credentials, AccountCodec::credential));
        doc.put("setups", each(a.setups, AccountCodec::setup));
        doc.put("sessions", each(a.sessions, AccountCodec::session));
        doc.put("pending", each(a.pending, AccountCodec::pending));
        doc.put(
                "holds",
                each(
                        a.holds,
                        h -> object(
                                "cause", h.cause().code(),
                                "since", h.since().toEpochMilli(),
                                "until", h.until().toEpochMilli(),
                                "newcomer", h.newcomer())));
        doc.put("approvals", each(a.approvals, AccountCodec::approval));
        doc.put("consumed", instants(a.consumed, Function.identity()));
        doc.put("closed", instants(a.closedPaths, Action::code));
        Freeze freeze = a.freeze;
        if (freeze != null) {
            doc.put(
                    "freeze",
                    object("reason", freeze.reason(), "since", freeze.since().toEpochMilli()));
        }
        return JSONObjectUtils.toJSONString(doc);
    }

    static Account read(String text) {
        Json doc = Json.parse(text);
        if (doc.number("format") != FORMAT) {
            throw new IllegalStateException("a stored document has a format this release does not read");
        }
        Account a = new Account(
                new AccountId(doc.text("id")),
                doc.instant("created"),
                doc.flag("imported"),
                Locale.forLanguageTag(doc.text("locale")));
        a.epoch = doc.number("epoch");
        a.latestSeen = doc.instant("seen");
        a.deviceEverBound = doc.flag("device-ever");
        a.factorEverEnrolled = doc.flag("factor-ever");
        a.logins.addAll(doc.texts("logins"));
        doc.objects("contacts").forEach(j -> a.contacts.add(contact(j)));
        Json password = doc.objectOrNull("password");
        if (password != null) {
            a.password = new PasswordRecord(
                    password.text("phc"),
                    password.instant("set"),
                    evidence(password.texts("through")),
                    password.flag("compromised"));
        }
        doc.objects("credentials")
                .forEach(j -> a.credentials.add(new Credential(
                        j.text("id"), j.text("kind"), j.text("name"), j.text("state"), j.instant("at"))));
        doc.objects("setups")
                .forEach(j -> a.setups.add(new Setup(
                        j.text("id"),
                        j.text("kind"),
                        j.text("name"),
                        j.text("pending"),
                        j.text("type"),
                        j.text("statement"),
                        j.textOrNull("session"),
                        j.textOrNull("waited"),
                        j.instant("expires"))));
        doc.objects("sessions").forEach(j -> a.sessions.add(session(j)));
        doc.objects("pending").forEach(j -> a.pending.add(pending(j)));
        doc.objects("holds")
                .forEach(j -> a.holds.add(new Hold(
                        action(j.text("cause")), j.instant("since"), j.instant("until"), j.textOrNull("newcomer"))));
        doc.objects("approvals").forEach(j -> a.approvals.add(approval(j)));
        doc.map("consumed").forEach((nonce, at) -> a.consumed.put(nonce, instant(at)));
        doc.map("closed").forEach((code, at) -> a.closedPaths.put(action(code), instant(at)));
        Json freeze = doc.objectOrNull("freeze");
        if (freeze != null) {
            a.freeze = new Freeze(freeze.text("reason"), freeze.instant("since"));
        }
        return a;
    }

    private static Map<String, Object> contact(ContactRecord c) {
        return object(
                "id", c.id(),
                "address", c.address().canonical(),
                "added", c.addedAt().toEpochMilli(),
                "attested", c.attested(),
                "confirmed", millis(c.confirmedAt()),
                "aged-from", millis(c.agedFrom()));
    }

    private static ContactRecord contact(Json j) {
        return new ContactRecord(
                j.text("id"),
                Login.parse(j.text("address")),
                j.instant("added"),
                j.flag("attested"),
                j.instantOrNull("confirmed"),
                j.instantOrNull("aged-from"));
    }

    private static Map<String, Object> credential(Credential c) {
        return object(
                "id", c.id(),
                "kind", c.kind(),
                "name", c.name(),
                "state", c.state(),
                "at", c.enrolledAt().toEpochMilli());
    }

    private static Map<String, Object> setup(Setup s) {
        return object(
                "id", s.id(),
                "kind", s.kind(),
                "name", s.name(),
                "pending", s.pending(),
                "type", s.statementType(),
                "statement", s.statement(),
                "session", s.sessionId(),
                "waited", s.pendingId(),
                "expires", s.expiresAt().toEpochMilli());
    }

    private static Map<String, Object> session(SessionRecord s) {
        return object(
                "id", s.id(),
                "hash", s.tokenHash(),
                "entry", s.entry().code(),
                "evidence", evidence(s.evidence()),
                "device", s.deviceId(),
                "key", s.keyThumbprint(),
                "agent", s.userAgent(),
                "created", s.createdAt().toEpochMilli(),
                "seen", s.lastSeenAt().toEpochMilli(),
                "epoch", s.epoch());
    }

    private static SessionRecord session(Json j) {
        return new SessionRecord(
                j.text("id"),
                j.text("hash"),
                action(j.text("entry")),
                evidence(j.texts("evidence")),
                j.textOrNull("device"),
                j.textOrNull("key"),
                j.text("agent"),
                j.instant("created"),
                j.instant("seen"),
                j.number("epoch"));
    }

    private static Map<String, Object> pending(PendingRecord p) {
        return object(
                "id", p.id(),
                "action", p.action().code(),
                "digest", p.digest(),
                "details", p.details(),
                "evidence", instants(p.evidence(), Evidence::toString),
                "requested", p.requestedAt().toEpochMilli(),
                "wait", p.waitHours(),
                "notices", instants(p.notices(), Function.identity()),
                "channels", p.channels().stream().sorted().toList(),
                "approved-by", p.approvedBy(),
                "expires", p.expiresAt().toEpochMilli());
    }

    private static PendingRecord pending(Json j) {
        TreeMap<String, String> details = new TreeMap<>();
        j.map("details").forEach((name, value) -> details.put(name, (String) value));
        Map<Evidence, Instant> evidence = new TreeMap<>();
        j.map("evidence").forEach((name, at) -> evidence.put(Evidence.parse(name), instant(at)));
        Map<String, Instant> notices = new TreeMap<>();
        j.map("notices").forEach((channel, at) -> notices.put(channel, instant(at)));
        return new PendingRecord(
                j.text("id"),
                action(j.text("action")),
                j.text("digest"),
                details,
                evidence,
                j.instant("requested"),
                j.number("wait"),
                notices,
                Set.copyOf(j.texts("channels")),
                j.textOrNull("approved-by"),
                j.instant("expires"));
    }

    private static Map<String, Object> approval(ApprovalRecord r) {
        Payment p = r.payment();
        return object(
                "id", r.id(),
                "nonce", r.nonce(),
                "session", r.sessionId(),
                "device", r.deviceId(),
                "action", p.action().code(),
                "payee", p.payee(),
                "amount", p.money().minorUnits(),
                "currency", p.money().currency().getCurrencyCode(),
                "reference", p.reference(),
                "uv", r.userVerified(),
                "epoch", r.epoch(),
                "issued", r.issuedAt().toEpochMilli(),
                "expires", r.expiresAt().toEpochMilli(),
                "state", r.state().name());
    }

    private static ApprovalRecord approval(Json j) {
        Money money = new Money(j.number("amount"), Currency.getInstance(j.text("currency")));
        return new ApprovalRecord(
                j.text("id"),
                j.text("nonce"),
                j.text("session"),
                j.text("device"),
                new Payment(action(j.text("action")), j.text("payee"), money, j.text("reference")),
                j.flag("uv"),
                j.number("epoch"),
                j.instant("issued"),
                j.instant("expires"),
                ApprovalState.valueOf(j.text("state")));
    }

    // ---- small forms

    private static Map<String, Object> object(@Nullable Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            if (value != null) {
                object.put(String.valueOf(namesAndValues[i]), value);
            }
        }
        return object;
    }

    private static <T> List<Object> each(List<T> items, Function<T, Map<String, Object>> form) {
        return items.stream().<Object>map(form).toList();
    }

    private static <K> Map<String, Object> instants(Map<K, Instant> map, Function<K, String> name) {
        Map<String, Object> object = new LinkedHashMap<>();
        map.forEach((key, at) -> object.put(name.apply(key), at.toEpochMilli()));
        return object;
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    private static Instant instant(Object millis) {
        return Instant.ofEpochMilli(((Number) millis).longValue());
    }

    private static List<String> evidence(Collection<Evidence> set) {
        return set.stream().sorted().map(Evidence::toString).toList();
    }

    private static Set<Evidence> evidence(List<String> texts) {
        return Set.copyOf(texts.stream().map(Evidence::parse).toList());
    }

    private static Action action(String code) {
        return Action.valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
