package org.authkit.verification;

import static org.authkit.verification.World.allowed;
import static org.authkit.verification.World.challenged;
import static org.authkit.verification.World.denied;
import static org.authkit.verification.World.password;
import static org.authkit.verification.World.reason;
import static org.authkit.verification.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.authkit.AuthKit;
import org.authkit.model.Acknowledged;
import org.authkit.model.Action;
import org.authkit.model.Challenge;
import org.authkit.model.Decision;
import org.authkit.model.EmailAddress;
import org.authkit.model.Proof;
import org.authkit.model.Reason;
import org.authkit.model.RequestContext;
import org.authkit.model.Session;
import org.authkit.policy.Policy;
import org.authkit.policy.Rule;
import org.authkit.policy.Waiver;
import org.authkit.testkit.SoftwareAuthenticator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Guessing, replaying and flooding: budgets belong to what is guessed, never to the session it is guessed in. */
class GuessingAttackTest {
    private static final URI SIGN_IN = URI.create("https://wallet.example/api/sign-in");
    private static final int STRANGERS_BUDGET = Policy.wallet()
            .rule(Action.SIGN_IN)
            .budgets()
            .get(Rule.Lane.STRANGER)
            .attempts();

    private final World world = World.inMemory();
    private final Moves moves = new Moves(world);
    private final World.Customer owner = world.customer("owner@example.jp");
    private final SoftwareAuthenticator app = world.enrollTotp(owner.session(), Optional.of(owner.phone()));

    /** A kit on the same storage that counts how often a code is compared. */
    private AuthKit counting(AtomicInteger comparisons) {
        return AuthKit.builder(world.storage, world.notifier, world.keys)
                .service("Acme Wallet")
                .factor(world.device)
                .factor(new CountingFactor<>(world.totp, comparisons))
                .policy(Policy.wallet())
                .slowHash(world.hashing)
                .clock(world.clock)
                .random(world.random)
                .waive(Waiver.INSECURE_TEST_HASHING)
                .build();
    }

    private RequestContext from(int client) {
        return RequestContext.of("198.51.100." + client % 250, "Bot/" + client);
    }

    private Proof.Code wrongCode(int guess) {
        String code = String.format(Locale.ROOT, "%06d", guess % 1_000_000);
        boolean right = code.equals(app.codeAt(world.clock.instant()))
                || code.equals(app.codeAt(world.clock.instant().minusSeconds(30)));
        return new Proof.Code("totp", right ? "x" : code);
    }

    @Test
    @Tag("attack:A19")
    @Tag("req:ASVS-6.3.1")
    void a_thousand_sign_ins_from_a_thousand_clients_share_one_budget_of_codes() {
        AtomicInteger comparisons = new AtomicInteger();
        AuthKit kit = counting(comparisons);
        List<Challenge> challenges = new ArrayList<>();
        for (int i = 0; challenges.size() < 1000; i++) {
            world.advance(Duration.ofMillis(i % 20 == 0 ? 100 : 0));
            Decision<Session> first = kit.signIn().withPassword(owner.login(), password(World.PASSWORD), from(i));
            if (first instanceof Decision.Challenged<Session> c) {
                challenges.add(c.challenge());
            } else {
                assertEquals(Reason.TOO_MANY_ATTEMPTS, reason(first));
                break;
            }
        }
        assertEquals(STRANGERS_BUDGET, challenges.size(), "right passwords are counted like wrong ones");
        for (int i = 0; i < 1000; i++) {
            int client = i % challenges.size();
            kit.signIn()
                    .withPassword(
                            owner.login(),
                            password(World.PASSWORD),
                            from(client).answering(challenges.get(client).id(), wrongCode(i)));
        }
        assertTrue(comparisons.get() <= STRANGERS_BUDGET, comparisons + " comparisons");
        assertTrue(comparisons.get() >= STRANGERS_BUDGET - 1, "the first guesses were compared: " + comparisons);
    }

    @Test
    @Tag("attack:A19")
    void a_day_of_guessing_at_full_speed_compares_no_more_codes_than_the_policy_says() {
        AtomicInteger comparisons = new AtomicInteger();
        AuthKit kit = counting(comparisons);
        int guesses = 0;
        for (int minute = 0; minute < 24 * 60; minute += 10) {
            for (int i = 0; i < 7; i++) {
                guesses++;
                Decision<Session> first = kit.signIn().withPassword(owner.login(), password(World.PASSWORD), from(i));
                if (first instanceof Decision.Challenged<Session> c) {
                    kit.signIn()
                            .withPassword(
                                    owner.login(),
                                    password(World.PASSWORD),
                                    from(i).answering(c.challenge().id(), wrongCode(guesses)));
                }
            }
            world.advance(Duration.ofMinutes(10));
        }
        assertTrue(guesses >= 1000);
        assertTrue(comparisons.get() <= STRANGERS_BUDGET + 24, comparisons + " comparisons in a day");
    }

    @Test
    @Tag("attack:A19")
    void after_the_budget_even_the_right_code_is_refused_and_a_right_password_refills_nothing() {
        for (int i = 0; i < STRANGERS_BUDGET; i++) {
            Challenge challenge =
                    challenged(world.kit.signIn().withPassword(owner.login(), password(World.PASSWORD), from(i)));
            RequestContext answering = from(i).answering(challenge.id(), wrongCode(i));
            assertEquals(
                    Reason.WRONG_CREDENTIALS,
                    reason(world.kit.signIn().withPassword(owner.login(), password(World.PASSWORD), answering)));
        }
        var refused = denied(world.kit.signIn().withPassword(owner.login(), password(World.PASSWORD), request()));
        assertEquals(Reason.TOO_MANY_ATTEMPTS, refused.reason());
        Instant retryAt = refused.retryAt().orElseThrow();
        assertTrue(retryAt.isAfter(world.clock.instant()));
        world.clock.set(retryAt);
        Challenge challenge =
                challenged(world.kit.signIn().withPassword(owner.login(), password(World.PASSWORD), request()));
        assertTrue(challenge.anyOf().size() > 1);
    }

    @Test
    @Tag("attack:A19")
    @Tag("req:ASVS-6.3.5")
    void the_third_wrong_code_behind_a_right_password_is_told_to_every_verified_contact_and_phone() {
        for (int miss = 1; miss <= 5; miss++) {
            Challenge challenge =
                    challenged(world.kit.signIn().withPassword(owner.login(), password(World.PASSWORD), request()));
            world.kit
                    .signIn()
                    .withPassword(
                            owner.login(),
                            password(World.PASSWORD),
                            request().answering(challenge.id(), wrongCode(miss)));
            assertEquals(miss < 3 ? 0 : 1, world.count("wrong-codes", "owner@example.jp"), "after miss " + miss);
        }
        assertEquals(1, world.count("wrong-codes", owner.phone().thumbprint()));
    }

    @Test
    @Tag("attack:A19")
    void wrong_codes_behind_wrong_passwords_tell_the_owner_nothing_and_are_never_compared() {
        AtomicInteger comparisons = new AtomicInteger();
        AuthKit kit = counting(comparisons);
        for (int i = 0; i < 8; i++) {
            Challenge challenge =
                    challenged(kit.signIn().withPassword(owner.login(), password(World.NEW_PASSWORD), request()));
            kit.signIn()
                    .withPassword(
                            owner.login(),
                            password(World.NEW_PASSWORD),
                            request().answering(challenge.id(), moves.code(app)));
        }
        assertEquals(0, comparisons.get());
        assertEquals(0, world.count("wrong-codes", "owner@example.jp"));
    }

    @Test
    @Tag("attack:A20")
    @Tag("req:ASVS-6.5.1")
    void a_code_is_accepted_once_in_its_step_in_the_next_step_and_after_the_clock_went_back() {
        world.advance(Duration.ofMinutes(2));
        Instant then = world.clock.instant();
        String code = app.codeAt(then);
        allowed(signInWith(code));
        assertEquals(Reason.WRONG_CREDENTIALS, reason(signInWith(code)), "the same step");
        world.advance(Duration.ofSeconds(29));
        assertEquals(Reason.WRONG_CREDENTIALS, reason(signInWith(code)), "29 seconds later");
        world.clock.set(then.minusSeconds(60));
        assertEquals(Reason.WRONG_CREDENTIALS, reason(signInWith(code)), "the clock went back a minute");
        String older = app.codeAt(then.minusSeconds(60));
        assertEquals(Reason.WRONG_CREDENTIALS, reason(signInWith(older)), "an older code, never used");
        world.clock.set(then.plusSeconds(60));
        allowed(signInWith(app.codeAt(world.clock.instant())));
    }

    private Decision<Session> signInWith(String code) {
        return moves.signIn(owner.login(), World.PASSWORD, challenge -> new Proof.Code("totp", code));
    }

    @Test
    @Tag("attack:A20")
    @Tag("attack:A9")
    void a_code_used_to_sign_in_proves_nothing_to_a_reset_and_one_used_there_signs_nobody_in() {
        world.advance(Duration.ofMinutes(2));
        String code = app.codeAt(world.clock.instant());
        allowed(signInWith(code));
        var ticket = moves.resetTicket("owner@example.jp");
        assertEquals(
                Reason.WRONG_PROOF,
                reason(moves.reset(ticket, World.NEW_PASSWORD, challenge -> new Proof.Code("totp", code))));
        world.advance(Duration.ofSeconds(60));
        String next = app.codeAt(world.clock.instant());
        allowed(moves.reset(ticket, World.NEW_PASSWORD, challenge -> new Proof.Code("totp", next)));
        assertEquals(
                Reason.WRONG_CREDENTIALS,
                reason(moves.signIn(owner.login(), World.NEW_PASSWORD, challenge -> new Proof.Code("totp", next))));
    }

    @Test
    @Tag("attack:A15")
    @Tag("req:ASVS-6.1.1")
    void a_flood_of_wrong_passwords_never_locks_out_the_bound_phone_that_signs_its_request() {
        for (int i = 0; i < 500; i++) {
            world.kit.signIn().withPassword(owner.login(), password(World.NEW_PASSWORD), from(i));
        }
        assertEquals(
                Reason.TOO_MANY_ATTEMPTS,
                reason(world.kit.signIn().withPassword(owner.login(), password(World.PASSWORD), from(1))));
        for (int i = 0; i < 20; i++) {
            allowed(signInFromPhone());
            world.kit.signIn().withPassword(owner.login(), password(World.NEW_PASSWORD), from(i));
        }
    }

    private Decision<Session> signInFromPhone() {
        String proof = owner.phone().proveRequest("POST", SIGN_IN, Optional.empty(), world.clock.instant());
        return world.kit
                .signIn()
                .withPassword(
                        owner.login(),
                        password(World.PASSWORD),
                        request().withHttp(new RequestContext.Http("POST", SIGN_IN, Optional.of(proof))));
    }

    @Test
    @Tag("attack:A15")
    void five_hundred_reset_requests_in_an_hour_bring_at_most_three_mails_and_the_owner_still_signs_in() {
        int accepted = 0;
        for (int i = 0; i < 500; i++) {
            Decision<Acknowledged> decision = world.kit.passwordReset().request(owner.login(), from(i));
            accepted += decision.fold(ok -> 1, c -> 0, d -> 0);
            world.advance(Duration.ofMillis(7200));
        }
        assertTrue(accepted <= 3, accepted + " requests were let through");
        assertEquals(accepted, world.count("reset", "owner@example.jp"));
        assertFalse(accepted == 0);
        allowed(signInFromPhone());
        assertEquals(
                0, world.count("reset", EmailAddress.of("nobody@example.jp").canonical()));
    }
}
