package org.authkit.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.authkit.model.AccountId;
import org.authkit.spi.Storage.StoredEvent;
import org.junit.jupiter.api.Test;

/** Events come back whole, in commit order per account, page by page. */
abstract class EventContract extends WholeOrNothingContract {

    @Test
    void an_event_comes_back_as_it_was_stored() {
        AccountId account = created();
        StoredEvent event = event(serial("event"), account);
        committed(draft().event(event));
        event.body()[0] = 'E';
        StoredEvent read =
                otherNode().events(Optional.of(account), Optional.empty(), 10).get(0);
        assertEquals(event.id(), read.id());
        assertEquals(Optional.of(account), read.account());
        assertEquals(event.at(), read.at());
        assertArrayEquals(body("event " + event.id()), read.body());
        read.body()[0] = 'X';
        assertArrayEquals(
                body("event " + event.id()),
                store().events(Optional.of(account), Optional.empty(), 10)
                        .get(0)
                        .body());
    }

    @Test
    void events_come_in_commit_order_whatever_their_instants_say() {
        AccountId account = created();
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Draft draft = draft().document(account, i + 1, body("v" + i));
            for (int j = 0; j < 3; j++) {
                String id = serial("event");
                order.add(id);
                draft.event(new StoredEvent(id, Optional.of(account), at(100 - i), body(id)));
            }
            committed(draft);
        }
        assertEquals(order, eventIds(Optional.of(account)));
    }

    @Test
    void pages_meet_without_a_gap_or_an_overlap() {
        AccountId account = created();
        AccountId other = created();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String id = serial("event");
            all.add(id);
            committed(draft().event(event(id, account)).event(event(serial("event"), other)));
        }
        List<String> paged = new ArrayList<>();
        Optional<String> after = Optional.empty();
        List<StoredEvent> page = otherNode().events(Optional.of(account), after, 3);
        while (!page.isEmpty()) {
            page.forEach(event -> paged.add(event.id()));
            after = Optional.of(page.get(page.size() - 1).id());
            page = otherNode().events(Optional.of(account), after, 3);
        }
        assertEquals(all, paged);
        String late = serial("event");
        committed(draft().event(event(late, account)));
        List<StoredEvent> next = otherNode().events(Optional.of(account), after, 3);
        assertEquals(List.of(late), next.stream().map(StoredEvent::id).toList());
    }

    @Test
    void events_of_nobody_are_kept_apart() {
        AccountId account = created();
        List<String> before = eventIds(Optional.empty());
        String first = serial("event");
        String second = serial("event");
        committed(draft().event(new StoredEvent(first, Optional.empty(), at(0), body("a")))
                .event(event(serial("event"), account))
                .event(new StoredEvent(second, Optional.empty(), at(0), body("b"))));
        List<String> after = eventIds(Optional.empty());
        assertEquals(List.of(first, second), after.subList(before.size(), after.size()));
        assertEquals(
                List.of(second),
                store().events(Optional.empty(), Optional.of(first), 10).stream()
                        .map(StoredEvent::id)
                        .toList());
    }

    @Test
    void nothing_follows_an_event_that_is_not_there() {
        AccountId account = created();
        committed(draft().event(event(serial("event"), account)));
        assertEquals(List.of(), store().events(Optional.of(account), Optional.of(serial("unknown")), 10));
        assertEquals(List.of(), store().events(Optional.of(newAccount()), Optional.empty(), 10));
    }

    @Test
    void a_limit_below_one_is_the_callers_bug() {
        assertThrows(IllegalArgumentException.class, () -> store().events(Optional.empty(), Optional.empty(), 0));
        assertThrows(IllegalArgumentException.class, () -> store().lease(at(0), 0, LEASE));
        assertThrows(IllegalArgumentException.class, () -> store().purge(at(0), 0));
    }
}
