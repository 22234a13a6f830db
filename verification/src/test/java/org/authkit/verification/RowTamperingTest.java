package org.authkit.verification;

import static org.authkit.verification.World.allowed;
import static org.authkit.verification.World.password;
import static org.authkit.verification.World.reason;
import static org.authkit.verification.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.authkit.model.Event;
import org.authkit.model.Reason;
import org.authkit.model.Ticket;
import org.authkit.spi.Message;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Index rows, tickets, messages and events that were edited beside AuthKit serve nobody, and tell of it. */
@Tag("attack:A44")
class RowTamperingTest {

    @ParameterizedTest
    @EnumSource
    void a_login_repointed_to_another_account_signs_nobody_in(Stores stores) {
        try (TamperedStore store = TamperedStore.open(stores)) {
            World.Customer taro = store.world.customer("taro@example.jp");
            World.Customer thief = store.world.customer("thief@example.net");
            store.tamper.repoint(taro.account(), thief.account());
            long before = store.heard.stream()
                    .filter(e -> e.kind() == Event.Kind.SIGNED_IN)
                    .count();

            // The thief's phone behind the victim's login, and the victim's own.
            store.signInGivesNothing(taro);
            store.signInGivesNothing(new World.Customer(taro.email(), taro.session(), thief.phone()));
            assertEquals(
                    before,
                    store.heard.stream()
                            .filter(e -> e.kind() == Event.Kind.SIGNED_IN)
                            .count());
            assertTrue(store.alarms("login-index") >= 2);
            assertTrue(store.recorded(thief.account()).stream()
                    .anyMatch(e -> e.kind() == Event.Kind.TAMPERING_DETECTED
                            && "login-index".equals(e.details().get("what"))));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_login_repointed_to_another_account_sends_no_reset_ticket(Stores stores) {
        try (TamperedStore store = TamperedStore.open(stores)) {
            World.Customer taro = store.world.customer("taro@example.jp");
            World.Customer thief = store.world.customer("thief@example.net");
            store.tamper.repoint(taro.account(), thief.account());
            allowed(store.kit.passwordReset().request(taro.login(), request()));
            store.kit.runDue(1000);
            assertEquals(List.of(), store.world.notifier.ofTemplate("reset"));
            assertEquals(1, store.alarms("login-index"));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("attack:A10")
    void tickets_with_exchanged_bodies_reset_neither_account(Stores stores) {
        try (TamperedStore store = TamperedStore.open(stores)) {
            World.Customer taro = store.world.customer("taro@example.jp");
            World.Customer thief = store.world.customer("thief@example.net");
            Map<String, Ticket> tickets = new HashMap<>();
            List<String> ids = new ArrayList<>();
            for (World.Customer customer : List.of(taro, thief)) {
                List<String> before = store.tamper.tickets();
                allowed(store.kit.passwordReset().request(customer.login(), request()));
                store.tamper.tickets().stream()
                        .filter(id -> !before.contains(id))
                        .forEach(ids::add);
                tickets.put(customer.email(), store.world.ticket("reset", customer.email()));
            }
            assertEquals(2, ids.stream().distinct().count());
            store.tamper.swapTickets(ids.get(0), ids.get(1));
            for (Ticket ticket : tickets.values()) {
                assertEquals(
                        Reason.TICKET_INVALID,
                        reason(store.kit.passwordReset().complete(ticket, password(World.NEW_PASSWORD), request())));
            }
            assertEquals(2, store.alarms("ticket"));
            long recorded = store.kit.operator().events(Optional.empty(), Optional.empty(), 1000).stream()
                    .filter(e -> e.kind() == Event.Kind.TAMPERING_DETECTED)
                    .count();
            assertEquals(2, recorded);
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_edited_message_is_not_sent_and_the_others_are(Stores stores) {
        try (TamperedStore store = TamperedStore.open(stores)) {
            World.Customer taro = store.world.customer("taro@example.jp");
            World.Customer jiro = store.world.customer("jiro@example.jp");
            World.Customer saki = store.world.customer("saki@example.jp");
            World.Customer hana = store.world.customer("hana@example.jp");
            store.kit.runDue(1000);
            Map<String, String> mine = new HashMap<>();
            for (World.Customer customer : List.of(taro, jiro, saki, hana)) {
                Map<String, String> before = store.tamper.messages();
                allowed(store.kit.passwordReset().request(customer.login(), request()));
                store.tamper.messages().keySet().stream()
                        .filter(id -> !before.containsKey(id))
                        .forEach(id -> mine.put(customer.email(), id));
            }
            // An edited body, a body sent on under another account's name, a key nobody knows: each ahead of what is
            // whole.
            store.tamper.editMessage(mine.get(taro.email()), body -> Tamper.flipped(body, body.length / 2));
            store.tamper.setStream(mine.get(jiro.email()), hana.account().value());
            store.tamper.editMessage(mine.get(saki.email()), body -> Tamper.flipped(body, 2));
            store.world.notifier.clear();
            store.kit.runDue(1000);

            assertEquals(
                    List.of(hana.email()),
                    store.world.notifier.ofTemplate("reset").stream()
                            .map(Message::destination)
                            .toList());
            assertEquals(2, store.alarms("message"));
            assertEquals(1, store.alarms("message-key"));
            store.world.advance(Duration.ofMinutes(3));
            store.kit.runDue(1000);
            assertEquals(1, store.world.notifier.ofTemplate("reset").size());
            assertEquals(2, store.alarms("message-key"), "one whose key is unknown waits for the key");
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_edited_event_is_shown_as_such_and_hides_no_other(Stores stores) {
        try (TamperedStore store = TamperedStore.open(stores)) {
            World.Customer taro = store.world.customer("taro@example.jp");
            allowed(store.kit.operator().freeze(taro.account(), "case-1"));
            List<Event> before = store.recorded(taro.account());
            List<String> ids = store.tamper.events(taro.account());
            assertEquals(before.stream().map(Event::id).toList(), ids);
            store.tamper.editEvent(ids.get(0), body -> Tamper.flipped(body, body.length - 1));
            store.tamper.editEvent(ids.get(1), body -> Tamper.flipped(body, 2));

            List<Event> after = store.recorded(taro.account());
            assertEquals(before.size(), after.size());
            assertEquals(Event.Kind.TAMPERING_DETECTED, after.get(0).kind());
            assertEquals("event", after.get(0).details().get("what"));
            assertEquals("event-key", after.get(1).details().get("what"));
            assertEquals(before.subList(2, before.size()), after.subList(2, after.size()));
            assertFalse(before.subList(2, before.size()).isEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource
    void behind_a_slow_gateway_no_message_is_sent_after_its_lease_became_another_node_s(Stores stores) {
        try (TamperedStore store = TamperedStore.open(stores)) {
            List<World.Customer> customers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                customers.add(store.world.customer("customer" + i + "@example.jp"));
            }
            store.kit.runDue(1000);
            customers.forEach(customer -> allowed(store.kit.passwordReset().request(customer.login(), request())));
            List<String> sent = new ArrayList<>();
            var slow = org.authkit.AuthKit.builder(
                            store.cluster.nodes.get(0),
                            message -> {
                                sent.add(message.id());
                                store.world.advance(Duration.ofSeconds(45));
                                if (sent.size() == 3) {
                                    store.kit.runDue(1000);
                                }
                            },
                            store.world.keys)
                    .service("Acme Wallet")
                    .factor(store.world.device)
                    .slowHash(store.world.hashing)
                    .waive(org.authkit.policy.Waiver.INSECURE_TEST_HASHING)
                    .clock(store.world.clock)
                    .build();
            store.world.notifier.clear();
            for (int i = 0; i < 6; i++) {
                slow.runDue(1000);
                store.world.advance(Duration.ofMinutes(3));
            }
            store.world.notifier.messages().forEach(message -> sent.add(message.id()));
            assertEquals(6, sent.size());
            assertEquals(6, sent.stream().distinct().count());
        }
    }
}
