package org.authkit.internal.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.authkit.internal.account.Clock;
import org.authkit.internal.account.Ring;
import org.authkit.internal.account.Vault;
import org.authkit.model.Action;
import org.authkit.model.Evidence;
import org.authkit.spi.Factor;
import org.authkit.spi.MemoryStorage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChallengesTest {
    private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");

    private final Ring ring = Ring.of("k1", 1);
    private final Vault vault = Vault.open(ring, new MemoryStorage(new Clock()), new SecureRandom());
    private final Challenges challenges = new Challenges(vault);

    private static Challenges.Content content(Map<Evidence, Instant> evidence, String device, String binding) {
        return new Challenges.Content(
                "nonce", Action.PAY, binding, "session", "client", "digest", new TreeMap<>(evidence), device, 7, T);
    }

    @Test
    void what_was_issued_comes_back() {
        for (Challenges.Content content : List.of(
                content(Map.of(Evidence.PASSWORD, T, Evidence.IDENTITY, T.plusMillis(5)), "d1", "account"),
                content(Map.of(), null, "太郎"))) {
            assertEquals(Optional.of(content), challenges.open(challenges.seal(content)));
        }
    }

    @Test
    @Tag("attack:A1")
    void the_id_is_equally_long_whatever_was_proved_and_whoever_is_asked() {
        Set<Integer> lengths = new HashSet<>();
        Map<Evidence, Instant> all = new TreeMap<>();
        for (Evidence evidence :
                List.of(Evidence.PASSWORD, Evidence.TOTP, Evidence.DEVICE_UV, Evidence.EMAIL, Evidence.IDENTITY)) {
            all.put(evidence, T);
            lengths.add(challenges.seal(content(all, null, "a")).length());
        }
        lengths.add(challenges.seal(content(Map.of(), null, "")).length());
        lengths.add(
                challenges.seal(content(all, "d".repeat(43), "x".repeat(254))).length());
        assertEquals(1, lengths.size(), lengths::toString);
    }

    @Test
    void what_would_not_fit_is_a_fault_and_never_a_longer_id() {
        Challenges.Content huge = content(Map.of(), null, "x".repeat(2_000));
        assertThrows(IllegalStateException.class, () -> challenges.seal(huge));
    }

    @Test
    @Tag("attack:A44")
    void edited_cut_and_oversized_ids_are_no_challenges() {
        String id = challenges.seal(content(Map.of(), "d1", "account"));
        byte[] bytes = Base64.getUrlDecoder().decode(id);
        for (int at = 0; at < bytes.length; at += 7) {
            byte[] edited = bytes.clone();
            edited[at] ^= 1;
            assertTrue(
                    open(Base64.getUrlEncoder().withoutPadding().encodeToString(edited))
                            .isEmpty(),
                    "byte " + at);
        }
        for (String wrong : List.of("", "x", "%%%", "=", " ", id.substring(1), id + id, "A".repeat(1_000_000))) {
            assertTrue(open(wrong).isEmpty());
        }
    }

    @Test
    void foreign_values_are_no_challenges() {
        Vault elsewhere = Vault.open(ring, new MemoryStorage(new Clock()), new SecureRandom());
        byte[] plain = "{}".getBytes(UTF_8);
        for (byte[] sealed : List.of(
                vault.seal("setup", "", plain), vault.seal("ticket", "", plain), vault.seal("challenge", "x", plain))) {
            assertTrue(open(Base64.getUrlEncoder().encodeToString(sealed)).isEmpty());
        }
        ring.add("k2", 2);
        String later = new Challenges(elsewhere).seal(content(Map.of(), null, "a"));
        assertTrue(open(later).isPresent(), "the same ring");
        Challenges other =
                new Challenges(Vault.open(Ring.of("k1", 9), new MemoryStorage(new Clock()), new SecureRandom()));
        assertTrue(other.open(later).isEmpty(), "a ring without its key");
        assertTrue(other.open(challenges.seal(content(Map.of(), null, "a"))).isEmpty());
    }

    private Optional<Challenges.Content> open(String id) {
        return challenges.open(id);
    }

    @Test
    @Tag("attack:A34")
    void the_digest_covers_action_every_argument_and_what_is_concealed() {
        Set<String> digests = new HashSet<>(List.of(
                challenges.digest(Action.PAY, Call.sorted("payee", "A", "amount", "1"), ""),
                challenges.digest(Action.TRANSFER, Call.sorted("payee", "A", "amount", "1"), ""),
                challenges.digest(Action.PAY, Call.sorted("payee", "B", "amount", "1"), ""),
                challenges.digest(Action.PAY, Call.sorted("payee", "A", "amount", "11"), ""),
                challenges.digest(Action.PAY, Call.sorted("payee", "A"), ""),
                challenges.digest(Action.PAY, Call.sorted("payee", "A", "amount", "1"), "password")));
        assertEquals(6, digests.size());
    }

    @Test
    @Tag("attack:A21")
    void the_statement_is_what_the_customer_sees() {
        Factor.Statement statement = Challenges.statement(
                Action.PAY,
                Call.sorted("payee", "髙﨑商店 🍣", "amount", "1200", "currency", "JPY", "reference", "o-1"),
                "n-1");
        assertEquals("authkit-pay+jws", statement.type());
        assertEquals(
                "{\"action\":\"pay\",\"amount\":\"1200\",\"challenge\":\"n-1\",\"currency\":\"JPY\","
                        + "\"payee\":\"髙﨑商店 🍣\",\"reference\":\"o-1\",\"v\":\"1\"}",
                statement.text());
    }

    @Test
    void no_argument_replaces_action_nonce_or_version() {
        Factor.Statement statement =
                Challenges.statement(Action.PAY, Call.sorted("action", "view", "challenge", "old", "v", "9"), "n-1");
        assertEquals("{\"action\":\"pay\",\"challenge\":\"n-1\",\"v\":\"1\"}", statement.text());
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    @Tag("req:JWTBCP-3.11-01")
    void every_action_has_a_statement_type_of_its_own(Action action) {
        for (Action other : Action.values()) {
            if (other != action) {
                assertNotEquals(
                        Challenges.statement(other, Call.sorted(), "n").type(),
                        Challenges.statement(action, Call.sorted(), "n").type());
            }
        }
    }
}
