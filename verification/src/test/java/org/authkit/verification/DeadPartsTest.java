package org.authkit.verification;

import static org.authkit.verification.World.allowed;
import static org.authkit.verification.World.challenged;
import static org.authkit.verification.World.password;
import static org.authkit.verification.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.authkit.AuthKit;
import org.authkit.model.Acknowledged;
import org.authkit.model.Challenge;
import org.authkit.model.Decision;
import org.authkit.model.EmailAddress;
import org.authkit.model.Event;
import org.authkit.model.Money;
import org.authkit.model.Payment;
import org.authkit.model.PaymentApproval;
import org.authkit.model.RequestContext;
import org.authkit.model.Session;
import org.authkit.model.Ticket;
import org.authkit.policy.Policy;
import org.authkit.spi.Counters;
import org.authkit.spi.MemoryStorage;
import org.authkit.spi.Message;
import org.authkit.spi.Storage;
import org.authkit.spi.StorageUnavailableException;
import org.authkit.testkit.MovableClock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store, a counter or a gateway that does not answer refuses or delays; it never lets anything through, nor by halves. */
class DeadPartsTest {
    private static final String UNAVAILABLE = "the test's store does not answer";

    /** A storage that fails once, at one call, before it was made or after. */
    private static final class Failing {
        private int left = Integer.MAX_VALUE;
        private boolean afterwards;

        void at(int call, boolean after) {
            left = call;
            afterwards = after;
        }

        void never() {
            left = Integer.MAX_VALUE;
        }

        Object call(String method, Object[] arguments, Callable<Object> next) throws Exception {
            boolean fails = left-- == 0;
            if (fails && !afterwards) {
                throw new StorageUnavailableException(UNAVAILABLE);
            }
            Object result = next.call();
            if (fails) {
                throw new StorageUnavailableException(UNAVAILABLE);
            }
            return result;
        }
    }

    /** What a customer does in one call that can be repeated word for word, and the event that tells it happened. */
    private enum Flow {
        SIGN_IN(Event.Kind.SIGNED_IN),
        APPROVE(Event.Kind.PAYMENT_APPROVED),
        REDEEM(Event.Kind.PAYMENT_REDEEMED),
        CHANGE_PASSWORD(Event.Kind.PASSWORD_CHANGED),
        RESET(Event.Kind.PASSWORD_RESET);

        final Event.Kind kind;

        Flow(Event.Kind kind) {
            this.kind = kind;
        }

        /** Everything up to the call itself. */
        Supplier<? extends Decision<?>> prepared(World world, World.Customer taro) {
            return switch (this) {
                case SIGN_IN -> signIn(world.kit, taro);
                case APPROVE -> approve(world.kit, taro);
                case REDEEM -> {
                    PaymentApproval approval = allowed(approve(world.kit, taro).get());
                    yield () -> world.kit.payments().redeem(approval);
                }
                case CHANGE_PASSWORD -> changePassword(world.kit, taro);
                case RESET -> reset(world, taro);
            };
        }

        private static Supplier<Decision<Session>> signIn(AuthKit kit, World.Customer taro) {
            Challenge challenge =
                    challenged(kit.signIn().withPassword(taro.login(), password(World.PASSWORD), request()));
            RequestContext answer =
                    request().answering(challenge.id(), taro.phone().answer(challenge));
            return () -> kit.signIn().withPassword(taro.login(), password(World.PASSWORD), answer);
        }

        private static Supplier<Decision<PaymentApproval>> approve(AuthKit kit, World.Customer taro) {
            Payment payment = Payment.pay("Bakery", Money.yen(1200), "order-1");
            Challenge challenge = challenged(kit.payments().approve(payment, request(taro.session())));
            RequestContext answer = request(taro.session())
                    .answering(challenge.id(), taro.phone().answerVerified(challenge));
            return () -> kit.payments().approve(payment, answer);
        }

        private static Supplier<Decision<Acknowledged>> changePassword(AuthKit kit, World.Customer taro) {
            Challenge challenge = challenged(kit.passwordChange()
                    .change(password(World.PASSWORD), password(World.NEW_PASSWORD), request(taro.session())));
            RequestContext answer = request(taro.session())
                    .answering(challenge.id(), taro.phone().answerVerified(challenge));
            return () -> kit.passwordChange().change(password(World.PASSWORD), password(World.NEW_PASSWORD), answer);
        }

        private static Supplier<Decision<Acknowledged>> reset(World world, World.Customer taro) {
            allowed(world.kit.passwordReset().request(taro.login(), request()));
            Ticket ticket = world.ticket("reset", taro.email());
            Challenge challenge =
                    challenged(world.kit.passwordReset().complete(ticket, password(World.NEW_PASSWORD), request()));
            RequestContext answer =
                    request().answering(challenge.id(), taro.phone().answer(challenge));
            return () -> world.kit.passwordReset().complete(ticket, password(World.NEW_PASSWORD), answer);
        }
    }

    private static World world(Failing failing) {
        MovableClock clock = new MovableClock(World.START);
        Storage storage = Intercepted.storage(new MemoryStorage(clock), failing::call);
        return new World(clock, storage, TestKeys.fresh(), Policy.wallet());
    }

    @ParameterizedTest
    @EnumSource
    @Tag("attack:A45")
    void a_store_that_fails_at_any_call_allows_nothing_and_the_same_call_succeeds_afterwards(Flow flow) {
        int calls = 0;
        for (boolean done = false; !done; calls++) {
            Failing failing = new Failing();
            World world = world(failing);
            World.Customer taro = world.customer("taro@example.jp");
            Supplier<? extends Decision<?>> call = flow.prepared(world, taro);
            long before = count(world, taro, flow.kind);
            failing.at(calls, false);
            done = !unavailable(call);
            failing.never();
            if (!done) {
                assertEquals(before, count(world, taro, flow.kind), "nothing happened at call " + calls);
                assertTrue(call.get() instanceof Decision.Allowed, "the repeat after call " + calls);
            }
            assertEquals(before + 1, count(world, taro, flow.kind));
        }
        assertTrue(calls > 2, "the flow makes calls to the store");
    }

    @ParameterizedTest
    @EnumSource
    @Tag("attack:A45")
    void an_answer_lost_on_the_way_back_leaves_all_or_nothing(Flow flow) {
        int calls = 0;
        for (boolean done = false; !done; calls++) {
            Failing failing = new Failing();
            World world = world(failing);
            World.Customer taro = world.customer("taro@example.jp");
            Supplier<? extends Decision<?>> call = flow.prepared(world, taro);
            long before = count(world, taro, flow.kind);
            failing.at(calls, true);
            done = !unavailable(call);
            failing.never();
            boolean happened = count(world, taro, flow.kind) == before + 1;
            if (!done) {
                // A payment's repeat hears the first answer; any other call that happened is used up.
                boolean again = call.get() instanceof Decision.Allowed;
                assertEquals(!happened || flow == Flow.APPROVE, again, "the repeat after call " + calls);
            }
            assertEquals(before + 1, count(world, taro, flow.kind), "once, after call " + calls);
            boolean changed = flow == Flow.RESET || flow == Flow.CHANGE_PASSWORD;
            world.signIn(taro, changed ? World.NEW_PASSWORD : World.PASSWORD);
        }
    }

    @ParameterizedTest
    @EnumSource(Lost.class)
    @Tag("attack:A45")
    void a_registration_is_confirmed_whole_or_not_at_all(Lost lost) {
        EmailAddress email = EmailAddress.of("hanako@example.jp");
        for (int calls = 0; ; calls++) {
            Failing failing = new Failing();
            World world = world(failing);
            allowed(world.kit.registration().register(email, request()));
            Ticket ticket = world.ticket("registration", email.canonical());
            Supplier<Decision<Session>> call =
                    () -> world.kit.registration().confirm(ticket, password(World.PASSWORD), request());
            failing.at(calls, lost == Lost.ANSWER);
            boolean done = !unavailable(call);
            failing.never();
            if (done) {
                assertTrue(calls > 1);
                return;
            }
            boolean there = world.kit.operator().find(email).isPresent();
            assertTrue(lost == Lost.ANSWER || !there);
            assertEquals(!there, call.get() instanceof Decision.Allowed);
            assertTrue(world.kit.operator().find(email).isPresent());
        }
    }

    /** Which half of an exchange with the store is lost. */
    private enum Lost {
        CALL,
        ANSWER
    }

    private static boolean unavailable(Supplier<? extends Decision<?>> call) {
        try {
            assertTrue(call.get() instanceof Decision.Allowed, "nothing failed, so it is allowed");
            return false;
        } catch (StorageUnavailableException e) {
            return true;
        }
    }

    private static long count(World world, World.Customer taro, Event.Kind kind) {
        return world.kit.operator().events(Optional.of(taro.account()), Optional.empty(), 1000).stream()
                .filter(event -> event.kind() == kind)
                .count();
    }

    // ---- counters, gateways

    @Test
    @Tag("attack:A45")
    void counters_that_do_not_answer_let_no_secret_be_compared() {
        World world = World.inMemory();
        World.Customer taro = world.customer("taro@example.jp");
        Counters dead = new Counters() {
            @Override
            public Optional<java.time.Instant> charge(List<Bucket> buckets, java.time.Instant now) {
                throw new StorageUnavailableException(UNAVAILABLE);
            }

            @Override
            public void refund(List<Bucket> buckets, java.time.Instant now) {
                throw new StorageUnavailableException(UNAVAILABLE);
            }
        };
        AuthKit kit = world.builder(Policy.wallet()).counters(dead).build();
        long hashes = world.hashing.hashes();
        for (EmailAddress login : List.of(EmailAddress.of(taro.email()), EmailAddress.of("nobody@example.jp"))) {
            assertThrows(
                    StorageUnavailableException.class,
                    () -> kit.signIn().withPassword(login, password(World.PASSWORD), request()));
            assertThrows(
                    StorageUnavailableException.class, () -> kit.passwordReset().request(login, request()));
            assertThrows(
                    StorageUnavailableException.class, () -> kit.registration().register(login, request()));
        }
        assertEquals(hashes, world.hashing.hashes(), "no password was compared");
        world.notifier.clear();
        world.deliver();
        assertEquals(0, world.notifier.ofTemplate("reset").size());
        world.signIn(taro, World.PASSWORD);
    }

    @Test
    void a_gateway_that_refuses_delays_and_loses_nothing() {
        World world = World.inMemory();
        World.Customer taro = world.customer("taro@example.jp");
        world.deliver();
        world.notifier.clear();
        world.notifier.refuse(Message.Channel.EMAIL);
        allowed(world.kit.passwordReset().request(taro.login(), request()));
        allowed(world.kit.operator().freeze(taro.account(), "case-1"));
        for (int i = 0; i < 5; i++) {
            world.deliver();
            world.advance(java.time.Duration.ofMinutes(30));
        }
        assertEquals(
                List.of(Message.Channel.APP),
                world.notifier.messages().stream().map(Message::channel).toList(),
                "a dead mailbox does not silence the phone");
        world.notifier.acceptAll();
        world.deliver();
        assertEquals(
                List.of("account-frozen", "reset", "account-frozen"),
                world.notifier.messages().stream().map(Message::template).toList());
    }
}
