package org.authkit.internal.password;

import static org.authkit.internal.password.PasswordHasher.Verdict.MATCH;
import static org.authkit.internal.password.PasswordHasher.Verdict.MATCH_REHASH;
import static org.authkit.internal.password.PasswordHasher.Verdict.MISMATCH;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.authkit.internal.password.PasswordHasher.Verdict;
import org.authkit.model.Password;
import org.authkit.spi.SlowHash;
import org.authkit.spi.SlowHash.Cost;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHasherTest {
    private static final Cost COST = PasswordHasher.DEFAULT_COST;

    private final CheapEngine engine = new CheapEngine();
    private final PasswordHasher hasher = hasher(engine, COST);

    @Test
    @Tag("req:ARGON2-4-02")
    @Tag("req:N63B-3.1.1.2-11")
    @Tag("req:N63B-3.1.1.2-14")
    void a_record_is_a_phc_string_with_the_default_cost() {
        final String record = hasher.hash(Password.of("correct horse battery"));

        assertTrue(
                record.matches("\\$argon2id\\$v=19\\$m=65536,t=3,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}"), record);
        assertEquals(List.of(new Cost(65_536, 3, 1, 32)), engine.calls);
    }

    @Test
    void real_argon2_at_the_default_cost_round_trips_through_both_engines() {
        final PasswordHasher nativeHasher = hasher(new Argon2JvmEngine(), COST);
        final PasswordHasher javaHasher = hasher(new BouncyCastleEngine(), COST);
        final String record = nativeHasher.hash(Password.of("correct horse が"));

        assertEquals(MATCH, javaHasher.verify(Password.of("correct horse か\u3099"), record));
        assertEquals(MISMATCH, javaHasher.verify(Password.of("correct horse か"), record));
    }

    @Test
    @Tag("req:N63B-3.1.1.2-13")
    @Tag("req:ARGON2-4-03")
    void every_record_has_a_salt_of_its_own() {
        final Set<String> salts = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            final PhcRecord record = PhcRecord.parse(hasher.hash(Password.of("the same password")));
            assertEquals(16, record.saltLength());
            salts.add(HexFormat.of().formatHex(record.salt()));
        }
        assertEquals(1_000, salts.size());
    }

    static List<Arguments> differences() {
        return List.of(
                Arguments.of("a", "b"),
                Arguments.of("Z", "z"),
                Arguments.of(" ", ""),
                Arguments.of("\0", ""),
                Arguments.of("\0", "\1"),
                Arguments.of("が", "か"),
                Arguments.of("😀", "😁"),
                Arguments.of("é", "e"),
                Arguments.of("Ａ", "A"));
    }

    /** Every pair that differs in one place, at each sampled length: also beyond 72 bytes and at 128 code points. */
    @ParameterizedTest
    @MethodSource("differences")
    @Tag("attack:A23")
    @Tag("req:ASVS-6.2.8")
    @Tag("req:N63B-3.1.1.2-9-01")
    void no_length_and_no_character_makes_two_passwords_one(String x, String y) {
        for (int length = 0; length < 128; length += length < 8 || (length > 60 && length < 80) ? 1 : 7) {
            for (final String fill : List.of("p", "ぱ", "😀", "\0")) {
                final String prefix = fill.repeat(length);
                final String record = hasher.hash(Password.of(prefix + y));
                assertEquals(MATCH, hasher.verify(Password.of(prefix + y), record));
                assertEquals(MISMATCH, hasher.verify(Password.of(prefix + x), record), () -> prefix + x);
                assertEquals(MISMATCH, hasher.verify(Password.of(x + prefix + y), record));
            }
        }
    }

    @Test
    @Tag("attack:A23")
    void width_is_not_folded_and_nothing_is_trimmed() {
        final String record = hasher.hash(Password.of("password ｶﾞ ok"));

        assertEquals(MISMATCH, hasher.verify(Password.of("ｐａｓｓｗｏｒｄ ｶﾞ ok"), record));
        assertEquals(MISMATCH, hasher.verify(Password.of("password ガ ok"), record));
        assertEquals(MISMATCH, hasher.verify(Password.of("password ｶﾞ ok "), record));
        assertEquals(MISMATCH, hasher.verify(Password.of("Password ｶﾞ ok"), record));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83dcorrect horse", "\ud83ecorrect horse"})
    @Tag("attack:A23")
    @Tag("attack:A24")
    void a_malformed_password_matches_nothing_and_costs_nothing(String malformed) {
        final String question = hasher.hash(Password.of("?correct horse"));
        final String replacement = hasher.hash(Password.of("\ufffdcorrect horse"));
        engine.calls.clear();

        assertEquals(MISMATCH, hasher.verify(Password.of(malformed), question));
        assertEquals(MISMATCH, hasher.verify(Password.of(malformed), replacement));
        assertThrows(IllegalArgumentException.class, () -> hasher.hash(Password.of(malformed)));
        assertEquals(List.of(), engine.calls);
    }

    @Test
    @Tag("attack:A24")
    @Tag("req:OPS-PBKDF2Pre-Hashing-01")
    void a_password_of_a_megabyte_costs_no_hash_for_a_known_and_for_an_unknown_login() {
        final String record = hasher.hash(Password.of("correct horse battery"));
        final Password megabyte = Password.of("x".repeat(1 << 20));
        engine.calls.clear();

        assertEquals(MISMATCH, hasher.verify(megabyte, record));
        hasher.dummy(megabyte);
        assertThrows(IllegalArgumentException.class, () -> hasher.hash(megabyte));
        assertEquals(List.of(), engine.calls);
    }

    @Test
    @Tag("req:N63B-3.1.1.2-12")
    @Tag("req:OPS-WorkFactors-01")
    void a_match_under_other_parameters_asks_to_be_hashed_again() {
        final Password password = Password.of("correct horse battery");
        final List<Cost> others = List.of(
                new Cost(47_104, 3, 1, 32),
                new Cost(65_536, 2, 1, 32),
                new Cost(65_536, 3, 4, 32),
                new Cost(65_536, 3, 1, 16),
                new Cost(131_072, 3, 1, 32));
        for (final Cost other : others) {
            final String record = hasher(engine, other).hash(password);
            assertEquals(MATCH_REHASH, hasher.verify(password, record), record);
            assertEquals(MISMATCH, hasher.verify(Password.of("correct horse"), record), record);
            assertEquals(MATCH, hasher.verify(password, hasher.hash(password)));
        }
        final byte[] shortSalt = new byte[8];
        final String record = new PhcRecord(COST, shortSalt, engine.hash(password.utf8(), shortSalt, COST)).encoded();
        assertEquals(MATCH_REHASH, hasher.verify(password, record));
    }

    @Test
    @Tag("attack:A24")
    void dummy_work_is_the_work_of_a_verification_at_the_current_cost() {
        final Password password = Password.of("correct horse battery");
        final String record = hasher.hash(password);
        engine.calls.clear();

        hasher.verify(Password.of("wrong horse battery"), record);
        hasher.dummy(password);

        assertEquals(List.of(COST, COST), engine.calls);
    }

    @Test
    void the_secret_given_to_the_engine_is_wiped_also_when_the_engine_fails() {
        final List<byte[]> given = new ArrayList<>();
        final SlowHash keeping = new CheapEngine() {
            @Override
            public byte[] hash(byte[] secret, byte[] salt, Cost cost) {
                given.add(secret);
                if (given.size() > 1) {
                    throw new IllegalStateException("no memory");
                }
                return super.hash(secret, salt, cost);
            }
        };
        final PasswordHasher keeper = hasher(keeping, COST);

        final String record = keeper.hash(Password.of("correct horse"));
        assertThrows(IllegalStateException.class, () -> keeper.verify(Password.of("correct horse"), record));

        assertEquals(2, given.size());
        given.forEach(secret -> assertArrayEquals(new byte[13], secret));
    }

    @Test
    void an_engine_that_answers_with_another_length_is_not_believed() {
        final PasswordHasher broken = hasher(
                new CheapEngine() {
                    @Override
                    public byte[] hash(byte[] secret, byte[] salt, Cost cost) {
                        return new byte[0];
                    }
                },
                COST);

        assertThrows(IllegalStateException.class, () -> broken.hash(Password.of("correct horse")));
    }

    @ParameterizedTest
    @CsvSource({"47103,1", "19455,2", "12287,3", "12287,64", "9216,4", "7168,5", "8,1"})
    @Tag("req:OPS-Argon2id-01")
    void a_cost_below_every_floor_is_refused(int memory, int iterations) {
        assertThrows(IllegalArgumentException.class, () -> hasher(engine, new Cost(memory, iterations, 1, 32)));
    }

    @ParameterizedTest
    @CsvSource({"47104,1", "19456,2", "12288,3", "65536,1", "262144,16"})
    @Tag("req:OPS-Argon2id-01")
    void a_cost_at_a_floor_or_above_works(int memory, int iterations) {
        final PasswordHasher other = hasher(engine, new Cost(memory, iterations, 1, 32));
        final Password password = Password.of("correct horse");

        assertEquals(MATCH, other.verify(password, other.hash(password)));
    }

    @ParameterizedTest
    @CsvSource({"262145,3,1,32", "65536,65,1,32", "262144,17,1,32", "65536,3,17,32", "65536,3,1,15", "65536,3,1,65"})
    void a_cost_whose_records_could_not_be_read_back_is_refused(int memory, int iterations, int lanes, int tag) {
        assertThrows(IllegalArgumentException.class, () -> hasher(engine, new Cost(memory, iterations, lanes, tag)));
    }

    @Test
    @Tag("attack:A23")
    void the_reference_implementations_strings_verify_or_are_refused_as_it_says() throws Exception {
        final PasswordHasher real = hasher(new BouncyCastleEngine(), COST);
        int accepted = 0;
        int refused = 0;
        for (final Map<String, Object> known : Vectors.cases("argon2_reference_test_c.json")) {
            final Password password = Password.of((String) known.get("password_utf8"));
            final String record = (String) known.get("encoded");
            if (known.get("variant").equals("argon2id")) {
                assertEquals("accept", known.get("expect"));
                final Verdict verdict = real.verify(password, record);
                assertEquals(MATCH_REHASH, verdict, record);
                assertNotEquals(MATCH_REHASH, real.verify(Password.of("Password"), record), record);
                accepted++;
            } else {
                // Other variants are not ours, whatever they would verify.
                assertThrows(MalformedRecordException.class, () -> real.verify(password, record), record);
                refused++;
            }
        }
        assertEquals(8, accepted);
        assertEquals(26, refused);
    }

    private static PasswordHasher hasher(SlowHash engine, Cost cost) {
        return new PasswordHasher(engine, cost, new SecureRandom(), 4);
    }
}
