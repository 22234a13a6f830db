package org.authkit.internal.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.authkit.internal.account.Account;
import org.authkit.internal.account.Accounts;
import org.authkit.internal.account.Changes;
import org.authkit.internal.account.Clock;
import org.authkit.internal.account.Records.ContactRecord;
import org.authkit.internal.account.Ring;
import org.authkit.internal.account.StorageClock;
import org.authkit.internal.account.Vault;
import org.authkit.model.Action;
import org.authkit.model.EmailAddress;
import org.authkit.model.Event;
import org.authkit.model.PhoneNumber;
import org.authkit.model.Ticket;
import org.authkit.policy.Settings;
import org.authkit.spi.Credential;
import org.authkit.spi.MemoryStorage;
import org.authkit.spi.Message;
import org.authkit.spi.Storage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the courier writes, as the outbox hands it to the notifier. */
class CourierTest {
    private static final Ticket TICKET = Ticket.of("the-ticket");
    private static final URI BASE = URI.create("https://wallet.example/app/");

    private final Clock clock = new Clock();
    private final MemoryStorage storage = new MemoryStorage(clock);
    private final Vault vault = Vault.open(Ring.of("k1", 1), storage, new SecureRandom());
    private final List<Event> events = new ArrayList<>();
    private final Accounts accounts =
            new Accounts(storage, vault, new StorageClock(clock, storage), List.of(events::add));
    private final List<Message> sent = new ArrayList<>();
    private final List<String> accepted = new ArrayList<>();
    private boolean gatewayDown;
    private final Outbox outbox = new Outbox(
            storage,
            vault,
            accounts,
            message -> {
                if (gatewayDown) {
                    throw new IllegalStateException("gateway");
                }
                sent.add(message);
            },
            (account, pending, channel) -> accepted.add(pending + " " + channel));
    private final Account account = account(Locale.ENGLISH);

    private Account account(Locale locale) {
        Instant now = clock.instant();
        Account made = new Account(vault.newAccountId(), now, true, locale);
        made.contacts().add(new ContactRecord("c1", EmailAddress.of("taro@example.jp"), now, true, null, null));
        made.contacts().add(new ContactRecord("c2", PhoneNumber.of("+819012345678"), now, true, null, null));
        made.contacts().add(new ContactRecord("c3", EmailAddress.of("new@example.jp"), now, false, now, now));
        made.credentials().add(new Credential("d1", "device", "Pixel", "s", now));
        made.credentials().add(new Credential("t1", "totp", "App", "s", now));
        return made;
    }

    private Courier courier(Optional<URI> links) {
        return new Courier(vault, Settings.wallet(), links, ZoneId.of("Asia/Tokyo"), "Acme");
    }

    private Changes changes() {
        return accounts.changes(clock.instant());
    }

    private List<Message> deliver(Changes changes) {
        accounts.append(changes);
        outbox.runDue(100);
        return sent;
    }

    @Test
    @Tag("attack:A7")
    void a_link_is_built_from_the_configured_origin_with_the_ticket_in_its_fragment() {
        Changes changes = changes();
        Courier courier = courier(Optional.of(BASE));
        courier.reset(
                changes,
                clock.instant(),
                account,
                account.recoveryContacts(clock.instant(), Settings.wallet()).get(0),
                TICKET);
        courier.registration(
                changes, clock.instant(), EmailAddress.of("x@example.jp"), Locale.ENGLISH, Optional.of(TICKET));
        List<Message> messages = deliver(changes);
        assertEquals(2, messages.size());
        for (Message message : messages) {
            String page = message.template().equals("reset") ? "reset" : "confirm";
            assertTrue(
                    message.text().contains("\nhttps://wallet.example/app/" + page + "#the-ticket\n"), message::text);
            assertEquals(1, message.text().split("https?:", -1).length - 1);
        }
    }

    @Test
    @Tag("attack:A7")
    void in_code_only_mode_no_message_carries_an_address() {
        Changes changes = changes();
        Courier courier = courier(Optional.empty());
        Instant now = clock.instant();
        courier.reset(
                changes,
                now,
                account,
                account.recoveryContacts(now, Settings.wallet()).get(0),
                TICKET);
        courier.registration(changes, now, EmailAddress.of("x@example.jp"), Locale.ENGLISH, Optional.of(TICKET));
        courier.contactConfirmation(changes, now, account, EmailAddress.of("y@example.jp"), TICKET);
        accounts.append(changes);
        while (outbox.runDue(100) > 0) {
            clock.move(Duration.ofSeconds(1));
        }
        assertEquals(3, sent.size());
        for (Message message : sent) {
            assertTrue(message.text().contains("\nthe-ticket\n"), message::text);
            assertFalse(message.text().contains("://"), message::text);
        }
    }

    @Test
    @Tag("attack:A42")
    @Tag("req:N63B-4.6-01")
    void everyone_is_each_verified_contact_and_each_bound_device_and_nobody_else() {
        Changes changes = changes();
        courier(Optional.of(BASE))
                .tellEveryone(changes, clock.instant(), account, Template.DEVICE_BOUND, Map.of("device", "{ticket}"));
        Set<String> reached = new TreeSet<>();
        for (Message message : deliver(changes)) {
            reached.add(message.channel() + " " + message.destination());
            assertTrue(message.text().contains("\"{ticket}\""), message::text);
            assertFalse(message.text().contains("://"), "a notice has no link");
            assertEquals(Optional.of(account.id()), message.account());
        }
        assertEquals(Set.of("EMAIL taro@example.jp", "SMS +819012345678", "APP d1"), reached);
        assertEquals(
                Set.of("email:taro@example.jp", "sms:+819012345678", "app:d1"),
                courier(Optional.empty()).channels(account, clock.instant()));
    }

    @Test
    void a_taken_address_gets_the_truth_and_no_ticket() {
        Changes changes = changes();
        courier(Optional.of(BASE))
                .registration(
                        changes, clock.instant(), EmailAddress.of("taro@example.jp"), Locale.JAPAN, Optional.empty());
        Message message = deliver(changes).get(0);
        assertEquals("registration-taken", message.template());
        assertEquals(Optional.empty(), message.account());
        assertEquals("【Acme】すでに登録されています", message.subject());
        assertTrue(message.text().startsWith("2026-01-01 09:00 (+09:00)に"), message::text);
        assertFalse(message.text().contains("://"));
    }

    @Test
    void a_notice_says_what_carries_its_veto_and_reports_that_it_was_accepted() {
        Changes changes = changes();
        courier(Optional.of(BASE))
                .announce(
                        changes,
                        account,
                        "app:d1",
                        Template.CHANGE_REQUESTED,
                        TICKET,
                        "p1",
                        clock.instant(),
                        clock.instant(),
                        Action.BIND_DEVICE,
                        new TreeMap<>(Map.of("name", "Pixel {ticket}")));
        Message message = deliver(changes).get(0);
        assertEquals(Message.Channel.APP, message.channel());
        assertTrue(message.text().contains("the phone \"Pixel {ticket}\" is added"), message::text);
        assertTrue(message.text().contains("https://wallet.example/app/veto#the-ticket"), message::text);
        assertEquals(List.of("p1 app:d1"), accepted);
    }

    @Test
    @Tag("attack:A44")
    void an_edited_or_moved_message_is_not_sent_and_an_event_says_so() {
        Changes changes = changes();
        courier(Optional.of(BASE)).tellEveryone(changes, clock.instant(), account, Template.SIGNED_IN, Map.of());
        accounts.append(changes);
        Storage.StoredMessage stored =
                storage.lease(clock.instant(), 1, Duration.ofMinutes(1)).get(0).message();
        byte[] edited = stored.body().clone();
        edited[edited.length - 1] ^= 1;
        for (Storage.StoredMessage wrong : List.of(
                new Storage.StoredMessage("m1", "edited", stored.notBefore(), "", edited),
                new Storage.StoredMessage("m2", stored.stream() + "x", stored.notBefore(), "", stored.body()),
                new Storage.StoredMessage("m3", "!".repeat(22), stored.notBefore(), "", stored.body()))) {
            storage.commit(new Storage.Commit(
                    Optional.empty(), Set.of(), Set.of(), List.of(), Set.of(), List.of(), List.of(wrong), Set.of()));
        }
        outbox.runDue(100);
        assertEquals(List.of(), sent);
        assertEquals(
                List.of("message", "message", "message"),
                events.stream().map(event -> event.details().get("what")).toList());
        clock.move(Duration.ofMinutes(2));
        outbox.runDue(100);
        outbox.runDue(100);
        assertEquals(3, sent.size(), "the rest is not held up");
    }

    @Test
    void a_refused_message_is_tried_again_and_given_up_after_a_working_day() {
        gatewayDown = true;
        Changes changes = changes();
        courier(Optional.of(BASE))
                .registration(
                        changes, clock.instant(), EmailAddress.of("x@example.jp"), Locale.JAPAN, Optional.empty());
        accounts.append(changes);
        int tries = 0;
        Instant start = clock.instant();
        while (events.isEmpty() && tries < 3_000) {
            outbox.runDue(10);
            clock.move(Duration.ofSeconds(30));
            tries++;
        }
        assertEquals(
                List.of(Event.Kind.MESSAGE_EXPIRED),
                events.stream().map(Event::kind).toList());
        Duration took = Duration.between(start, clock.instant());
        assertTrue(took.compareTo(Duration.ofHours(4)) > 0 && took.compareTo(Duration.ofHours(12)) < 0, took::toString);
        gatewayDown = false;
        clock.move(Duration.ofHours(1));
        outbox.runDue(10);
        assertEquals(List.of(), sent, "given up is given up");
    }
}
