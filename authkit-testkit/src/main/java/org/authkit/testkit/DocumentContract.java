package org.authkit.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.authkit.model.AccountId;
import org.authkit.spi.Handle;
import org.authkit.spi.Storage.Outcome;
import org.authkit.spi.Storage.Stored;
import org.authkit.spi.Storage.StoredTicket;
import org.junit.jupiter.api.Test;

/** Documents, handles and tickets, one commit at a time. */
abstract class DocumentContract extends StorageFixture {
    static final int DOCUMENT_LIMIT = 64 * 1024;

    @Test
    void a_created_document_is_read_back_at_version_1_by_every_node() {
        AccountId account = newAccount();
        assertEquals(Optional.empty(), store().load(account));
        committed(draft().document(account, 0, body("first")));
        Stored stored = otherNode().load(account).orElseThrow();
        assertEquals(account, stored.account());
        assertEquals(1, stored.version());
        assertEquals("first", text(stored.body()));
        assertFalse(stored.quarantined());
    }

    @Test
    void a_document_is_replaced_at_the_version_that_was_read() {
        AccountId account = created();
        assertEquals(
                Outcome.COMMITTED, draft().document(account, 1, body("second")).commitTo(otherNode()));
        committed(draft().document(account, 2, body("third")));
        Stored stored = otherNode().load(account).orElseThrow();
        assertEquals(3, stored.version());
        assertEquals("third", text(stored.body()));
    }

    @Test
    void any_other_version_is_a_conflict_and_writes_nothing() {
        AccountId account = created();
        committed(draft().document(account, 1, body("second")));
        for (long version : new long[] {0, 1, 3, -1, Long.MAX_VALUE}) {
            assertEquals(
                    Outcome.VERSION_CONFLICT,
                    draft().document(account, version, body("late")).commitTo(otherNode()));
        }
        Stored stored = store().load(account).orElseThrow();
        assertEquals(2, stored.version());
        assertEquals("second", text(stored.body()));
    }

    @Test
    void a_document_that_does_not_exist_cannot_be_replaced() {
        AccountId account = newAccount();
        assertEquals(
                Outcome.VERSION_CONFLICT,
                draft().document(account, 1, body("no")).commitTo(store()));
        assertEquals(Optional.empty(), store().load(account));
    }

    @Test
    void bodies_of_every_size_and_byte_come_back_unchanged() {
        byte[] large = new byte[DOCUMENT_LIMIT + 4096];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31);
        }
        AccountId account = created();
        committed(draft().document(account, 1, large)
                .put(new StoredTicket(account + "-large", large, at(1)))
                .put(new StoredTicket(account + "-empty", new byte[0], at(1))));
        assertArrayEquals(large, otherNode().load(account).orElseThrow().body());
        assertArrayEquals(
                large, otherNode().ticket(account + "-large").orElseThrow().body());
        assertEquals(0, otherNode().ticket(account + "-empty").orElseThrow().body().length);
    }

    @Test
    void arrays_handed_in_and_out_are_copies() {
        AccountId account = newAccount();
        byte[] mine = body("first");
        StoredTicket ticket = ticket(serial("ticket"));
        committed(draft().document(account, 0, mine).put(ticket));
        mine[0] = 'X';
        ticket.body()[0] = 'X';
        store().load(account).orElseThrow().body()[0] = 'Y';
        store().ticket(ticket.id()).orElseThrow().body()[0] = 'Y';
        assertEquals("first", text(store().load(account).orElseThrow().body()));
        assertEquals(
                "ticket " + ticket.id(),
                text(store().ticket(ticket.id()).orElseThrow().body()));
    }

    @Test
    void a_claimed_handle_finds_its_account_on_every_node() {
        AccountId account = newAccount();
        Handle handle = newHandle();
        assertEquals(Optional.empty(), store().find(handle));
        committed(draft().document(account, 0, body("first")).claim(handle));
        assertEquals(Optional.of(account), otherNode().find(handle));
        assertEquals(Optional.empty(), otherNode().find(new Handle("contact", handle.digest())));
    }

    @Test
    void claiming_again_for_the_same_account_is_no_conflict() {
        AccountId account = created();
        Handle handle = newHandle();
        committed(draft().document(account, 1, body("second")).claim(handle));
        committed(draft().document(account, 2, body("third")).claim(handle).claim(newHandle()));
        assertEquals(Optional.of(account), otherNode().find(handle));
    }

    @Test
    void a_released_handle_can_be_claimed_by_another_account() {
        AccountId account = created();
        AccountId other = created();
        Handle handle = newHandle();
        committed(draft().document(account, 1, body("second")).claim(handle));
        committed(draft().document(account, 2, body("third")).release(handle));
        assertEquals(Optional.empty(), otherNode().find(handle));
        committed(draft().document(other, 1, body("second")).claim(handle));
        assertEquals(Optional.of(other), otherNode().find(handle));
    }

    @Test
    void releasing_a_handle_of_another_account_does_nothing() {
        AccountId owner = created();
        AccountId stranger = created();
        Handle handle = newHandle();
        committed(draft().document(owner, 1, body("second")).claim(handle));
        committed(draft().document(stranger, 1, body("second")).release(handle).release(newHandle()));
        assertEquals(Optional.of(owner), otherNode().find(handle));
    }

    @Test
    void one_commit_moves_an_account_from_one_handle_to_another() {
        AccountId account = created();
        Handle before = newHandle();
        Handle after = newHandle();
        Handle both = newHandle();
        committed(draft().document(account, 1, body("second")).claim(before).claim(both));
        committed(draft().document(account, 2, body("third"))
                .release(before)
                .release(both)
                .claim(after)
                .claim(both));
        assertEquals(Optional.empty(), otherNode().find(before));
        assertEquals(Optional.of(account), otherNode().find(after));
        assertEquals(Optional.of(account), otherNode().find(both));
    }

    @Test
    void a_ticket_is_there_until_it_is_taken_and_is_taken_once() {
        StoredTicket ticket = ticket(serial("ticket"));
        assertEquals(Optional.empty(), store().ticket(ticket.id()));
        committed(draft().put(ticket));
        StoredTicket read = otherNode().ticket(ticket.id()).orElseThrow();
        assertEquals(ticket.id(), read.id());
        assertArrayEquals(ticket.body(), read.body());
        assertEquals(ticket.expiresAt(), read.expiresAt());
        committed(draft().take(ticket.id()));
        assertEquals(Optional.empty(), otherNode().ticket(ticket.id()));
        assertEquals(Outcome.TICKET_GONE, draft().take(ticket.id()).commitTo(otherNode()));
    }

    @Test
    void one_commit_takes_a_ticket_and_puts_its_successor_under_the_same_id() {
        StoredTicket ticket = ticket(serial("ticket"));
        committed(draft().put(ticket));
        committed(draft().take(ticket.id()).put(new StoredTicket(ticket.id(), body("next"), at(60))));
        StoredTicket read = otherNode().ticket(ticket.id()).orElseThrow();
        assertEquals("next", text(read.body()));
        assertEquals(at(60), read.expiresAt());
    }

    @Test
    void an_expired_ticket_is_still_handed_out_since_the_caller_checks() {
        StoredTicket expired = new StoredTicket(serial("ticket"), body("old"), at(-60));
        committed(draft().put(expired));
        assertTrue(store().ticket(expired.id()).isPresent());
        committed(draft().take(expired.id()));
    }

    @Test
    void purge_deletes_expired_tickets_up_to_the_limit_and_no_others() {
        store().purge(at(0), 1_000_000);
        String mark = serial("purge");
        Draft draft = draft();
        for (int i = 0; i < 5; i++) {
            draft.put(new StoredTicket(mark + i, body("old"), at(-10 - i)));
        }
        committed(draft.put(new StoredTicket(mark + "x", body("edge"), at(0))));
        assertEquals(2, store().purge(at(0), 2));
        assertEquals(3, otherNode().purge(at(0), 1000));
        assertEquals(0, store().purge(at(0), 1000));
        assertTrue(store().ticket(mark + "x").isPresent());
        assertEquals(Optional.empty(), store().ticket(mark + "0"));
    }

    @Test
    void the_clock_of_one_node_does_not_run_backwards() {
        for (int i = 0; i < 100; i++) {
            java.time.Instant before = store().now();
            assertFalse(store().now().isBefore(before));
        }
    }
}
