package org.authkit.internal.account;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.authkit.internal.account.Records.ApprovalRecord;
import org.authkit.internal.account.Records.ContactRecord;
import org.authkit.internal.account.Records.Freeze;
import org.authkit.internal.account.Records.Hold;
import org.authkit.internal.account.Records.PasswordRecord;
import org.authkit.internal.account.Records.PendingRecord;
import org.authkit.internal.account.Records.SessionRecord;
import org.authkit.internal.account.Records.Setup;
import org.authkit.model.AccountId;
import org.authkit.model.Action;
import org.authkit.model.EmailAddress;
import org.authkit.model.Login;
import org.authkit.model.Stage;
import org.authkit.model.VerifiedContact;
import org.authkit.policy.Settings;
import org.authkit.spi.Credential;
import org.jspecify.annotations.Nullable;

/**
 * One account while one call works on it: read from its document, changed in place, and written back by compare-and-set or
 * thrown away. Never shared between calls or threads.
 */
public final class Account {
    private final AccountId id;
    private final Instant createdAt;
    private final boolean imported;
    private final Locale locale;
    final List<String> logins = new ArrayList<>();
    final List<ContactRecord> contacts = new ArrayList<>();
    final List<Credential> credentials = new ArrayList<>();
    final List<Setup> setups = new ArrayList<>();
    final List<SessionRecord> sessions = new ArrayList<>();
    final List<PendingRecord> pending = new ArrayList<>();
    final List<Hold> holds = new ArrayList<>();
    final List<ApprovalRecord> approvals = new ArrayList<>();
    /** Changes given up in this call; their later notices are called off with its commit. */
    final List<String> abandoned = new ArrayList<>();

    final Map<String, Instant> consumed = new TreeMap<>();
    final Map<Action, Instant> closedPaths = new TreeMap<>();
    boolean deviceEverBound;
    boolean factorEverEnrolled;
    long epoch;
    Instant latestSeen;

    @Nullable
    PasswordRecord password;

    @Nullable
    Freeze freeze;

    public Account(AccountId id, Instant createdAt, boolean imported, Locale locale) {
        this.id = id;
        this.createdAt = createdAt;
        this.imported = imported;
        this.locale = locale;
        this.latestSeen = createdAt;
    }

    public AccountId id() {
        return id;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public boolean imported() {
        return imported;
    }

    public Locale locale() {
        return locale;
    }

    public long epoch() {
        return epoch;
    }

    /** Ends everything that was granted or begun before now: sessions, approvals, tickets, set-ups, pending changes. */
    public void moveEpoch() {
        epoch++;
        sessions.clear();
        setups.clear();
        pending.forEach(change -> abandoned.add(change.id()));
        pending.clear();
    }

    /** The same, sparing the one session in which the owner made the change. */
    public void moveEpochKeeping(SessionRecord kept) {
        moveEpoch();
        sessions.add(kept.in(epoch));
    }

    /** The greatest instant this account has seen: a clock set back finds time standing still, never earlier. */
    public Instant see(Instant now) {
        if (now.isAfter(latestSeen)) {
            latestSeen = now;
        }
        return latestSeen;
    }

    // ---- stage

    public Stage stage(Instant now, Settings settings) {
        if (deviceEverBound) {
            return Stage.BOUND;
        }
        if (!imported && now.isBefore(ceremonyEnds(settings))) {
            return Stage.NEW;
        }
        return factorEverEnrolled ? Stage.BOUND : Stage.BARE;
    }

    public Instant ceremonyEnds(Settings settings) {
        return createdAt.plus(settings.registrationLife());
    }

    // ---- logins and contacts

    public List<String> logins() {
        return logins;
    }

    public boolean hasLogin(Login login) {
        return logins.contains(login.canonical());
    }

    public List<ContactRecord> contacts() {
        return contacts;
    }

    public Optional<ContactRecord> contact(String contactId) {
        return contacts.stream().filter(c -> c.id().equals(contactId)).findFirst();
    }

    /** A contact's owner answered: the first answer confirms it, and its aging counts from then. */
    public void answered(String contactId, Instant now) {
        contacts.replaceAll(c -> c.id().equals(contactId) && c.confirmedAt() == null
                ? new ContactRecord(c.id(), c.address(), c.addedAt(), c.attested(), now, now)
                : c);
    }

    /** The contacts notices and recovery may reach: aged since their owner answered, or attested by the predecessor. */
    public List<VerifiedContact> verifiedContacts(Instant now, Settings settings) {
        List<VerifiedContact> verified = new ArrayList<>();
        for (ContactRecord contact : contacts) {
            if (contact.hasPower(now, settings.contactAging())) {
                verified.add(new AgedContact(contact.id(), contact.address()));
            }
        }
        return verified;
    }

    /** The mailboxes among them. */
    public List<VerifiedContact> recoveryContacts(Instant now, Settings settings) {
        return verifiedContacts(now, settings).stream()
                .filter(contact -> contact.address() instanceof EmailAddress)
                .toList();
    }

    // ---- password

    public Optional<PasswordRecord> password() {
        return Optional.ofNullable(password);
    }

    public void setPassword(PasswordRecord record) {
        password = record;
    }

    // ---- credentials and set-ups

    public List<Credential> credentials() {
        return credentials;
    }

    public List<Credential> credentials(String kind) {
        return credentials.stream().filter(c -> c.kind().equals(kind)).toList();
    }

    public Optional<Credential> credential(String credentialId) {
        return credentials.stream().filter(c -> c.id().equals(credentialId)).findFirst();
    }

    public void replace(Credential next) {
        credentials.replaceAll(c -> c.id().equals(next.id()) && c.kind().equals(next.kind()) ? next : c);
    }

    public void enroll(Credential credential, Action by) {
        credentials.add(credential);
        factorEverEnrolled = true;
        deviceEverBound |= by == Action.BIND_DEVICE;
    }

    public List<Setup> setups() {
        return setups;
    }

    // ---- sessions

    public List<SessionRecord> sessions() {
        return sessions;
    }

    public Optional<SessionRecord> session(String sessionId) {
        return sessions.stream().filter(s -> s.id().equals(sessionId)).findFirst();
    }

    public void seen(String sessionId, Instant now) {
        sessions.replaceAll(s -> s.id().equals(sessionId) ? s.seenAt(now) : s);
    }

    /** Adds a session, ending the one used longest ago when the account holds as many as it may. */
    public void addSession(SessionRecord session, Settings settings) {
        while (sessions.size() >= settings.maxSessions()) {
            sessions.stream()
                    .min(Comparator.comparing(SessionRecord::lastSeenAt))
                    .ifPresent(sessions::remove);
        }
        sessions.add(session);
    }

    // ---- what waits, what is held, what is closed

    public List<PendingRecord> pending() {
        return pending;
    }

    public Optional<PendingRecord> pending(String pendingId) {
        return pending.stream().filter(p -> p.id().equals(pendingId)).findFirst();
    }

    public Optional<PendingRecord> pending(Action action) {
        return pending.stream().filter(p -> p.action() == action).findFirst();
    }

    public List<Hold> holds() {
        return holds;
    }

    public void hold(Action cause, Instant now, Duration length, @Nullable String newcomer) {
        if (!length.isZero()) {
            holds.add(new Hold(cause, now, now.plus(length), newcomer));
        }
    }

    public Optional<Instant> closedUntil(Action action) {
        return Optional.ofNullable(closedPaths.get(action));
    }

    public void closePath(Action action, Instant until) {
        closedPaths.put(action, until);
    }

    public Optional<Freeze> freeze() {
        return Optional.ofNullable(freeze);
    }

    public void setFreeze(@Nullable Freeze changed) {
        freeze = changed;
    }

    // ---- approvals and challenges

    public List<ApprovalRecord> approvals() {
        return approvals;
    }

    public boolean wasConsumed(String nonce) {
        return consumed.containsKey(nonce);
    }

    /** Records that a challenge was answered, until it would have expired anyway. */
    public void consume(String nonce, Instant expiresAt) {
        consumed.put(nonce, expiresAt);
    }

    public int consumedCount() {
        return consumed.size();
    }

    /** Drops what time has ended, so that no list grows without bound. */
    public void tidy(Instant now, Settings settings) {
        consumed.values().removeIf(end -> !end.isAfter(now));
        closedPaths.values().removeIf(end -> !end.isAfter(now));
        holds.removeIf(hold -> !hold.until().isAfter(now));
        setups.removeIf(setup -> !setup.expiresAt().isAfter(now));
        pending.removeIf(change -> !change.expiresAt().isAfter(now));
        sessions.removeIf(session -> !session.isLive(now, epoch, settings));
        approvals.removeIf(approval -> !approval.countsUntil().isAfter(now));
        contacts.removeIf(contact -> contact.claimExpired(now, settings.contactLife()));
    }
}
