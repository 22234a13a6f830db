package org.authkit.internal.account;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.authkit.model.AccountId;
import org.authkit.model.Event;
import org.authkit.model.Login;
import org.authkit.spi.EventListener;
import org.authkit.spi.Handle;
import org.authkit.spi.KeyUnavailableException;
import org.authkit.spi.Storage;

/** Loads and commits account documents, checking their seal each time, and tells listeners what was committed. */
public final class Accounts {
    private static final Logger LOG = System.getLogger("org.authkit");
    private static final int MAX_DOCUMENT = 64 * 1024;
    private static final int RESERVE = 8 * 1024;
    private static final int QUARANTINES_A_MINUTE = 10;

    /** The account was set aside; nothing is granted on it. */
    public static final class QuarantinedException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** The account holds as much as a document may; nothing was written. */
    public static final class DocumentFullException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * A document as it was read.
     *
     * @param version what a commit must find unchanged
     */
    public record Loaded(Account account, long version) {}

    private final Storage storage;
    private final Vault vault;
    private final StorageClock clock;
    private final List<EventListener> listeners;
    private final Deque<Instant> recentQuarantines = new ArrayDeque<>();
    private final LongAdder unknownLogins = new LongAdder();
    private Instant flushedAt = Instant.MIN;

    public Accounts(Storage storage, Vault vault, StorageClock clock, List<EventListener> listeners) {
        this.storage = storage;
        this.vault = vault;
        this.clock = clock;
        this.listeners = List.copyOf(listeners);
    }

    public Vault vault() {
        return vault;
    }

    public Instant now() {
        return clock.instant();
    }

    public Changes changes(Instant now) {
        return new Changes(vault, now);
    }

    // ---- documents

    /**
     * @throws QuarantinedException when the document was set aside, now or before
     */
    public Optional<Loaded> load(AccountId id) throws QuarantinedException {
        Optional<Storage.Stored> found = storage.load(id);
        if (found.isEmpty() || id.equals(Vault.SENTINEL)) {
            return Optional.empty();
        }
        Storage.Stored stored = found.get();
        if (stored.quarantined()) {
            throw new QuarantinedException();
        }
        try {
            byte[] plain = vault.open("document", subject(id, stored.version()), stored.body());
            return Optional.of(
                    new Loaded(AccountCodec.read(new String(plain, StandardCharsets.UTF_8)), stored.version()));
        } catch (Vault.TamperedException e) {
            quarantine(id);
            throw new QuarantinedException();
        } catch (KeyUnavailableException e) {
            alarmIfUnknownKey(Optional.of(id), "document", stored.body());
            throw e;
        }
    }

    /** The same storage calls as {@link #load} makes for an account that is there, for logins that are not. */
    public void loadNothing() {
        storage.load(Vault.SENTINEL);
    }

    /** Replaces the document and everything that belongs to the change, or nothing. */
    public Storage.Outcome commit(Loaded loaded, Changes changes) {
        return commit(loaded, changes, MAX_DOCUMENT - RESERVE);
    }

    /** The same for bookkeeping and operators, for whom room is kept: a full account can still be frozen. */
    public Storage.Outcome commitReserved(Loaded loaded, Changes changes) {
        return commit(loaded, changes, MAX_DOCUMENT);
    }

    private Storage.Outcome commit(Loaded loaded, Changes changes, int limit) {
        Account account = loaded.account();
        account.abandoned.forEach(changes::cancel);
        byte[] plain = AccountCodec.write(account).getBytes(StandardCharsets.UTF_8);
        if (plain.length > limit) {
            throw new DocumentFullException();
        }
        byte[] body = vault.seal("document", subject(account.id(), loaded.version() + 1), plain);
        Storage.Write write = new Storage.Write(account.id(), loaded.version(), body);
        Storage.Outcome outcome = storage.commit(changes.commit(Optional.of(write)));
        if (outcome == Storage.Outcome.COMMITTED) {
            announce(changes.events());
        }
        return outcome;
    }

    /** Commits what belongs to no change of a document. */
    public Storage.Outcome append(Changes changes) {
        Storage.Outcome outcome = storage.commit(changes.commit(Optional.empty()));
        if (outcome == Storage.Outcome.COMMITTED) {
            announce(changes.events());
        }
        return outcome;
    }

    private static String subject(AccountId id, long version) {
        return id.value() + "|" + version;
    }

    // ---- logins

    public Handle handle(Login login) {
        return new Handle("login", vault.digest("login", login.canonical()));
    }

    public Optional<AccountId> find(Login login) {
        return storage.find(handle(login));
    }

    // ---- tickets

    public Tickets tickets() {
        return new Tickets(storage, vault, () -> tampered(Optional.empty(), "ticket"));
    }

    // ---- events

    /** Committed events, oldest first; one that does not authenticate is replaced by the finding that it does not. */
    public List<Event> events(Optional<AccountId> account, Optional<String> after, int limit) {
        List<Event> events = new ArrayList<>();
        for (Storage.StoredEvent stored : storage.events(account, after, limit)) {
            try {
                events.add(EventCodec.open(vault, stored));
            } catch (Vault.TamperedException e) {
                events.add(unreadable(stored, "event"));
            } catch (KeyUnavailableException e) {
                // One edited byte must not hide the rest of the trail; a ring that cannot be read at all is thrown.
                if (vault.namesKnownKey(stored.body())) {
                    throw e;
                }
                events.add(unreadable(stored, "event-key"));
            }
        }
        return events;
    }

    /** Counts an attempt at a login nobody has; such attempts are too cheap to make for one event each. */
    public void countUnknownLogin() {
        unknownLogins.increment();
    }

    /** Commits what was counted, at most once a minute. */
    public void flushUnknownLogins() {
        Instant now = now();
        synchronized (unknownLogins) {
            if (now.isBefore(flushedAt.plus(Duration.ofMinutes(1)))) {
                return;
            }
            flushedAt = now;
        }
        long count = unknownLogins.sumThenReset();
        if (count > 0) {
            Changes changes = changes(now);
            changes.event(Event.Kind.UNKNOWN_LOGINS_REFUSED, Optional.empty(), "count", Long.toString(count));
            append(changes);
        }
    }

    private static Event unreadable(Storage.StoredEvent stored, String what) {
        return new Event(
                stored.id(),
                Event.Kind.TAMPERING_DETECTED,
                stored.account(),
                stored.at(),
                new TreeMap<>(Map.of("what", what)));
    }

    /** Tells listeners, and writes nothing, when something is sealed under a key this ring does not hold. */
    public void alarmIfUnknownKey(Optional<AccountId> account, String what, byte[] body) {
        if (!vault.namesKnownKey(body)) {
            announceOnly(Event.Kind.TAMPERING_DETECTED, account, "what", what + "-key");
        }
    }

    /** Records that something stored contradicts itself; nothing was granted on it. */
    public void tampered(Optional<AccountId> account, String what) {
        Changes changes = changes(now());
        changes.event(Event.Kind.TAMPERING_DETECTED, account, "what", what);
        append(changes);
    }

    /** Tells listeners of something that was not stored, such as a refusal that cost nothing. */
    public void announceOnly(Event.Kind kind, Optional<AccountId> account, String... details) {
        Changes changes = changes(now());
        changes.event(kind, account, details);
        announce(changes.events());
    }

    private void announce(List<Event> events) {
        for (Event event : events) {
            for (EventListener listener : listeners) {
                try {
                    listener.on(event);
                } catch (RuntimeException e) {
                    LOG.log(Level.WARNING, "an event listener failed on {0}", event.kind());
                }
            }
        }
    }

    /**
     * Sets an account aside. A wrong key or a broken disk would look like tampering with everything at once, so beyond a few a
     * minute nothing more is marked and only the alarm remains.
     */
    private void quarantine(AccountId id) {
        Instant now = now();
        if (!mayQuarantine(now)) {
            LOG.log(Level.ERROR, "many documents fail authentication: keys or storage are damaged; none is marked");
            announceOnly(Event.Kind.TAMPERING_DETECTED, Optional.of(id), "what", "document-unmarked");
            return;
        }
        Changes changes = changes(now);
        changes.event(Event.Kind.TAMPERING_DETECTED, Optional.of(id), "what", "document");
        storage.quarantine(id, EventCodec.seal(vault, changes.events().get(0)));
        announce(changes.events());
    }

    private boolean mayQuarantine(Instant now) {
        synchronized (recentQuarantines) {
            recentQuarantines.removeIf(at -> at.isBefore(now.minus(Duration.ofMinutes(1))));
            if (recentQuarantines.size() >= QUARANTINES_A_MINUTE) {
                return false;
            }
            recentQuarantines.add(now);
            return true;
        }
    }
}
