package org.authkit.verification;

import static org.authkit.verification.World.allowed;
import static org.authkit.verification.World.challenged;
import static org.authkit.verification.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.authkit.AuthKit;
import org.authkit.model.Challenge;
import org.authkit.model.Money;
import org.authkit.model.Payment;
import org.authkit.model.Session;
import org.authkit.model.Ticket;
import org.authkit.spi.KeyUnavailableException;
import org.authkit.spi.Storage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The keys live outside the store: without them nothing starts, and they change while the wallet runs. */
class KeysTest {

    @ParameterizedTest
    @EnumSource
    @Tag("attack:A44")
    void a_wrong_key_ring_starts_nothing_and_writes_nothing(Stores stores) {
        try (Cluster cluster = stores.open()) {
            World world = cluster.world;
            World.Customer taro = world.customer("taro@example.jp");
            List<String> calls = new java.util.ArrayList<>();
            Storage watched = Intercepted.storage(cluster.nodes.get(1), (method, arguments, next) -> {
                calls.add(method);
                return next.call();
            });
            List<String> before = contents(cluster);
            TestKeys sameName = TestKeys.fresh();
            TestKeys otherName = TestKeys.fresh();
            otherName.rotate("k2");
            for (TestKeys wrong : List.of(sameName, otherName)) {
                AuthKit.Builder builder = AuthKit.builder(watched, world.notifier, wrong)
                        .service("Acme Wallet")
                        .factor(world.device)
                        .slowHash(world.hashing)
                        .waive(org.authkit.policy.Waiver.INSECURE_TEST_HASHING)
                        .clock(world.clock);
                assertThrows(KeyUnavailableException.class, builder::build);
            }
            assertEquals(List.of("load", "load"), calls);
            assertEquals(before, contents(cluster));
            allowed(world.kit.sessions().authenticate(request(taro.session())));
        }
    }

    /** Every table with its rows; empty for the memory, whose calls were watched. */
    private static List<String> contents(Cluster cluster) {
        return cluster.url.isEmpty() ? List.of() : Dump.of(cluster.pool()).rows();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("req:ASVS-13.3.4")
    void a_new_key_takes_over_while_customers_are_signed_in(Stores stores) {
        TestKeys keys = TestKeys.fresh();
        try (Cluster cluster = stores.open(org.authkit.policy.Policy.wallet(), keys)) {
            World world = cluster.world;
            World.Customer taro = world.customer("taro@example.jp");
            World.Customer jiro = world.customer("jiro@example.jp");
            allowed(world.kit.passwordReset().request(jiro.login(), request()));
            Challenge open = challenged(world.kit.payments().approve(payment(), request(taro.session())));
            assertEquals("k1", keyOf(cluster, taro));

            keys.rotate("k2");

            // What was sealed before still opens: session, document, ticket, waiting message, challenge.
            allowed(cluster.kit(1).sessions().authenticate(request(taro.session())));
            Ticket ticket = world.ticket("reset", jiro.email());
            challenged(cluster.kit(1).passwordReset().complete(ticket, World.password(World.NEW_PASSWORD), request()));
            assertEquals("k1", keyOf(cluster, taro), "reading rewrites nothing");
            allowed(cluster.kit(1)
                    .payments()
                    .approve(
                            payment(),
                            request(taro.session())
                                    .answering(open.id(), taro.phone().answerVerified(open))));
            assertEquals("k2", keyOf(cluster, taro), "what is written now is under the new key");
            assertEquals("k1", keyOf(cluster, jiro));

            // Keyed hashes do not change with the key: logins are found, on a node that starts now too.
            assertEquals(Optional.of(taro.account()), world.kit.operator().find(taro.login()));
            Session again = world.signIn(taro, World.PASSWORD);
            AuthKit third = cluster.node(cluster.nodes.get(0)).build();
            allowed(third.sessions().authenticate(request(again)));
            assertEquals(Optional.of(jiro.account()), third.operator().find(jiro.login()));
        }
    }

    private static Payment payment() {
        return Payment.pay("Bakery", Money.yen(500), "order-1");
    }

    /** The key id that stands in front of a sealed body, behind its length. */
    private static String keyOf(Cluster cluster, World.Customer customer) {
        byte[] body =
                cluster.nodes.get(0).load(customer.account()).orElseThrow().body();
        return new String(body, 1, body[0], StandardCharsets.US_ASCII);
    }
}
