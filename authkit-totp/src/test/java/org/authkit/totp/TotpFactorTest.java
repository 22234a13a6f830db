package org.authkit.totp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.authkit.model.Action;
import org.authkit.model.Password;
import org.authkit.model.Proof;
import org.authkit.spi.Factor.Begun;
import org.authkit.spi.Factor.Confirmed;
import org.authkit.spi.Factor.Verification.Refused;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of one authenticator, from the QR code to its codes. */
class TotpFactorTest {
    private static final TotpFactor FACTOR = TotpFactor.issuer("Acme Wallet");
    private static final Instant NOW = Bench.START;

    private final Bench bench = new Bench(FACTOR, 42);

    @Test
    void it_says_what_it_is() {
        assertEquals("totp", FACTOR.kind());
        assertEquals(Action.ENROLL_FACTOR, FACTOR.enrollAction());
        assertEquals(Action.REMOVE_FACTOR, FACTOR.removeAction());
        assertEquals(5, FACTOR.limit());
        assertEquals(
                Map.of("factor", "totp", "name", "My phone"),
                FACTOR.describe(new NewTotp("My phone", "taro@example.jp")));
    }

    @Test
    @Tag("req:TOTP-5.2-01")
    @Tag("req:TOTP-5.1-01")
    @Tag("req:HOTP-4R6-01")
    void by_default_it_is_what_every_app_understands() {
        App app = new App(bench.begin(NOW).setup().otpauthUri());
        assertEquals("SHA1", app.parameters.get("algorithm"));
        assertEquals("6", app.parameters.get("digits"));
        assertEquals("30", app.parameters.get("period"));
        assertEquals(160, app.secret().length * 8);
    }

    @Test
    @Tag("req:TOTP-5.1-01")
    void a_secret_is_as_long_as_the_output_of_its_hash() {
        assertEquals(32, secretOf(FACTOR.withAlgorithm(TotpAlgorithm.SHA256)).length);
        assertEquals(64, secretOf(FACTOR.withAlgorithm(TotpAlgorithm.SHA512)).length);
    }

    private static byte[] secretOf(TotpFactor factor) {
        return new App(new Bench(factor, 1).begin(NOW).setup().otpauthUri()).secret();
    }

    @Test
    @Tag("req:ASVS-6.5.3")
    @Tag("req:TOTP-3-01")
    void every_enrollment_has_a_secret_of_its_own() {
        Set<String> secrets = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            assertTrue(secrets.add(bench.begin(NOW).setup().secretBase32Grouped()));
        }
    }

    @Test
    void enrollment_is_complete_with_a_first_right_code_and_not_before() {
        Begun<TotpSetup> begun = bench.begin(NOW);
        App app = new App(begun.setup().otpauthUri());
        String wrong = app.code(NOW).equals("123456") ? "654321" : "123456";
        assertTrue(bench.confirm(begun.pending(), wrong, NOW).isEmpty());
        assertTrue(bench.confirm(begun.pending(), "", NOW).isEmpty());
        Confirmed confirmed = bench.confirm(begun.pending(), app.code(NOW), NOW).orElseThrow();
        assertEquals(16, Base64.getUrlDecoder().decode(confirmed.id()).length);
        assertEquals(22, confirmed.id().length());
        assertEquals(
                app.step(NOW), TotpState.parse(confirmed.state()).orElseThrow().last());
        Confirmed other = bench.confirm(begun.pending(), app.code(NOW), NOW).orElseThrow();
        assertNotEquals(confirmed.id(), other.id());
    }

    @Test
    @Tag("req:TOTP-5.2-02")
    @Tag("req:ASVS-6.5.8")
    @DisplayName("a code of 30 seconds counts from its own step to the end of the next, by the instant of the request")
    void window() {
        Instant step = NOW.plusSeconds(300);
        for (int seconds = -60; seconds < 120; seconds++) {
            Bench fresh = Bench.enrolled(FACTOR, seconds, NOW);
            String code = fresh.app.code(step);
            String expected = seconds >= 0 && seconds < 60 ? "accepted" : "wrong-code";
            assertEquals(expected, fresh.use(code, step.plusSeconds(seconds)), "after " + seconds + " s");
        }
    }

    @Test
    void authenticators_with_other_settings_work_and_keep_theirs() {
        for (TotpAlgorithm algorithm : TotpAlgorithm.values()) {
            for (int digits = 6; digits <= 8; digits++) {
                for (int period : List.of(15, 30, 60)) {
                    TotpFactor factor =
                            FACTOR.withAlgorithm(algorithm).withDigits(digits).withPeriod(Duration.ofSeconds(period));
                    Bench one = Bench.enrolled(factor, digits, NOW);
                    Bench underDefaults = new Bench(FACTOR, 1);
                    underDefaults.credential = one.credential;
                    Instant later = NOW.plusSeconds(600);
                    String code = one.app.code(later);
                    assertEquals(digits, code.length());
                    assertEquals("accepted", underDefaults.use(code, later));
                }
            }
        }
    }

    @Test
    void proofs_of_other_shapes_and_kinds_are_refused() {
        Bench enrolled = Bench.enrolled(FACTOR, 3, NOW);
        Instant later = NOW.plusSeconds(60);
        String code = enrolled.app.code(later);
        List<Proof> others = List.of(
                new Proof.Code("recovery", code),
                new Proof.Code("TOTP", code),
                new Proof.PasswordAgain(Password.of(code)),
                new Proof.Signature(code),
                new Proof.Supplied("totp", code));
        for (Proof other : others) {
            assertEquals(new Refused("not-a-code"), enrolled.check(other, later));
        }
        assertEquals("malformed-code", enrolled.use("12345", later));
        assertEquals("accepted", enrolled.use(code, later));
    }

    @Test
    void a_code_of_another_authenticator_is_wrong() {
        Bench mine = Bench.enrolled(FACTOR, 4, NOW);
        Bench other = Bench.enrolled(FACTOR, 5, NOW);
        Instant later = NOW.plusSeconds(60);
        assertEquals("wrong-code", mine.use(other.app.code(later), later));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 5, 9, 100})
    @Tag("req:HOTP-5.3-01")
    void fewer_than_six_digits_or_more_than_eight_are_a_callers_bug(int digits) {
        assertThrows(IllegalArgumentException.class, () -> FACTOR.withDigits(digits));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-30S", "PT14S", "PT14.999S", "PT30.5S", "PT60.001S", "PT61S", "PT2M", "P1D"})
    @Tag("req:N63B-3.1.4.1-01")
    void a_step_outside_15_to_60_whole_seconds_is_a_callers_bug(Duration step) {
        assertThrows(IllegalArgumentException.class, () -> FACTOR.withPeriod(step));
    }

    @Test
    void the_secret_is_in_no_text_but_those_that_show_it() {
        Begun<TotpSetup> begun = bench.begin(NOW);
        assertEquals("TotpSetup[redacted]", begun.setup().toString());
        assertFalse(Bench.enrolled(FACTOR, 9, NOW).credential.toString().contains("key="));
    }
}
