package org.authkit.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.authkit.spi.Storage.Leased;
import org.authkit.spi.Storage.StoredMessage;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages leave in order per stream, one at a time, when they are due, until they are accepted or cancelled. */
abstract class OutboxContract extends EventContract {
    private static final long FAR = 10_000_000;

    /** Other tests may have left messages behind. */
    @BeforeEach
    final void drainOutbox() {
        List<Leased> left = store().lease(at(FAR), 1000, LEASE);
        while (!left.isEmpty()) {
            left.forEach(leased -> store().settle(leased.message().id()));
            left = store().lease(at(FAR), 1000, LEASE);
        }
    }

    /** Stores messages of one fresh stream, each by a commit of its own, and returns their ids. */
    private List<String> stored(int count, String cancelKey) {
        String stream = serial("stream");
        List<String> ids = java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> serial("m"))
                .toList();
        ids.forEach(
                id -> committed(draft().message(new StoredMessage(id, stream, at(0), cancelKey, body("text " + id)))));
        return ids;
    }

    @Test
    void a_message_is_handed_out_as_it_was_stored() {
        StoredMessage message =
                new StoredMessage(serial("m"), serial("stream"), at(-5), serial("key"), new byte[70_000]);
        message.body()[69_999] = 7;
        committed(draft().message(message));
        Leased leased = otherNode().lease(at(0), 10, LEASE).get(0);
        assertEquals(1, leased.attempt());
        assertEquals(message.id(), leased.message().id());
        assertEquals(message.stream(), leased.message().stream());
        assertEquals(message.notBefore(), leased.message().notBefore());
        assertEquals(message.cancelKey(), leased.message().cancelKey());
        assertArrayEquals(message.body(), leased.message().body());
    }

    @Test
    void one_stream_leaves_one_by_one_in_order() {
        List<String> ids = stored(4, "");
        for (String id : ids) {
            assertEquals(List.of(id), leaseIds(at(0)));
            assertEquals(List.of(), ids(otherNode().lease(at(0), 10, LEASE)));
            otherNode().settle(id);
        }
        assertEquals(List.of(), leaseIds(at(100_000)));
    }

    @Test
    void messages_of_one_commit_leave_in_the_order_they_were_listed() {
        String stream = serial("stream");
        List<String> ids = List.of(serial("z"), serial("m"), serial("a"));
        Draft draft = draft();
        ids.forEach(id -> draft.message(message(id, stream)));
        committed(draft);
        for (String id : ids) {
            assertEquals(List.of(id), leaseIds(at(0)));
            store().settle(id);
        }
    }

    @Test
    void streams_do_not_wait_for_each_other_and_the_limit_holds() {
        List<String> a = stored(2, "");
        List<String> b = stored(2, "");
        List<String> c = stored(2, "");
        assertEquals(List.of(a.get(0), b.get(0)), ids(store().lease(at(0), 2, LEASE)));
        assertEquals(List.of(c.get(0)), ids(otherNode().lease(at(0), 2, LEASE)));
        store().settle(b.get(0));
        assertEquals(List.of(b.get(1)), leaseIds(at(0)));
    }

    @Test
    void a_message_does_not_leave_before_its_time_and_holds_nobody_up() {
        String stream = serial("stream");
        StoredMessage later = new StoredMessage(serial("later"), stream, at(100), "", body("later"));
        StoredMessage now = message(serial("now"), stream);
        committed(draft().message(later).message(now));
        assertEquals(List.of(now.id()), leaseIds(at(99)));
        store().settle(now.id());
        assertEquals(List.of(), leaseIds(at(99)));
        assertEquals(List.of(later.id()), leaseIds(at(100)));
    }

    @Test
    void a_lease_that_ran_out_is_handed_out_again_as_the_next_attempt() {
        List<String> ids = stored(2, "");
        assertEquals(1, store().lease(at(0), 10, LEASE).get(0).attempt());
        assertEquals(List.of(), leaseIds(at(59)));
        Leased second = otherNode().lease(at(60), 10, LEASE).get(0);
        assertEquals(ids.get(0), second.message().id());
        assertEquals(2, second.attempt());
        assertArrayEquals(body("text " + ids.get(0)), second.message().body());
        store().settle(ids.get(0));
        assertEquals(List.of(ids.get(1)), leaseIds(at(61)));
    }

    @Test
    void a_postponed_message_steps_aside_until_its_instant_and_its_stream_goes_on() {
        List<String> ids = stored(2, "");
        assertEquals(List.of(ids.get(0)), leaseIds(at(0)));
        otherNode().postpone(ids.get(0), at(300));
        assertEquals(List.of(ids.get(1)), leaseIds(at(1)));
        store().settle(ids.get(1));
        assertEquals(List.of(), leaseIds(at(299)));
        Leased again = store().lease(at(300), 10, LEASE).get(0);
        assertEquals(ids.get(0), again.message().id());
        assertEquals(2, again.attempt());
        store().settle(ids.get(0));
        assertEquals(List.of(), leaseIds(at(10_000)));
    }

    @Test
    void a_postponed_message_may_come_back_sooner_than_its_lease() {
        List<String> ids = stored(1, "");
        assertEquals(ids, leaseIds(at(0)));
        store().postpone(ids.get(0), at(5));
        assertEquals(ids, leaseIds(at(5)));
    }

    @Test
    void settling_is_idempotent_and_final() {
        List<String> ids = stored(2, "");
        assertEquals(List.of(ids.get(0)), leaseIds(at(0)));
        store().settle(ids.get(0));
        otherNode().settle(ids.get(0));
        store().settle(serial("unknown"));
        store().postpone(ids.get(0), at(500));
        store().postpone(serial("unknown"), at(500));
        assertEquals(List.of(ids.get(1)), leaseIds(at(1)));
        store().settle(ids.get(1));
        assertEquals(List.of(), leaseIds(at(10_000)));
    }

    @Test
    void cancelling_removes_what_was_not_accepted_yet_and_nothing_else() {
        String key = serial("key");
        List<String> sent = stored(1, key);
        assertEquals(sent, leaseIds(at(0)));
        store().settle(sent.get(0));
        List<String> waiting = stored(2, key);
        List<String> keyless = stored(1, "");
        committed(draft().cancel(key).cancel("").message(message("after-" + key, serial("stream"))));
        List<String> due = leaseIds(at(100_000));
        assertFalse(waiting.stream().anyMatch(due::contains));
        assertEquals(List.of(keyless.get(0), "after-" + key), due);
    }

    @Test
    void a_message_put_by_the_commit_that_cancels_its_key_stays() {
        String key = serial("key");
        List<String> old = stored(1, key);
        StoredMessage fresh = new StoredMessage(serial("m"), serial("stream"), at(0), key, body("fresh"));
        committed(draft().cancel(key).message(fresh));
        assertEquals(List.of(fresh.id()), leaseIds(at(0)));
        assertFalse(leaseIds(at(100_000)).contains(old.get(0)));
    }

    @Test
    void
            a_message_cancelled_while_it_is_being_delivered_never_leaves_again_and_holds_its_stream_no_longer_than_its_lease() {
        String key = serial("key");
        String stream = serial("stream");
        StoredMessage first = new StoredMessage(serial("m"), stream, at(0), key, body("first"));
        StoredMessage next = message(serial("m"), stream);
        committed(draft().message(first).message(next));
        assertEquals(List.of(first.id()), leaseIds(at(0)));
        committed(draft().cancel(key));
        assertEquals(List.of(), leaseIds(at(1)));
        store().postpone(first.id(), at(900));
        assertEquals(List.of(next.id()), leaseIds(at(2)));
        assertEquals(List.of(next.id()), leaseIds(at(1000)));
    }

    @Test
    void a_lease_must_last() {
        assertThrows(IllegalArgumentException.class, () -> store().lease(at(0), 1, Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> store().lease(at(0), 1, LEASE.negated()));
    }

    @Test
    void arrays_of_leased_messages_are_copies() {
        StoredMessage message = message(serial("m"), serial("stream"));
        committed(draft().message(message));
        message.body()[0] = 'X';
        store().lease(at(0), 10, LEASE).get(0).message().body()[0] = 'Y';
        Leased again = store().lease(at(60), 10, LEASE).get(0);
        assertArrayEquals(body("message " + message.id()), again.message().body());
    }

    @Test
    void purge_deletes_messages_settled_before_the_instant_and_no_waiting_ones() {
        store().purge(at(3600), 1_000_000);
        List<String> ids = stored(3, "");
        store().settle(ids.get(0));
        store().settle(ids.get(1));
        assertEquals(0, store().purge(at(-60), 10));
        assertEquals(1, store().purge(at(3600), 1));
        assertEquals(1, store().purge(at(3600), 10));
        assertEquals(List.of(ids.get(2)), leaseIds(at(0)));
    }

    @Test
    void the_body_of_an_accepted_or_cancelled_message_is_erased() {
        Optional<List<byte[]>> visible = everyStoredBody();
        Assumptions.assumeTrue(visible.isPresent(), "this storage cannot be looked into");
        String key = serial("key");
        List<String> cancelled = stored(1, key);
        List<String> settled = stored(1, "");
        List<String> waiting = stored(1, "");
        assertTrue(keeps(cancelled.get(0)) && keeps(settled.get(0)) && keeps(waiting.get(0)));
        assertEquals(3, leaseIds(at(0)).size());
        store().settle(settled.get(0));
        committed(draft().cancel(key));
        assertFalse(keeps(settled.get(0)));
        assertFalse(keeps(cancelled.get(0)));
        assertTrue(keeps(waiting.get(0)));
    }

    private boolean keeps(String id) {
        return everyStoredBody().orElseThrow().stream()
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                .anyMatch(text -> text.contains("text " + id));
    }
}
