package org.authkit.verification;

import static org.authkit.verification.World.allowed;
import static org.authkit.verification.World.reason;
import static org.authkit.verification.World.request;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.authkit.model.Reason;
import org.authkit.spi.KeyUnavailableException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An account's document that was edited, swapped, rolled back or renumbered opens for nobody. */
@Tag("attack:A44")
class DocumentTamperingTest {
    /** Length of the key id, and the id itself: {@code k1}. */
    private static final int NONCE_AT = 3;

    @ParameterizedTest
    @EnumSource
    void an_edited_body_is_noticed_wherever_it_was_edited(Stores stores) {
        try (TamperedStore store = TamperedStore.open(stores)) {
            List<World.Customer> customers = customers(store, 7);
            int length = store.tamper.body(customers.get(0).account()).length;
            int[] places = {0, NONCE_AT, NONCE_AT + 11, NONCE_AT + 12, length / 2, length - 17, length - 1};
            for (int i = 0; i < places.length; i++) {
                World.Customer victim = customers.get(i);
                byte[] edited = Tamper.flipped(store.tamper.body(victim.account()), places[i]);
                store.tamper.setBody(victim.account(), edited);
                store.isSetAside(victim);
                if (stores != Stores.MEMORY) {
                    assertArrayEquals(edited, store.tamper.body(victim.account()), "kept as evidence");
                }
            }
            assertEquals(places.length, store.alarms("document"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_cut_or_emptied_body_is_noticed(Stores stores) {
        try (TamperedStore store = TamperedStore.open(stores)) {
            List<World.Customer> customers = customers(store, 2);
            store.tamper.setBody(customers.get(0).account(), new byte[0]);
            store.isSetAside(customers.get(0));
            byte[] body = store.tamper.body(customers.get(1).account());
            store.tamper.setBody(customers.get(1).account(), java.util.Arrays.copyOf(body, body.length - 1));
            store.isSetAside(customers.get(1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_body_that_names_an_unknown_key_grants_nothing_and_is_not_marked(Stores stores) {
        try (TamperedStore store = TamperedStore.open(stores)) {
            World.Customer taro = store.world.customer("taro@example.jp");
            byte[] body = store.tamper.body(taro.account());
            store.tamper.setBody(taro.account(), Tamper.flipped(body, 2));
            assertThrows(
                    KeyUnavailableException.class, () -> store.kit.sessions().authenticate(request(taro.session())));
            assertThrows(KeyUnavailableException.class, () -> store.signInGivesNothing(taro));
            assertEquals(2, store.alarms("document-key"));
            assertFalse(
                    store.tamper.isSetAside(taro.account()), "it may be a key retired too early: nothing is written");
            store.tamper.setBody(taro.account(), body);
            allowed(store.kit.sessions().authenticate(request(taro.session())));
        }
    }

    @ParameterizedTest
    @EnumSource
    void another_account_s_body_is_noticed(Stores stores) {
        try (TamperedStore store = TamperedStore.open(stores)) {
            List<World.Customer> customers = customers(store, 2);
            byte[] first = store.tamper.body(customers.get(0).account());
            byte[] second = store.tamper.body(customers.get(1).account());
            store.tamper.setBody(customers.get(0).account(), second);
            store.tamper.setBody(customers.get(1).account(), first);
            store.isSetAside(customers.get(0));
            store.isSetAside(customers.get(1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_older_body_under_the_current_version_is_noticed(Stores stores) {
        try (TamperedStore store = TamperedStore.open(stores)) {
            World.Customer taro = store.world.customer("taro@example.jp");
            byte[] before = store.tamper.body(taro.account());
            allowed(store.kit.operator().freeze(taro.account(), "case-1"));
            store.tamper.setBody(taro.account(), before);
            store.isSetAside(taro);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_changed_version_is_noticed(Stores stores) {
        try (TamperedStore store = TamperedStore.open(stores)) {
            List<World.Customer> customers = customers(store, 2);
            for (int i = 0; i < 2; i++) {
                World.Customer victim = customers.get(i);
                store.tamper.setVersion(victim.account(), store.tamper.version(victim.account()) + 2L * i - 1);
                store.isSetAside(victim);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void beyond_ten_a_minute_nothing_more_is_marked_and_still_nothing_is_granted(Stores stores) {
        try (TamperedStore store = TamperedStore.open(stores)) {
            List<World.Customer> customers = customers(store, 13);
            for (World.Customer victim : customers) {
                byte[] body = store.tamper.body(victim.account());
                store.tamper.setBody(victim.account(), Tamper.flipped(body, body.length - 1));
            }
            for (World.Customer victim : customers) {
                assertEquals(Reason.UNAVAILABLE, reason(store.kit.sessions().authenticate(request(victim.session()))));
            }
            assertEquals(10, marked(store, customers));
            assertEquals(13, store.alarms("document") + store.alarms("document-unmarked"));
            store.signInGivesNothing(customers.get(12));
            assertEquals(10, marked(store, customers));

            store.world.advance(Duration.ofSeconds(61));
            store.signInGivesNothing(customers.get(12));
            assertEquals(11, marked(store, customers));
        }
    }

    private static long marked(TamperedStore store, List<World.Customer> customers) {
        return customers.stream()
                .filter(customer -> store.tamper.isSetAside(customer.account()))
                .count();
    }

    private static List<World.Customer> customers(TamperedStore store, int count) {
        List<World.Customer> customers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            customers.add(store.world.customer("customer" + i + "@example.jp"));
        }
        return customers;
    }
}
