package org.authkit.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.authkit.model.AccountId;
import org.authkit.spi.Handle;
import org.authkit.spi.Storage;
import org.authkit.spi.Storage.Commit;
import org.authkit.spi.Storage.Leased;
import org.authkit.spi.Storage.Outcome;
import org.authkit.spi.Storage.StoredEvent;
import org.authkit.spi.Storage.StoredMessage;
import org.authkit.spi.Storage.StoredTicket;
import org.authkit.spi.Storage.Write;
import org.junit.jupiter.api.BeforeEach;

/** What the parts of the storage contract share: a store, a second node on it, and short words for commits. */
abstract class StorageFixture {
    static final Duration LEASE = Duration.ofMinutes(1);
    private static final AtomicInteger SERIAL = new AtomicInteger();

    /** A storage that holds nothing another test relies on; called once per test. */
    protected abstract Storage open();

    /**
     * Another node's view of the storage {@link #open} returned last: for a database, a second object with connections of its
     * own.
     *
     * @param first what {@link #open} returned
     */
    protected Storage openSecondNode(Storage first) {
        return first;
    }

    /**
     * Every byte array the storage that {@link #open} returned last keeps, for the tests that look for erased bodies; empty when
     * it cannot be seen, and then those tests are skipped.
     */
    protected Optional<List<byte[]>> everyStoredBody() {
        return Optional.empty();
    }

    private Storage first;
    private Storage second;
    private Instant start;

    @BeforeEach
    final void openBoth() {
        first = open();
        second = openSecondNode(first);
        start = first.now();
    }

    final Storage store() {
        return first;
    }

    final Storage otherNode() {
        return second;
    }

    /** The storage's instant when the test began, or later by {@code seconds}. */
    final Instant at(long seconds) {
        return start.plusSeconds(seconds);
    }

    static String serial(String prefix) {
        return prefix + "-" + SERIAL.incrementAndGet();
    }

    static AccountId newAccount() {
        byte[] bytes = new byte[16];
        byte[] name = serial("").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, bytes, 0, Math.min(name.length, bytes.length));
        return AccountId.of(bytes);
    }

    static Handle newHandle() {
        return new Handle("login", serial("digest"));
    }

    static byte[] body(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    final StoredTicket ticket(String id) {
        return new StoredTicket(id, body("ticket " + id), at(3600));
    }

    final StoredEvent event(String id, AccountId account) {
        return new StoredEvent(id, Optional.of(account), at(0), body("event " + id));
    }

    final StoredMessage message(String id, String stream) {
        return new StoredMessage(id, stream, at(0), "", body("message " + id));
    }

    /** A commit being put together. */
    static final class Draft {
        private Optional<Write> document = Optional.empty();
        private final List<Handle> claims = new ArrayList<>();
        private final List<Handle> releases = new ArrayList<>();
        private final List<StoredTicket> puts = new ArrayList<>();
        private final List<String> takes = new ArrayList<>();
        private final List<StoredEvent> events = new ArrayList<>();
        private final List<StoredMessage> messages = new ArrayList<>();
        private final List<String> cancels = new ArrayList<>();

        Draft document(AccountId account, long expectedVersion, byte[] body) {
            document = Optional.of(new Write(account, expectedVersion, body));
            return this;
        }

        Draft claim(Handle handle) {
            claims.add(handle);
            return this;
        }

        Draft release(Handle handle) {
            releases.add(handle);
            return this;
        }

        Draft put(StoredTicket ticket) {
            puts.add(ticket);
            return this;
        }

        Draft take(String ticketId) {
            takes.add(ticketId);
            return this;
        }

        Draft event(StoredEvent event) {
            events.add(event);
            return this;
        }

        Draft message(StoredMessage message) {
            messages.add(message);
            return this;
        }

        Draft cancel(String cancelKey) {
            cancels.add(cancelKey);
            return this;
        }

        Commit build() {
            return new Commit(
                    document,
                    Set.copyOf(claims),
                    Set.copyOf(releases),
                    puts,
                    Set.copyOf(takes),
                    events,
                    messages,
                    Set.copyOf(cancels));
        }

        Outcome commitTo(Storage storage) {
            return storage.commit(build());
        }
    }

    static Draft draft() {
        return new Draft();
    }

    /** An account at version 1. */
    final AccountId created() {
        AccountId account = newAccount();
        committed(draft().document(account, 0, body("first")));
        return account;
    }

    final void committed(Draft draft) {
        assertEquals(Outcome.COMMITTED, draft.commitTo(store()));
    }

    final List<String> eventIds(Optional<AccountId> account) {
        return otherNode().events(account, Optional.empty(), 1000).stream()
                .map(StoredEvent::id)
                .toList();
    }

    final List<String> leaseIds(Instant now) {
        return ids(store().lease(now, 1000, LEASE));
    }

    static List<String> ids(List<Leased> leased) {
        return leased.stream().map(l -> l.message().id()).toList();
    }
}
