package org.authkit.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.authkit.model.AccountId;
import org.authkit.spi.Handle;
import org.authkit.spi.Storage.Outcome;
import org.authkit.spi.Storage.StoredEvent;
import org.authkit.spi.Storage.StoredMessage;
import org.authkit.spi.Storage.StoredTicket;
import org.junit.jupiter.api.Test;

/** A commit that is refused for any one part leaves every other part as it was; so does quarantine. */
abstract class WholeOrNothingContract extends DocumentContract {
    /** What one test starts from. */
    private final class Scene {
        private final AccountId owner;
        private final AccountId account;
        private final Handle taken;
        private final Handle held;
        private final Handle wanted;
        private final StoredTicket there;
        private final StoredTicket fresh;
        private final StoredMessage waiting;
        private int looks;

        Scene() {
            owner = created();
            account = created();
            taken = newHandle();
            held = newHandle();
            wanted = newHandle();
            there = ticket(serial("there"));
            fresh = ticket(serial("fresh"));
            waiting = new StoredMessage(serial("waiting"), serial("stream"), at(0), serial("cancel"), body("waiting"));
            committed(draft().document(owner, 1, body("second")).claim(taken));
            committed(draft().document(account, 1, body("second"))
                    .claim(held)
                    .put(there)
                    .event(event(serial("event"), account))
                    .message(waiting));
        }

        /** A commit that would change everything there is, and nothing stands in its way. */
        private Draft everything() {
            return draft().document(account, 2, body("changed"))
                    .claim(wanted)
                    .release(held)
                    .put(fresh)
                    .take(there.id())
                    .event(event(serial("event"), account))
                    .event(new StoredEvent(serial("event"), Optional.empty(), at(0), body("of nobody")))
                    .message(message(serial("message"), account.value()))
                    .cancel(waiting.cancelKey());
        }

        private void assertNothingHappened(int eventsOfNobody) {
            assertEquals("second", text(otherNode().load(account).orElseThrow().body()));
            assertEquals(2, otherNode().load(account).orElseThrow().version());
            assertEquals(Optional.of(owner), otherNode().find(taken));
            assertEquals(Optional.of(account), otherNode().find(held));
            assertEquals(Optional.empty(), otherNode().find(wanted));
            assertTrue(otherNode().ticket(there.id()).isPresent());
            assertFalse(otherNode().ticket(fresh.id()).isPresent());
            assertEquals(1, eventIds(Optional.of(account)).size());
            assertEquals(eventsOfNobody, eventIds(Optional.empty()).size());
            // Each look is later than the lease of the one before.
            List<String> due = leaseIds(at(1 + 1000L * looks++));
            assertTrue(due.contains(waiting.id()));
            assertFalse(due.stream().anyMatch(id -> id.startsWith("message")));
        }

        private void assertRefused(Outcome outcome, Draft draft) {
            int eventsOfNobody = eventIds(Optional.empty()).size();
            assertEquals(outcome, draft.commitTo(store()));
            assertNothingHappened(eventsOfNobody);
        }

        private void assertCallersBug(Draft draft) {
            int eventsOfNobody = eventIds(Optional.empty()).size();
            assertThrows(IllegalArgumentException.class, () -> draft.commitTo(store()));
            assertNothingHappened(eventsOfNobody);
        }
    }

    @Test
    void the_same_commit_without_an_obstacle_does_everything() {
        Scene scene = new Scene();
        int eventsOfNobody = eventIds(Optional.empty()).size();
        committed(scene.everything());
        assertEquals(
                "changed", text(otherNode().load(scene.account).orElseThrow().body()));
        assertEquals(Optional.empty(), otherNode().find(scene.held));
        assertEquals(Optional.of(scene.account), otherNode().find(scene.wanted));
        assertFalse(otherNode().ticket(scene.there.id()).isPresent());
        assertTrue(otherNode().ticket(scene.fresh.id()).isPresent());
        assertEquals(2, eventIds(Optional.of(scene.account)).size());
        assertEquals(eventsOfNobody + 1, eventIds(Optional.empty()).size());
        List<String> due = leaseIds(at(1));
        assertFalse(due.contains(scene.waiting.id()));
        assertTrue(due.stream().anyMatch(id -> id.startsWith("message")));
    }

    @Test
    void a_version_conflict_writes_nothing() {
        Scene scene = new Scene();
        scene.assertRefused(Outcome.VERSION_CONFLICT, scene.everything().document(scene.account, 1, body("stale")));
        scene.assertRefused(Outcome.VERSION_CONFLICT, scene.everything().document(scene.account, 0, body("again")));
    }

    @Test
    void a_handle_of_another_account_writes_nothing() {
        Scene scene = new Scene();
        scene.assertRefused(Outcome.HANDLE_TAKEN, scene.everything().claim(scene.taken));
    }

    @Test
    void releasing_the_handle_of_another_account_does_not_make_room_to_claim_it() {
        Scene scene = new Scene();
        scene.assertRefused(
                Outcome.HANDLE_TAKEN, scene.everything().release(scene.taken).claim(scene.taken));
    }

    @Test
    void a_missing_ticket_writes_nothing() {
        Scene scene = new Scene();
        scene.assertRefused(Outcome.TICKET_GONE, scene.everything().take(serial("missing")));
    }

    @Test
    void a_ticket_put_by_the_same_commit_cannot_be_taken_by_it() {
        Scene scene = new Scene();
        scene.assertRefused(Outcome.TICKET_GONE, scene.everything().take(scene.fresh.id()));
    }

    @Test
    void an_account_is_not_created_when_its_handle_is_taken() {
        Scene scene = new Scene();
        AccountId late = newAccount();
        assertEquals(
                Outcome.HANDLE_TAKEN,
                draft().document(late, 0, body("first"))
                        .claim(newHandle())
                        .claim(scene.taken)
                        .commitTo(store()));
        assertEquals(Optional.empty(), otherNode().load(late));
    }

    @Test
    void an_event_id_stored_before_is_the_callers_bug_and_writes_nothing() {
        Scene scene = new Scene();
        String known = eventIds(Optional.of(scene.account)).get(0);
        scene.assertCallersBug(scene.everything().event(event(known, scene.owner)));
    }

    @Test
    void a_message_id_stored_before_is_the_callers_bug_and_writes_nothing() {
        Scene scene = new Scene();
        scene.assertCallersBug(scene.everything().message(message(scene.waiting.id(), "elsewhere")));
    }

    @Test
    void a_ticket_id_stored_before_is_the_callers_bug_and_writes_nothing() {
        Scene scene = new Scene();
        StoredTicket other = ticket(serial("other"));
        committed(draft().put(other));
        scene.assertCallersBug(scene.everything().put(other));
    }

    @Test
    void a_quarantined_document_is_kept_as_evidence_and_never_written_again() {
        Scene scene = new Scene();
        StoredEvent mark = event(serial("quarantined"), scene.account);
        store().quarantine(scene.account, mark);
        assertTrue(otherNode().load(scene.account).orElseThrow().quarantined());
        assertEquals(
                "second", text(otherNode().load(scene.account).orElseThrow().body()));
        assertEquals(2, otherNode().load(scene.account).orElseThrow().version());
        assertEquals(mark.id(), eventIds(Optional.of(scene.account)).get(1));
        for (long version : new long[] {0, 1, 2, 3}) {
            assertEquals(
                    Outcome.VERSION_CONFLICT,
                    scene.everything()
                            .document(scene.account, version, body("over it"))
                            .commitTo(otherNode()));
        }
        assertEquals("second", text(store().load(scene.account).orElseThrow().body()));
        assertEquals(Optional.of(scene.account), otherNode().find(scene.held));
        assertTrue(otherNode().ticket(scene.there.id()).isPresent());
        assertEquals(2, eventIds(Optional.of(scene.account)).size());
    }

    @Test
    void quarantine_is_idempotent_and_ignores_accounts_that_are_not_there() {
        Scene scene = new Scene();
        store().quarantine(scene.account, event(serial("quarantined"), scene.account));
        otherNode().quarantine(scene.account, event(serial("quarantined"), scene.account));
        assertEquals(2, eventIds(Optional.of(scene.account)).size());
        AccountId nobody = newAccount();
        store().quarantine(nobody, event(serial("quarantined"), nobody));
        assertEquals(List.of(), eventIds(Optional.of(nobody)));
        assertEquals(Optional.empty(), store().load(nobody));
    }

    @Test
    void events_of_a_quarantined_account_are_still_kept() {
        Scene scene = new Scene();
        store().quarantine(scene.account, event(serial("quarantined"), scene.account));
        committed(draft().event(event(serial("later"), scene.account)));
        assertEquals(3, eventIds(Optional.of(scene.account)).size());
    }
}
