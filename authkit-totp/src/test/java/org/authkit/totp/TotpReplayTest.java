package org.authkit.totp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.authkit.model.Proof;
import org.authkit.spi.Factor.Verification.Accepted;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A step counts once, and time never runs backwards (attack A20). */
class TotpReplayTest {
    private static final TotpFactor FACTOR = TotpFactor.issuer("Acme Wallet");
    private static final Duration STEP = Duration.ofSeconds(30);
    private static final Instant ENROLLED = Bench.START;
    private static final Instant LATER = ENROLLED.plus(STEP.multipliedBy(10));

    private final Bench bench = Bench.enrolled(FACTOR, 7, ENROLLED);

    @Test
    @Tag("attack:A20")
    @Tag("req:TOTP-5.2-03")
    @Tag("req:ASVS-6.5.1")
    @Tag("req:N63B-3.1.4.2-02")
    void the_same_code_is_accepted_once_and_never_again() {
        String code = bench.app.code(LATER);
        assertEquals("accepted", bench.use(code, LATER));
        for (int seconds = 0; seconds < 60; seconds++) {
            assertEquals("replayed", bench.use(code, LATER.plusSeconds(seconds)));
        }
        assertEquals("wrong-code", bench.use(code, LATER.plusSeconds(60)));
    }

    @Test
    @Tag("attack:A20")
    @Tag("req:TOTP-5.2-03")
    void the_code_before_is_refused_once_the_newer_one_was_accepted() {
        assertEquals("accepted", bench.use(bench.app.code(LATER), LATER));
        assertEquals("replayed", bench.use(bench.app.code(LATER.minus(STEP)), LATER));
    }

    @Test
    void the_code_before_and_then_the_current_one_are_both_accepted() {
        assertEquals("accepted", bench.use(bench.app.code(LATER.minus(STEP)), LATER));
        assertEquals("accepted", bench.use(bench.app.code(LATER), LATER));
    }

    @Test
    @Tag("attack:A20")
    @Tag("req:TOTP-5.2-03")
    @Tag("req:ASVS-6.5.1")
    void the_code_that_confirmed_the_enrollment_is_spent() {
        assertEquals("replayed", bench.use(bench.app.code(ENROLLED), ENROLLED));
        assertEquals("replayed", bench.use(bench.app.code(ENROLLED), ENROLLED.plusSeconds(59)));
        assertEquals("replayed", bench.use(bench.app.code(ENROLLED.minus(STEP)), ENROLLED));
    }

    @Test
    @Tag("attack:A20")
    void a_clock_set_back_accepts_nothing_old() {
        assertEquals("accepted", bench.use(bench.app.code(LATER), LATER));
        for (int seconds = 1; seconds <= 300; seconds++) {
            Instant back = LATER.minusSeconds(seconds);
            assertEquals("replayed", bench.use(bench.app.code(back), back));
            assertEquals("replayed", bench.use(bench.app.code(back.minus(STEP)), back));
        }
    }

    @Test
    @DisplayName("10,000 random walks: exactly the unused steps T and T-1 are accepted, and each of them once")
    @Tag("attack:A20")
    @Tag("req:TOTP-5.2-02")
    @Tag("req:TOTP-6-01")
    @Tag("req:N63B-3.1.4.2-03")
    void random_walks() {
        long seed = new Random().nextLong();
        System.out.println("TotpReplayTest.random_walks: seed " + seed);
        Random random = new Random(seed);
        int accepted = 0;
        for (int walk = 0; walk < 100; walk++) {
            Bench walker = Bench.enrolled(factor(random), random.nextLong(), ENROLLED);
            long last = walker.app.step(ENROLLED);
            Instant now = ENROLLED;
            for (int i = 0; i < 100; i++) {
                now = now.plusSeconds(random.nextInt(-60, 120));
                long step = walker.app.step(now) + random.nextInt(-4, 4);
                String code = walker.app.codeOf(step);
                long newest = newestWith(walker.app, code, walker.app.step(now));
                boolean right = newest > last;
                assertEquals(right, "accepted".equals(walker.use(code, now)), "seed " + seed);
                last = right ? newest : last;
                accepted += right ? 1 : 0;
            }
        }
        assertTrue(accepted > 1_000, "walks that show something: " + accepted);
    }

    /** The step that code stands for, or -1: nearly always the one it was computed for. */
    private static long newestWith(App app, String code, long current) {
        if (app.codeOf(current).equals(code)) {
            return current;
        }
        return app.codeOf(current - 1).equals(code) ? current - 1 : -1;
    }

    private static TotpFactor factor(Random random) {
        TotpAlgorithm[] all = TotpAlgorithm.values();
        return FACTOR.withAlgorithm(all[random.nextInt(all.length)])
                .withDigits(random.nextInt(6, 9))
                .withPeriod(Duration.ofSeconds(random.nextInt(15, 61)));
    }

    @Test
    @DisplayName("of all million codes the current one and the one before it are right, and no other")
    @Tag("attack:A19")
    @Tag("req:TOTP-5.2-02")
    void every_guess() {
        Set<String> live = Set.of(bench.app.code(LATER), bench.app.code(LATER.minus(STEP)));
        int right = 0;
        for (int guess = 0; guess < 1_000_000; guess++) {
            String code = String.format(Locale.ROOT, "%06d", guess);
            boolean accepted = bench.check(new Proof.Code("totp", code), LATER) instanceof Accepted;
            assertEquals(live.contains(code), accepted, code);
            right += accepted ? 1 : 0;
        }
        assertEquals(2, right);
    }

    @Test
    void a_refusal_leaves_nothing_to_store_and_an_acceptance_changes_the_state() {
        String before = bench.credential.state();
        bench.use("000000", LATER);
        assertEquals(before, bench.credential.state());
        bench.use(bench.app.code(LATER), LATER);
        assertNotEquals(before, bench.credential.state());
    }

    @Test
    void a_clock_before_1970_accepts_nothing_and_breaks_nothing() {
        String code = bench.app.code(LATER);
        assertFalse(bench.check(new Proof.Code("totp", code), Instant.MIN) instanceof Accepted);
        assertFalse(bench.check(new Proof.Code("totp", code), Instant.EPOCH) instanceof Accepted);
        assertFalse(bench.check(new Proof.Code("totp", code), Instant.MAX) instanceof Accepted);
    }
}
