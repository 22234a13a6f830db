package org.authkit.internal.password;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.mkammerer.argon2.Argon2Advanced;
import de.mkammerer.argon2.Argon2Factory;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import de.mkammerer.argon2.Argon2Version;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.authkit.spi.SlowHash;
import org.authkit.spi.SlowHash.Cost;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnginesTest {
    private static final HexFormat HEX = HexFormat.of();

    static List<SlowHash> engines() {
        return List.of(new Argon2JvmEngine(), new BouncyCastleEngine());
    }

    /** RFC 9106 section 5.3, with a secret value and associated data, which only the libraries' own doors take. */
    @Test
    @Tag("req:ARGON2-4-01")
    void both_libraries_give_the_answer_printed_in_rfc_9106_section_5_3() {
        final String expected = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659";

        assertEquals(expected, HEX.formatHex(bouncyCastle(19, fill(1, 32), fill(2, 16), fill(3, 8), fill(4, 12))));
        assertEquals(expected, HEX.formatHex(argon2Jvm(19, fill(1, 32), fill(2, 16), fill(3, 8), fill(4, 12))));
    }

    @ParameterizedTest
    @MethodSource("engines")
    @Tag("req:ARGON2-4-02")
    void an_engine_gives_the_plain_answers_of_the_reference_implementation(SlowHash engine) {
        assertTrue(KnownAnswers.reproducedBy(engine));
    }

    @Test
    @Tag("attack:A23")
    void both_engines_agree_bit_for_bit_on_random_inputs() {
        final Random random = new Random(9106);
        final SlowHash nativeEngine = new Argon2JvmEngine();
        final SlowHash javaEngine = new BouncyCastleEngine();
        for (int i = 0; i < 200; i++) {
            final byte[] secret = bytes(random, random.nextInt(300));
            final byte[] salt = bytes(random, 8 + random.nextInt(57));
            final int lanes = 1 + random.nextInt(4);
            final Cost cost =
                    new Cost(8 * lanes + random.nextInt(120), 1 + random.nextInt(3), lanes, 4 + random.nextInt(90));

            assertArrayEquals(
                    nativeEngine.hash(secret, salt, cost),
                    javaEngine.hash(secret, salt, cost),
                    () -> secret.length + " bytes, " + cost);
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    @Tag("attack:A23")
    @Tag("req:OPS-InternationalCharacters-01")
    void zero_bytes_and_the_73rd_byte_count(SlowHash engine) {
        final Cost cost = new Cost(8, 1, 1, 32);
        final byte[] salt = fill(7, 16);
        final List<byte[]> secrets = List.of(
                new byte[0],
                new byte[1],
                new byte[2],
                "a".getBytes(UTF_8),
                "a\0".getBytes(UTF_8),
                "a\0b".getBytes(UTF_8),
                "x".repeat(72).getBytes(UTF_8),
                ("x".repeat(72) + "y").getBytes(UTF_8),
                ("x".repeat(72) + "z").getBytes(UTF_8));

        assertEquals(
                secrets.size(),
                secrets.stream()
                        .map(secret -> HEX.formatHex(engine.hash(secret, salt, cost)))
                        .distinct()
                        .count());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void an_engine_leaves_the_callers_arrays_alone(SlowHash engine) {
        final byte[] secret = fill(5, 20);
        final byte[] salt = fill(6, 16);

        engine.hash(secret, salt, new Cost(8, 1, 1, 32));

        assertArrayEquals(fill(5, 20), secret);
        assertArrayEquals(fill(6, 16), salt);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 19})
    void both_libraries_give_the_reference_implementations_known_answers(int version) throws Exception {
        int seen = 0;
        for (final Map<String, Object> known : Vectors.cases("argon2_kats.json")) {
            if (known.get("variant").equals("argon2id") && number(known, "version") == version) {
                final byte[][] in = {
                    hex(known, "password_hex"), hex(known, "salt_hex"),
                    hex(known, "secret_hex"), hex(known, "associated_data_hex")
                };
                assertArrayEquals(hex(known, "tag_hex"), bouncyCastle(version, in[0], in[1], in[2], in[3]));
                assertArrayEquals(hex(known, "tag_hex"), argon2Jvm(version, in[0], in[1], in[2], in[3]));
                seen++;
            }
        }
        assertEquals(1, seen);
    }

    @Test
    void a_cost_outside_rfc_9106_cannot_be_stated() {
        assertThrows(IllegalArgumentException.class, () -> new Cost(7, 1, 1, 32));
        assertThrows(IllegalArgumentException.class, () -> new Cost(31, 1, 4, 32));
        assertThrows(IllegalArgumentException.class, () -> new Cost(8, 0, 1, 32));
        assertThrows(IllegalArgumentException.class, () -> new Cost(8, 1, 0, 32));
        assertThrows(IllegalArgumentException.class, () -> new Cost(Integer.MAX_VALUE, 1, 0x1000000, 32));
        assertThrows(IllegalArgumentException.class, () -> new Cost(8, 1, 1, 3));
        assertEquals(4, new Cost(8, 1, 1, 4).tagLength());
    }

    private static byte[] bouncyCastle(int version, byte[] password, byte[] salt, byte[] secret, byte[] associated) {
        final Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(version)
                .withMemoryAsKB(32)
                .withIterations(3)
                .withParallelism(4)
                .withSalt(salt)
                .withSecret(secret)
                .withAdditional(associated)
                .build());
        final byte[] tag = new byte[32];
        generator.generateBytes(password, tag);
        return tag;
    }

    private static byte[] argon2Jvm(int version, byte[] password, byte[] salt, byte[] secret, byte[] associated) {
        final Argon2Advanced library = Argon2Factory.createAdvanced(Argon2Types.ARGON2id);
        final Argon2Version form = version == 16 ? Argon2Version.V10 : Argon2Version.V13;
        return library.rawHashAdvanced(3, 32, 4, password, salt, secret, associated, 32, form);
    }

    private static byte[] hex(Map<String, Object> known, String field) {
        return HEX.parseHex((String) known.get(field));
    }

    private static int number(Map<String, Object> known, String field) {
        return ((Number) known.get(field)).intValue();
    }

    private static byte[] fill(int value, int length) {
        final byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] bytes(Random random, int length) {
        final byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
