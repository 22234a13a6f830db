package org.authkit.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.authkit.model.AccountId;
import org.authkit.spi.Handle;
import org.authkit.spi.Storage;
import org.authkit.spi.Storage.Leased;
import org.authkit.spi.Storage.Outcome;
import org.authkit.spi.Storage.Stored;
import org.authkit.spi.Storage.StoredEvent;
import org.authkit.spi.Storage.StoredTicket;
import org.junit.jupiter.api.Test;

/**
 * Proves a {@link Storage}, hand-written ones too: extend it, return a store from {@link #open}, run it with JUnit. Where several
 * nodes can share a store, return another node's view from {@link #openSecondNode}; half of the 64 threads of each race then use
 * it. Where bodies can be looked at, return them from {@link #everyStoredBody}.
 *
 * <p>This last part holds the races: whatever 64 threads want at once, one gets.
 */
public abstract class StorageContract extends OutboxContract {

    /** For subclasses. */
    protected StorageContract() {}

    private Storage node(int thread) {
        return thread % 2 == 0 ? store() : otherNode();
    }

    private static long count(List<Outcome> outcomes, Outcome outcome) {
        return outcomes.stream().filter(o -> o == outcome).count();
    }

    private static void assertOneWinner(List<Outcome> outcomes, Outcome others) {
        assertEquals(1, count(outcomes, Outcome.COMMITTED));
        assertEquals(Race.THREADS - 1, count(outcomes, others));
    }

    @Test
    void of_64_commits_on_one_version_one_wins() {
        AccountId account = created();
        List<Outcome> outcomes = Race.of(
                Race.THREADS,
                i -> () -> draft().document(account, 1, body("thread " + i))
                        .event(event(serial("event"), account))
                        .message(message(serial("m"), account.value()))
                        .commitTo(node(i)));
        assertOneWinner(outcomes, Outcome.VERSION_CONFLICT);
        assertEquals(2, store().load(account).orElseThrow().version());
        assertEquals(1, eventIds(Optional.of(account)).size());
        assertEquals(
                "thread " + outcomes.indexOf(Outcome.COMMITTED),
                text(otherNode().load(account).orElseThrow().body()));
    }

    @Test
    void of_64_creations_of_one_account_one_wins() {
        AccountId account = newAccount();
        List<Outcome> outcomes = Race.of(
                Race.THREADS,
                i -> () -> draft().document(account, 0, body("thread " + i)).commitTo(node(i)));
        assertOneWinner(outcomes, Outcome.VERSION_CONFLICT);
        assertEquals(1, store().load(account).orElseThrow().version());
    }

    @Test
    void of_64_takers_of_one_ticket_one_wins() {
        StoredTicket ticket = ticket(serial("ticket"));
        committed(draft().put(ticket));
        List<String> events = Collections.synchronizedList(new ArrayList<>());
        List<Outcome> outcomes = Race.of(Race.THREADS, i -> () -> {
            AccountId account = newAccount();
            Outcome outcome = draft().document(account, 0, body("mine"))
                    .take(ticket.id())
                    .event(event(serial("event"), account))
                    .commitTo(node(i));
            events.addAll(eventIds(Optional.of(account)));
            return outcome;
        });
        assertOneWinner(outcomes, Outcome.TICKET_GONE);
        assertEquals(1, events.size());
    }

    @Test
    void of_64_accounts_claiming_one_handle_one_wins() {
        Handle handle = newHandle();
        List<AccountId> accounts = java.util.stream.Stream.generate(StorageFixture::newAccount)
                .limit(Race.THREADS)
                .toList();
        List<Outcome> outcomes = Race.of(
                Race.THREADS,
                i -> () -> draft().document(accounts.get(i), 0, body("mine"))
                        .claim(newHandle())
                        .claim(handle)
                        .commitTo(node(i)));
        assertOneWinner(outcomes, Outcome.HANDLE_TAKEN);
        AccountId winner = accounts.get(outcomes.indexOf(Outcome.COMMITTED));
        assertEquals(Optional.of(winner), otherNode().find(handle));
        assertEquals(
                List.of(winner),
                accounts.stream().filter(a -> store().load(a).isPresent()).toList());
    }

    @Test
    void accounts_claiming_the_same_handles_in_different_order_all_get_an_answer() {
        List<Handle> handles = java.util.stream.Stream.generate(StorageFixture::newHandle)
                .limit(8)
                .toList();
        List<Outcome> outcomes = Race.of(Race.THREADS, i -> () -> {
            Draft draft = draft().document(newAccount(), 0, body("mine"));
            for (int j = 0; j < handles.size(); j++) {
                draft.claim(handles.get((i + j) % handles.size()));
            }
            return draft.commitTo(node(i));
        });
        assertOneWinner(outcomes, Outcome.HANDLE_TAKEN);
    }

    @Test
    void commits_that_keep_trying_lose_nothing_and_events_keep_their_order() {
        AccountId account = created();
        int rounds = 4;
        Race.of(Race.THREADS / 4, i -> () -> {
            for (int round = 0; round < rounds; round++) {
                Outcome outcome = Outcome.VERSION_CONFLICT;
                while (outcome != Outcome.COMMITTED) {
                    Stored stored = node(i).load(account).orElseThrow();
                    outcome = draft().document(account, stored.version(), body("v" + stored.version()))
                            .event(event("order-" + account + "-" + stored.version(), account))
                            .commitTo(node(i));
                }
            }
            return i;
        });
        int commits = Race.THREADS / 4 * rounds;
        assertEquals(commits + 1, store().load(account).orElseThrow().version());
        List<String> expected = java.util.stream.IntStream.rangeClosed(1, commits)
                .mapToObj(version -> "order-" + account + "-" + version)
                .toList();
        assertEquals(expected, eventIds(Optional.of(account)));
    }

    @Test
    void a_reader_that_pages_while_others_write_misses_no_event() {
        assertNothingMissed(Optional.of(created()));
        assertNothingMissed(Optional.empty());
    }

    private void assertNothingMissed(Optional<AccountId> account) {
        List<String> before = eventIds(account);
        Set<String> seen = ConcurrentHashMap.newKeySet();
        AtomicInteger writers = new AtomicInteger(15);
        int each = 12;
        List<List<String>> results = Race.of(16, i -> () -> {
            List<String> ids = new ArrayList<>();
            if (i > 0) {
                for (int j = 0; j < each; j++) {
                    String id = serial("paged");
                    ids.add(id);
                    draft().event(new StoredEvent(id, account, at(0), body(id))).commitTo(node(i));
                }
                writers.decrementAndGet();
                return ids;
            }
            Optional<String> after = before.isEmpty() ? Optional.empty() : Optional.of(before.get(before.size() - 1));
            boolean last = false;
            while (!last) {
                last = writers.get() == 0;
                for (StoredEvent event : otherNode().events(account, after, 7)) {
                    assertTrue(seen.add(event.id()));
                    after = Optional.of(event.id());
                    last = false;
                }
            }
            return ids;
        });
        Set<String> written = new HashSet<>();
        results.forEach(written::addAll);
        assertEquals(15 * each, written.size());
        assertEquals(written, seen);
    }

    @Test
    void of_64_quarantines_of_one_account_one_leaves_its_event() {
        AccountId account = created();
        Race.of(Race.THREADS, i -> () -> {
            node(i).quarantine(account, event(serial("quarantined"), account));
            return i;
        });
        assertEquals(1, eventIds(Optional.of(account)).size());
    }

    @Test
    void nodes_that_lease_at_once_never_get_the_same_message_or_two_of_one_stream() {
        int streams = 40;
        int each = 3;
        for (int i = 0; i < streams; i++) {
            String stream = serial("stream");
            for (int j = 0; j < each; j++) {
                committed(draft().message(message(stream + "-" + j, stream)));
            }
        }
        Set<String> open = ConcurrentHashMap.newKeySet();
        List<String> delivered = Collections.synchronizedList(new ArrayList<>());
        Race.of(16, i -> () -> {
            while (delivered.size() < streams * each) {
                for (Leased leased : node(i).lease(at(1), 5, LEASE)) {
                    assertTrue(open.add(leased.message().stream()), "two of one stream");
                    assertEquals(1, leased.attempt());
                    delivered.add(leased.message().id());
                    open.remove(leased.message().stream());
                    node(i).settle(leased.message().id());
                }
            }
            return i;
        });
        assertEquals(streams * each, new HashSet<>(delivered).size());
        assertEquals(streams * each, delivered.size());
        delivered.stream()
                .map(id -> id.substring(0, id.lastIndexOf('-')))
                .distinct()
                .forEach(stream -> {
                    List<String> order = delivered.stream()
                            .filter(id -> id.startsWith(stream + "-"))
                            .toList();
                    assertEquals(List.of(stream + "-0", stream + "-1", stream + "-2"), order);
                });
    }
}
