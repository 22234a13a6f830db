package org.authkit.verification;

import static org.authkit.verification.World.allowed;
import static org.authkit.verification.World.challenged;
import static org.authkit.verification.World.password;
import static org.authkit.verification.World.reason;
import static org.authkit.verification.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.authkit.device.DeviceSetup;
import org.authkit.device.NewDevice;
import org.authkit.enrollment.Enrollment;
import org.authkit.model.Acknowledged;
import org.authkit.model.Challenge;
import org.authkit.model.Decision;
import org.authkit.model.EmailAddress;
import org.authkit.model.Event;
import org.authkit.model.Proof;
import org.authkit.model.Reason;
import org.authkit.model.Session;
import org.authkit.model.Ticket;
import org.authkit.testkit.SoftwareAuthenticator;
import org.authkit.testkit.SoftwarePhone;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Codes, tickets and pending changes serve once, however many callers on two nodes present them at one instant. */
class CredentialRaceTest {
    private static final int CALLERS = Together.CALLERS;

    @ParameterizedTest
    @EnumSource
    @Tag("attack:A20")
    @Tag("req:ASVS-6.5.1")
    void one_totp_code_signs_in_once(Stores stores) {
        try (Cluster cluster = stores.open()) {
            World world = cluster.world;
            World.Customer taro = world.customer("taro@example.jp");
            SoftwareAuthenticator app = world.enrollTotp(taro.session(), Optional.of(taro.phone()));
            world.advance(Duration.ofMinutes(2));
            Proof.Code code = new Proof.Code("totp", app.codeAt(world.clock.instant()));
            List<Challenge> challenges = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                challenges.add(challenged(
                        cluster.unlimited(i).signIn().withPassword(taro.login(), password(World.PASSWORD), request())));
            }

            List<Decision<Session>> answers = Together.all(
                    CALLERS,
                    i -> () -> cluster.unlimited(i)
                            .signIn()
                            .withPassword(
                                    taro.login(),
                                    password(World.PASSWORD),
                                    request().answering(challenges.get(i).id(), code)));

            assertEquals(1, Together.allowed(answers).size());
            assertEquals(Set.of(Reason.WRONG_CREDENTIALS), refusals(answers));
            assertEquals(1, count(cluster, taro, Event.Kind.SIGNED_IN));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("attack:A10")
    void one_reset_ticket_completes_once_and_the_winner_s_password_stands(Stores stores) {
        try (Cluster cluster = stores.open()) {
            World world = cluster.world;
            World.Customer taro = world.customer("taro@example.jp");
            allowed(world.kit.passwordReset().request(taro.login(), request()));
            Ticket ticket = world.ticket("reset", taro.email());
            List<Challenge> challenges = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                challenges.add(
                        challenged(cluster.kit(i).passwordReset().complete(ticket, password(chosen(i)), request())));
            }

            List<Decision<Acknowledged>> answers = Together.all(
                    CALLERS,
                    i -> () -> cluster.kit(i)
                            .passwordReset()
                            .complete(
                                    ticket,
                                    password(chosen(i)),
                                    request()
                                            .answering(
                                                    challenges.get(i).id(),
                                                    taro.phone().answer(challenges.get(i)))));

            assertEquals(1, Together.allowed(answers).size());
            assertEquals(Set.of(Reason.TICKET_INVALID), refusals(answers));
            assertEquals(1, count(cluster, taro, Event.Kind.PASSWORD_RESET));
            assertEquals(1, world.count("password-reset", taro.email()));
            int winner = answers.indexOf(answers.stream()
                    .filter(Decision.Allowed.class::isInstance)
                    .findFirst()
                    .orElseThrow());
            world.signIn(taro, chosen(winner));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("attack:A10")
    void one_registration_ticket_makes_one_account(Stores stores) {
        try (Cluster cluster = stores.open()) {
            World world = cluster.world;
            EmailAddress email = EmailAddress.of("hanako@example.jp");
            allowed(world.kit.registration().register(email, request()));
            Ticket ticket = world.ticket("registration", email.canonical());

            List<Decision<Session>> answers = Together.all(
                    CALLERS, i -> () -> cluster.kit(i).registration().confirm(ticket, password(chosen(i)), request()));

            Session session = single(Together.allowed(answers));
            assertEquals(Set.of(Reason.TICKET_INVALID), refusals(answers));
            assertEquals(
                    Optional.of(session.summary().account()),
                    world.kit.operator().find(email));
            allowed(cluster.kit(1).sessions().authenticate(request(session)));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("attack:A10")
    void many_tickets_for_spellings_of_one_address_make_one_account(Stores stores) {
        try (Cluster cluster = stores.open()) {
            World world = cluster.world;
            List<Ticket> tickets = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                allowed(cluster.unlimited(i).registration().register(EmailAddress.of(spelling(i)), request()));
                tickets.add(world.ticket("registration", "jiro.sato@example.jp"));
            }
            assertEquals(
                    CALLERS,
                    Set.copyOf(tickets.stream().map(Ticket::reveal).toList()).size());

            List<Decision<Session>> answers = Together.all(
                    CALLERS,
                    i -> () -> cluster.unlimited(i)
                            .registration()
                            .confirm(tickets.get(i), password(chosen(i)), request()));

            Session session = single(Together.allowed(answers));
            assertEquals(Set.of(Reason.TICKET_INVALID), refusals(answers));
            for (int i = 0; i < CALLERS; i++) {
                assertEquals(
                        Optional.of(session.summary().account()),
                        world.kit.operator().find(EmailAddress.of(spelling(i))));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("attack:A10")
    void a_veto_and_the_binding_it_is_about_never_both_succeed(Stores stores) {
        try (Cluster cluster = stores.open()) {
            World world = cluster.world;
            Set<String> winners = new java.util.TreeSet<>();
            for (int round = 0; round < rounds(); round++) {
                World.Customer taro = world.customer("taro" + round + "@example.jp");
                SoftwarePhone phone = SoftwarePhone.of("P2", world.random);
                NewDevice newcomer = new NewDevice("P2", phone.publicJwk());
                ask(cluster, taro, newcomer);
                String pending = new Moves(world).pendingId(taro.session());
                approve(cluster, taro, pending, 0);
                Ticket veto = world.ticket("change-requested", taro.email());

                List<Decision<?>> answers = Together.all(
                        CALLERS,
                        i -> () -> i % 2 == 0
                                ? cluster.unlimited(i / 2).pending().veto(veto, request())
                                : bind(cluster, i / 2, taro, newcomer, phone));

                long vetoes = allowedAt(answers, 0);
                long bound = allowedAt(answers, 1);
                assertEquals(1, vetoes + bound, vetoes + " vetoes, " + bound + " bound");
                assertEquals(vetoes, count(cluster, taro, Event.Kind.CHANGE_VETOED));
                winners.add(vetoes == 1 ? "veto" : "newcomer");
            }
            assertTrue(!winners.isEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("attack:A10")
    void a_veto_beats_an_approval_given_at_the_same_instant(Stores stores) {
        try (Cluster cluster = stores.open()) {
            World world = cluster.world;
            for (int round = 0; round < rounds(); round++) {
                World.Customer taro = world.customer("taro" + round + "@example.jp");
                NewDevice newcomer = newPhone(world);
                ask(cluster, taro, newcomer);
                String pending = new Moves(world).pendingId(taro.session());
                Ticket veto = world.ticket("change-requested", taro.email());
                Challenge challenge = challenged(world.kit.pending().approve(pending, request(taro.session())));
                Proof signed = taro.phone().answerVerified(challenge);

                List<Decision<Acknowledged>> answers = Together.all(
                        2,
                        i -> () -> i == 0
                                ? cluster.kit(0).pending().veto(veto, request())
                                : cluster.kit(1)
                                        .pending()
                                        .approve(
                                                pending, request(taro.session()).answering(challenge.id(), signed)));

                allowed(answers.get(0));
                assertTrue(
                        answers.get(1) instanceof Decision.Allowed || reason(answers.get(1)) == Reason.NOT_FOUND,
                        answers.toString());
                assertTrue(!(begin(cluster, 1, taro, newcomer) instanceof Decision.Allowed), "the change is closed");
            }
        }
    }

    // ---- small forms

    /** Both steps of binding, by a newcomer whom the old phone approved. */
    private static Decision<?> bind(
            Cluster cluster, int node, World.Customer taro, NewDevice newcomer, SoftwarePhone phone) {
        var begun = begin(cluster, node, taro, newcomer);
        if (!(begun instanceof Decision.Allowed<?> allowed)
                || !(allowed.value() instanceof Enrollment.Begun<?> setup)
                || !(setup.shown() instanceof DeviceSetup shown)) {
            return begun;
        }
        return cluster.unlimited(node)
                .enrollment()
                .confirm(setup.ticket(), phone.sign(shown.statementType(), shown.statement()), request());
    }

    private static int rounds() {
        return Boolean.getBoolean("authkit.long") ? 20 : Boolean.getBoolean("authkit.quick") ? 1 : 3;
    }

    private static String chosen(int caller) {
        return "a password of caller number " + caller;
    }

    /** Upper and lower case in 64 mixtures. */
    private static String spelling(int mask) {
        StringBuilder text = new StringBuilder("jiro.sato@example.jp");
        for (int bit = 0; bit < 6; bit++) {
            if ((mask >> bit & 1) == 1) {
                int at = bit < 4 ? bit : bit + 6;
                text.setCharAt(at, Character.toUpperCase(text.charAt(at)));
            }
        }
        return text.toString();
    }

    private static NewDevice newPhone(World world) {
        return new NewDevice(
                "Galaxy S26", SoftwarePhone.of("Galaxy S26", world.random).publicJwk());
    }

    private static Challenge ask(Cluster cluster, World.Customer taro, NewDevice newcomer) {
        return challenged(begin(cluster, 0, taro, newcomer));
    }

    private static Decision<?> begin(Cluster cluster, int caller, World.Customer taro, NewDevice newcomer) {
        return cluster.unlimited(caller)
                .enrollment()
                .begin(taro.login(), password(World.PASSWORD), cluster.world.device, newcomer, request());
    }

    private static void approve(Cluster cluster, World.Customer taro, String pending, int caller) {
        Challenge challenge = challenged(cluster.kit(caller).pending().approve(pending, request(taro.session())));
        allowed(cluster.kit(caller)
                .pending()
                .approve(
                        pending,
                        request(taro.session())
                                .answering(challenge.id(), taro.phone().answerVerified(challenge))));
    }

    private static long allowedAt(List<Decision<?>> answers, int parity) {
        long allowed = 0;
        for (int i = parity; i < answers.size(); i += 2) {
            allowed += answers.get(i) instanceof Decision.Allowed ? 1 : 0;
        }
        return allowed;
    }

    private static <R> Set<Reason> refusals(List<Decision<R>> answers) {
        Set<Reason> reasons = EnumSet.noneOf(Reason.class);
        answers.stream().filter(Decision.Denied.class::isInstance).forEach(d -> reasons.add(reason(d)));
        assertEquals(
                answers.size(),
                answers.stream()
                        .filter(d -> !(d instanceof Decision.Challenged))
                        .count());
        return reasons;
    }

    private static <T> T single(List<T> values) {
        assertEquals(1, values.size());
        return values.get(0);
    }

    private static long count(Cluster cluster, World.Customer taro, Event.Kind kind) {
        return cluster.kit(1).operator().events(Optional.of(taro.account()), Optional.empty(), 1000).stream()
                .filter(event -> event.kind() == kind)
                .count();
    }
}
