package org.authkit.verification;

import static org.authkit.verification.World.allowed;
import static org.authkit.verification.World.challenged;
import static org.authkit.verification.World.password;
import static org.authkit.verification.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.authkit.device.NewDevice;
import org.authkit.model.Challenge;
import org.authkit.model.Decision;
import org.authkit.model.EmailAddress;
import org.authkit.model.Login;
import org.authkit.model.Proof;
import org.authkit.model.RequestContext;
import org.authkit.testkit.SoftwareAuthenticator;
import org.authkit.testkit.SoftwarePhone;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Answers, and what they cost, tell nobody whether an account exists or which part of a proof was right (attack A6). */
class OneShapeAttackTest {
    private final World world = World.inMemory();
    private final Moves moves = new Moves(world);
    private final World.Customer owner = world.customer("owner@example.jp");
    private final SoftwareAuthenticator app = world.enrollTotp(owner.session(), Optional.of(owner.phone()));
    private final Metered node = new Metered(world);
    private final Login unknown = EmailAddress.of("nobody@example.jp");

    /** Everything a caller could tell two answers apart by, but for random values. */
    private static String shape(Decision<?> decision) {
        return decision.fold(
                value -> "allowed " + value,
                c -> "challenged " + c.action() + " "
                        + new java.util.TreeSet<>(c.anyOf().stream()
                                .map(set -> new java.util.TreeSet<>(set).toString())
                                .toList())
                        + " id " + c.id().length() + " type " + c.statementType() + " statement "
                        + c.statement()
                                .replaceAll("\"challenge\":\"[^\"]{22}\"", "C")
                                .replaceAll("[a-z]+@example.jp", "L")
                        + " pending " + c.pending().map(String::length) + " until " + c.expiresAt(),
                denial -> "denied " + denial);
    }

    /** Runs each call with the same history and compares answer and cost with the first one's. */
    private void assertIndistinguishable(Map<String, Supplier<Decision<?>>> calls) {
        List<String> seen = new ArrayList<>();
        calls.forEach((name, call) -> {
            List<Decision<?>> answer = new ArrayList<>();
            Map<String, Integer> cost = node.cost(() -> answer.add(call.get()));
            seen.add(shape(answer.get(0)) + " cost " + cost);
        });
        for (int i = 1; i < seen.size(); i++) {
            assertEquals(seen.get(0), seen.get(i), new ArrayList<>(calls.keySet()).get(i));
        }
        assertFalse(seen.get(0).startsWith("denied TOO_MANY"), seen.get(0));
    }

    private Decision<?> signIn(Login login, String password) {
        return node.kit.signIn().withPassword(login, password(password), request());
    }

    private World.Customer frozen() {
        World.Customer frozen = world.customer("frozen@example.jp");
        allowed(world.kit.operator().freeze(frozen.account(), "case 1"));
        return frozen;
    }

    private World.Customer compromised() {
        World.Customer victim = world.customer("victim@example.jp");
        moves.bindingChallenge(victim.login(), World.PASSWORD, moves.phone("Mule"));
        allowed(moves.declinePending(victim.session(), victim.phone(), moves.pendingId(victim.session())));
        return victim;
    }

    @Test
    @Tag("attack:A6")
    @Tag("req:ASVS-6.3.8")
    @Tag("req:RTS-4.3a-01")
    void sign_in_answers_right_wrong_and_unknown_alike_and_works_equally_hard_for_each() {
        World.Customer frozen = frozen();
        World.Customer compromised = compromised();
        for (int repeat = 0; repeat < 3; repeat++) {
            Map<String, Supplier<Decision<?>>> calls = new LinkedHashMap<>();
            calls.put("right", () -> signIn(owner.login(), World.PASSWORD));
            calls.put("wrong", () -> signIn(owner.login(), World.NEW_PASSWORD));
            calls.put("unknown", () -> signIn(unknown, World.PASSWORD));
            calls.put("frozen, right", () -> signIn(frozen.login(), World.PASSWORD));
            calls.put("frozen, wrong", () -> signIn(frozen.login(), World.NEW_PASSWORD));
            calls.put("compromised", () -> signIn(compromised.login(), World.PASSWORD));
            assertIndistinguishable(calls);
        }
    }

    @Test
    @Tag("attack:A6")
    @Tag("req:ASVS-6.3.8")
    void asking_to_bind_a_new_phone_answers_right_wrong_and_unknown_alike() {
        World.Customer other = world.customer("other@example.jp");
        SoftwarePhone mule = moves.phone("Mule");
        NewDevice newcomer = new NewDevice("Mule", mule.publicJwk());
        Map<String, Supplier<Decision<?>>> calls = new LinkedHashMap<>();
        calls.put("right", () -> begin(owner.login(), World.PASSWORD, newcomer));
        calls.put("wrong", () -> begin(other.login(), World.NEW_PASSWORD, newcomer));
        calls.put("unknown", () -> begin(unknown, World.PASSWORD, newcomer));
        calls.put("right again", () -> begin(owner.login(), World.PASSWORD, newcomer));
        assertIndistinguishable(calls);
    }

    private Decision<?> begin(Login login, String password, NewDevice newcomer) {
        return node.kit.enrollment().begin(login, password(password), world.device, newcomer, request());
    }

    @Test
    @Tag("attack:A6")
    @Tag("req:RTS-4.3a-01")
    void a_wrong_answer_is_refused_alike_whether_the_password_before_it_was_right_wrong_or_unknown() {
        World.Customer frozen = frozen();
        List<Proof> wrong = List.of(
                new Proof.Code("totp", "000000"),
                new Proof.Code("no-such-kind", "1"),
                new Proof.Signature("not.a.jws"),
                new Proof.Supplied("identity", "not.a.jws"),
                new Proof.PasswordAgain(password(World.NEW_PASSWORD)));
        for (Proof proof : wrong) {
            for (int repeat = 0; repeat < 4; repeat++) {
                Map<String, Supplier<Decision<?>>> calls = new LinkedHashMap<>();
                calls.put("right", () -> answered(owner.login(), World.PASSWORD, proof));
                calls.put("wrong", () -> answered(owner.login(), World.NEW_PASSWORD, proof));
                calls.put("unknown", () -> answered(unknown, World.PASSWORD, proof));
                calls.put("frozen", () -> answered(frozen.login(), World.PASSWORD, proof));
                assertIndistinguishable(calls);
                world.advance(Duration.ofHours(5));
            }
        }
    }

    private Decision<?> answered(Login login, String password, Proof proof) {
        Challenge challenge = challenged(node.kit.signIn().withPassword(login, password(password), request()));
        RequestContext answering = request().answering(challenge.id(), proof);
        return node.kit.signIn().withPassword(login, password(password), answering);
    }

    @Test
    @Tag("attack:A6")
    @Tag("req:RTS-4.3a-01")
    void a_right_code_behind_a_wrong_password_is_refused_like_a_wrong_code_behind_a_right_one() {
        world.advance(Duration.ofMinutes(1));
        Map<String, Supplier<Decision<?>>> calls = new LinkedHashMap<>();
        calls.put(
                "right password, wrong code",
                () -> answered(owner.login(), World.PASSWORD, new Proof.Code("totp", "000000")));
        calls.put("wrong password, right code", () -> answered(owner.login(), World.NEW_PASSWORD, moves.code(app)));
        calls.put("unknown login, right code", () -> answered(unknown, World.PASSWORD, moves.code(app)));
        assertIndistinguishable(calls);
    }

    @Test
    @Tag("attack:A6")
    @Tag("req:ASVS-6.3.8")
    void registering_a_taken_and_a_free_address_answers_and_costs_the_same() {
        Map<String, Supplier<Decision<?>>> calls = new LinkedHashMap<>();
        calls.put("taken", () -> node.kit.registration().register(EmailAddress.of("owner@example.jp"), request()));
        calls.put("free", () -> node.kit.registration().register(EmailAddress.of("free@example.jp"), request()));
        assertIndistinguishable(calls);
        assertEquals(1, world.count("registration-taken", "owner@example.jp"));
        assertEquals(1, world.count("registration", "free@example.jp"));
        assertEquals(1, world.count("registration", "owner@example.jp"), "only the one of long ago");
    }

    @Test
    @Tag("attack:A6")
    @Tag("req:ASVS-6.3.8")
    void a_reset_request_answers_and_costs_the_same_for_known_unknown_frozen_and_half_proved_logins() {
        World.Customer frozen = frozen();
        World.Customer other = world.customer("other@example.jp");
        moves.claim(other.session(), other.phone(), "second@example.jp");
        Map<String, Supplier<Decision<?>>> calls = new LinkedHashMap<>();
        calls.put("known", () -> reset(owner.login()));
        calls.put("unknown", () -> reset(unknown));
        calls.put("frozen", () -> reset(frozen.login()));
        calls.put("claimed by somebody", () -> reset(EmailAddress.of("second@example.jp")));
        calls.put("a number", () -> reset(Login.parse("+819012345678")));
        assertIndistinguishable(calls);
        assertEquals(0, world.count("reset", "frozen@example.jp"));
    }

    private Decision<?> reset(Login login) {
        return node.kit.passwordReset().request(login, request());
    }

    @Test
    @Tag("attack:A6")
    void spending_the_budget_looks_the_same_for_logins_that_exist_and_for_those_that_do_not() {
        for (int i = 0; i < 40; i++) {
            Map<String, Supplier<Decision<?>>> calls = new LinkedHashMap<>();
            calls.put("known", () -> signIn(owner.login(), World.NEW_PASSWORD));
            calls.put("unknown", () -> signIn(unknown, World.NEW_PASSWORD));
            List<String> seen = new ArrayList<>();
            calls.values().forEach(call -> seen.add(shape(call.get())));
            assertEquals(seen.get(0), seen.get(1), "attempt " + i);
        }
        assertEquals(
                org.authkit.model.Reason.TOO_MANY_ATTEMPTS,
                World.reason(node.kit.signIn().withPassword(unknown, password(World.PASSWORD), request())));
    }
}
