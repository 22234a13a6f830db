package org.authkit.internal.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.authkit.internal.account.Accounts.Loaded;
import org.authkit.internal.account.Accounts.QuarantinedException;
import org.authkit.internal.account.Tickets.Body;
import org.authkit.internal.account.Tickets.Kind;
import org.authkit.model.AccountId;
import org.authkit.model.Event;
import org.authkit.model.Ticket;
import org.authkit.spi.Credential;
import org.authkit.spi.KeyUnavailableException;
import org.authkit.spi.MemoryStorage;
import org.authkit.spi.Storage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccountsTest {
    private final Clock clock = new Clock();
    private final MemoryStorage storage = new MemoryStorage(clock);
    private final Ring ring = Ring.of("k1", 1);
    private final Vault vault = Vault.open(ring, storage, new SecureRandom());
    private final List<Event> heard = new ArrayList<>();
    private final Accounts accounts =
            new Accounts(storage, vault, new StorageClock(clock, storage), List.of(heard::add));
    private final AccountId id = AccountId.of("0123456789abcdef".getBytes(UTF_8));

    // ---- documents

    @Test
    void a_document_is_created_once_and_then_replaced_by_version() throws Exception {
        assertEquals(Storage.Outcome.COMMITTED, commit(fresh(), 0));
        assertEquals(Storage.Outcome.VERSION_CONFLICT, commit(fresh(), 0));
        Loaded loaded = accounts.load(id).orElseThrow();
        assertEquals(1, loaded.version());
        assertEquals(Storage.Outcome.COMMITTED, accounts.commit(loaded, accounts.changes(now())));
        assertEquals(Storage.Outcome.VERSION_CONFLICT, accounts.commit(loaded, accounts.changes(now())));
        assertEquals(2, accounts.load(id).orElseThrow().version());
    }

    @Test
    void the_sentinel_is_nobody_s_account() throws Exception {
        assertTrue(accounts.load(Vault.SENTINEL).isEmpty());
        assertFalse(storage.load(Vault.SENTINEL).orElseThrow().quarantined());
    }

    @Test
    @Tag("attack:A44")
    void an_edited_document_is_set_aside_kept_and_reported() {
        commit(fresh(), 0);
        byte[] edited = body();
        edited[edited.length - 1] ^= 1;
        put(edited);
        assertThrows(QuarantinedException.class, () -> accounts.load(id));
        assertTrue(storage.load(id).orElseThrow().quarantined());
        assertEquals(
                List.of(Event.Kind.TAMPERING_DETECTED),
                accounts.events(Optional.of(id), Optional.empty(), 10).stream()
                        .map(Event::kind)
                        .toList());
        assertEquals(1, heard.size());
        assertThrows(QuarantinedException.class, () -> accounts.load(id));
        assertEquals(1, heard.size(), "said once");
    }

    @Test
    @Tag("attack:A44")
    void a_rolled_back_document_is_not_read() throws Exception {
        commit(fresh(), 0);
        byte[] old = body();
        accounts.commit(accounts.load(id).orElseThrow(), accounts.changes(now()));
        put(old);
        assertThrows(QuarantinedException.class, () -> accounts.load(id));
    }

    @Test
    @Tag("attack:A44")
    void another_account_s_document_is_not_read() {
        commit(fresh(), 0);
        AccountId other = AccountId.of("fedcba9876543210".getBytes(UTF_8));
        storage.commit(write(new Storage.Write(other, 0, body())));
        assertThrows(QuarantinedException.class, () -> accounts.load(other));
    }

    @Test
    void a_document_under_a_missing_key_alarms_and_is_not_set_aside() {
        ring.add("k2", 2);
        commit(fresh(), 0);
        ring.remove("k2");
        assertThrows(KeyUnavailableException.class, () -> accounts.load(id));
        assertFalse(storage.load(id).orElseThrow().quarantined());
        assertEquals(
                List.of("document-key"),
                heard.stream().map(event -> event.details().get("what")).toList());
    }

    @Test
    @Tag("attack:A44")
    void when_everything_seems_edited_most_of_it_is_left_unmarked() {
        int marked = 0;
        for (int i = 0; i < 30; i++) {
            AccountId each = AccountId.of("account-%08d".formatted(i).getBytes(UTF_8));
            storage.commit(write(new Storage.Write(each, 0, new byte[64])));
            assertThrows(QuarantinedException.class, () -> accounts.load(each), "nothing is granted on any");
            marked += storage.load(each).orElseThrow().quarantined() ? 1 : 0;
        }
        assertEquals(10, marked);
    }

    @Test
    void a_full_document_is_refused_whole_but_can_still_be_frozen() throws Exception {
        commit(fresh(), 0);
        Loaded loaded = accounts.load(id).orElseThrow();
        for (int i = 0; i < 14; i++) {
            loaded.account().credentials().add(new Credential("c" + i, "totp", "", "x".repeat(4_096), now()));
        }
        Changes changes = accounts.changes(now());
        changes.event(Event.Kind.FACTOR_ENROLLED, Optional.of(id));
        assertThrows(Accounts.DocumentFullException.class, () -> accounts.commit(loaded, changes));
        assertEquals(1, storage.load(id).orElseThrow().version());
        assertEquals(List.of(), accounts.events(Optional.of(id), Optional.empty(), 10));
        assertEquals(List.of(), heard);
        assertEquals(Storage.Outcome.COMMITTED, accounts.commitReserved(loaded, changes));
        assertEquals(1, heard.size());
        loaded.account().credentials().add(new Credential("c15", "totp", "", "x".repeat(8_192), now()));
        Loaded fuller = new Loaded(loaded.account(), 2);
        assertThrows(
                Accounts.DocumentFullException.class, () -> accounts.commitReserved(fuller, accounts.changes(now())));
    }

    @Test
    void a_listener_that_fails_does_not_undo_what_was_committed() throws Exception {
        Accounts unlucky = new Accounts(
                storage,
                vault,
                new StorageClock(clock, storage),
                List.of(
                        event -> {
                            throw new IllegalStateException("listener");
                        },
                        heard::add));
        Changes changes = unlucky.changes(now());
        changes.event(Event.Kind.ACCOUNT_REGISTERED, Optional.of(id));
        assertEquals(Storage.Outcome.COMMITTED, unlucky.commit(new Loaded(fresh(), 0), changes));
        assertEquals(1, heard.size(), "the next listener hears it");
        assertTrue(unlucky.load(id).isPresent());
    }

    // ---- events

    @Test
    @Tag("attack:A44")
    void an_event_opens_only_with_the_identity_and_time_it_was_sealed_with() throws Exception {
        Event event = new Event(
                "e1",
                Event.Kind.PAYMENT_APPROVED,
                Optional.of(id),
                now(),
                new TreeMap<>(Map.of("payee", "髙﨑商店 🍣", "amount", "1200")));
        Storage.StoredEvent stored = EventCodec.seal(vault, event);
        assertEquals(event, EventCodec.open(vault, stored));
        AccountId other = AccountId.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6});
        byte[] edited = stored.body().clone();
        edited[20] ^= 1;
        for (Storage.StoredEvent wrong : List.of(
                new Storage.StoredEvent("e2", stored.account(), stored.at(), stored.body()),
                new Storage.StoredEvent("e1", Optional.of(other), stored.at(), stored.body()),
                new Storage.StoredEvent("e1", Optional.empty(), stored.at(), stored.body()),
                new Storage.StoredEvent("e1", stored.account(), stored.at().plusMillis(1), stored.body()),
                new Storage.StoredEvent("e1", stored.account(), stored.at(), edited))) {
            assertThrows(Vault.TamperedException.class, () -> EventCodec.open(vault, wrong));
        }
    }

    @Test
    void refused_unknown_logins_are_counted_once_a_minute() {
        accounts.flushUnknownLogins();
        for (int i = 0; i < 5; i++) {
            accounts.countUnknownLogin();
        }
        accounts.flushUnknownLogins();
        assertEquals(List.of(), heard);
        clock.move(Duration.ofMinutes(1));
        accounts.flushUnknownLogins();
        accounts.flushUnknownLogins();
        assertEquals(1, heard.size());
        assertEquals("5", heard.get(0).details().get("count"));
    }

    // ---- tickets

    @ParameterizedTest
    @EnumSource(Kind.class)
    @Tag("attack:A10")
    void a_ticket_serves_the_one_purpose_it_was_made_for_until_it_expires(Kind kind) {
        Body body = new Body(kind, kind == Kind.REGISTER ? null : id, "題", 3, "ja", now().plusSeconds(60));
        Ticket ticket = issue(body);
        for (Kind asked : Kind.values()) {
            assertEquals(asked == kind, find(ticket, asked).isPresent(), asked::name);
        }
        assertEquals(body, find(ticket, kind).orElseThrow().body());
        clock.move(Duration.ofMillis(59_999));
        assertTrue(find(ticket, kind).isPresent());
        clock.move(Duration.ofMillis(1));
        assertTrue(find(ticket, kind).isEmpty(), "expired");
    }

    @Test
    @Tag("attack:A44")
    void unknown_edited_and_swapped_tickets_are_simply_not_there() {
        Body body = new Body(Kind.RESET, id, "c1", 0, "ja", now().plusSeconds(60));
        Ticket ticket = issue(body);
        Ticket other = issue(body);
        assertTrue(find(Ticket.of(ticket.reveal() + "x"), Kind.RESET).isEmpty());
        assertTrue(find(Ticket.of(""), Kind.RESET).isEmpty());
        Storage.StoredTicket stored =
                storage.ticket(find(ticket, Kind.RESET).orElseThrow().id()).orElseThrow();
        assertFalse(stored.id().contains(ticket.reveal()), "only a keyed hash is stored");
        Storage.StoredTicket swapped =
                storage.ticket(find(other, Kind.RESET).orElseThrow().id()).orElseThrow();
        put(new Storage.StoredTicket(stored.id(), swapped.body(), stored.expiresAt()));
        assertTrue(find(ticket, Kind.RESET).isEmpty(), "swapped");
        byte[] edited = stored.body().clone();
        edited[edited.length - 1] ^= 1;
        put(new Storage.StoredTicket(stored.id(), edited, stored.expiresAt()));
        assertTrue(find(ticket, Kind.RESET).isEmpty(), "edited");
        put(new Storage.StoredTicket(
                stored.id(), stored.body(), stored.expiresAt().plusSeconds(999)));
        clock.move(Duration.ofMinutes(1));
        assertTrue(find(ticket, Kind.RESET).isEmpty(), "the sealed expiry counts, not the column's");
    }

    @Test
    void a_set_up_ticket_is_sealed() {
        Ticket ticket = accounts.tickets().forSetup(id, "setup|1");
        assertEquals(Optional.of(Map.entry(id, "setup|1")), accounts.tickets().readSetup(ticket));
        String text = ticket.reveal();
        char last = text.charAt(10) == 'A' ? 'B' : 'A';
        for (String wrong : List.of("", "x", "%%%", text + "AAAA", text.substring(0, 10) + last + text.substring(11))) {
            assertTrue(accounts.tickets().readSetup(Ticket.of(wrong)).isEmpty(), wrong);
        }
        ring.add("k2", 2);
        Ticket later = accounts.tickets().forSetup(id, "s");
        ring.remove("k2");
        assertTrue(accounts.tickets().readSetup(later).isEmpty(), "a key the ring no longer holds");
    }

    // ---- small helpers

    private Instant now() {
        return clock.instant();
    }

    private Account fresh() {
        return new Account(id, now(), false, Locale.JAPANESE);
    }

    private Storage.Outcome commit(Account account, long version) {
        return accounts.commit(new Loaded(account, version), accounts.changes(now()));
    }

    private byte[] body() {
        return storage.load(id).orElseThrow().body().clone();
    }

    /** Replaces the stored bytes, as someone with access to the database could, at the version after the present one. */
    private void put(byte[] body) {
        storage.commit(
                write(new Storage.Write(id, storage.load(id).orElseThrow().version(), body)));
    }

    private void put(Storage.StoredTicket ticket) {
        storage.commit(new Storage.Commit(
                Optional.empty(),
                Set.of(),
                Set.of(),
                List.of(ticket),
                Set.of(ticket.id()),
                List.of(),
                List.of(),
                Set.of()));
    }

    private static Storage.Commit write(Storage.Write write) {
        return new Storage.Commit(
                Optional.of(write), Set.of(), Set.of(), List.of(), Set.of(), List.of(), List.of(), Set.of());
    }

    private Ticket issue(Body body) {
        Changes changes = accounts.changes(now());
        Ticket ticket = accounts.tickets().issue(body, changes);
        accounts.append(changes);
        return ticket;
    }

    private Optional<Tickets.Found> find(Ticket ticket, Kind kind) {
        return accounts.tickets().find(ticket, kind, now());
    }
}
