package org.authkit.verification;

import static org.authkit.verification.World.allowed;
import static org.authkit.verification.World.password;
import static org.authkit.verification.World.reason;
import static org.authkit.verification.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.authkit.AuthKit;
import org.authkit.model.EmailAddress;
import org.authkit.model.Reason;
import org.authkit.model.Session;
import org.authkit.model.Ticket;
import org.authkit.policy.Policy;
import org.authkit.spi.StorageUnavailableException;
import org.authkit.testkit.MovableClock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Waits, ages and expiries run on the store's time; a node that is far from it counts none of them. */
class NodeClockTest {

    @ParameterizedTest
    @EnumSource
    @Tag("attack:A20")
    void a_node_more_than_five_seconds_off_refuses(Stores stores) {
        try (Cluster cluster = stores.open()) {
            for (long off : new long[] {-3600, -6, 6, 3600}) {
                refusesEverything(cluster, off);
            }
        }
    }

    private static void refusesEverything(Cluster cluster, long seconds) {
        World world = cluster.world;
        World.Customer taro = world.customer("taro" + Math.abs(seconds * 2 + 1) + "@example.jp");
        AuthKit kit = cluster.node(cluster.nodes.get(1))
                .clock(() -> world.clock.instant().plusSeconds(seconds))
                .build();
        EmailAddress other = EmailAddress.of("hanako@example.jp");
        for (Executable call : new Executable[] {
            () -> kit.signIn().withPassword(taro.login(), password(World.PASSWORD), request()),
            () -> kit.sessions().authenticate(request(taro.session())),
            () -> kit.registration().register(other, request()),
            () -> kit.passwordReset().request(taro.login(), request()),
            () -> kit.operator().freeze(taro.account(), "case-1"),
            () -> kit.runDue(10)
        }) {
            assertThrows(StorageUnavailableException.class, call);
        }
        allowed(world.kit.sessions().authenticate(request(taro.session())));
    }

    @ParameterizedTest
    @ValueSource(longs = {-4, 4})
    void within_five_seconds_expiries_are_those_of_the_store(long seconds) {
        World world = World.inMemory();
        AuthKit kit = world.builder(Policy.wallet())
                .clock(() -> world.clock.instant().plusSeconds(seconds))
                .build();
        EmailAddress email = EmailAddress.of("hanako@example.jp");
        allowed(kit.registration().register(email, request()));
        Ticket ticket = world.ticket("registration", email.canonical());
        world.advance(Duration.ofMinutes(15).minusSeconds(1));
        // One second of the ticket's life is left, whatever this node's own clock says.
        Session session = allowed(kit.registration().confirm(ticket, password(World.PASSWORD), request()));
        assertEquals(world.clock.instant(), session.summary().createdAt());

        EmailAddress late = EmailAddress.of("late@example.jp");
        allowed(kit.registration().register(late, request()));
        Ticket lapsed = world.ticket("registration", late.canonical());
        world.advance(Duration.ofMinutes(15));
        assertEquals(
                Reason.TICKET_INVALID, reason(kit.registration().confirm(lapsed, password(World.PASSWORD), request())));
    }

    @Test
    void a_clock_that_goes_wrong_is_noticed_within_a_minute_and_trusted_again_once_it_is_right() {
        World world = World.inMemory();
        World.Customer taro = world.customer("taro@example.jp");
        MovableClock own = new MovableClock(world.clock.instant());
        AuthKit kit = world.builder(Policy.wallet()).clock(own).build();
        allowed(kit.sessions().authenticate(request(taro.session())));
        own.advance(Duration.ofMinutes(2));
        assertThrows(StorageUnavailableException.class, () -> kit.sessions().authenticate(request(taro.session())));
        own.set(world.clock.instant());
        allowed(kit.sessions().authenticate(request(taro.session())));
        own.set(world.clock.instant().minusSeconds(30));
        assertThrows(StorageUnavailableException.class, () -> kit.sessions().authenticate(request(taro.session())));
    }
}
