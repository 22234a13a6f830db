package org.authkit.totp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published vectors. */
class HotpTest {
    private static final String SEED = "12345678901234567890";

    @ParameterizedTest
    @CsvSource({
        "0,755224", "1,287082", "2,359152", "3,969429", "4,338314",
        "5,254676", "6,287922", "7,162583", "8,399871", "9,520489"
    })
    @Tag("req:HOTP-5.3-01")
    @DisplayName("RFC 4226 Appendix D: the first ten codes of the test secret")
    void rfc4226(long counter, String code) {
        long next = new Hotp(TotpAlgorithm.SHA1).newestMatch(ascii(SEED), ascii(code), counter, counter);
        assertEquals(counter, next);
    }

    /**
     * The table of RFC 6238 Appendix B. Its text says one seed, its numbers come from three: erratum 2866 gives the ASCII
     * digits repeated to 20, 32 and 64 bytes.
     */
    @ParameterizedTest
    @CsvSource({
        "59,94287082,46119246,90693936",
        "1111111109,07081804,68084774,25091201",
        "1111111111,14050471,67062674,99943326",
        "1234567890,89005924,91819424,93441116",
        "2000000000,69279037,90698825,38618901",
        "20000000000,65353130,77737706,47863826"
    })
    @Tag("req:TOTP-3-01")
    @Tag("req:TOTP-4.2-01")
    @Tag("req:HOTP-5.3-01")
    @DisplayName("RFC 6238 Appendix B: eight digits with SHA-1, SHA-256 and SHA-512, beyond 2038 too")
    void rfc6238(long seconds, String sha1, String sha256, String sha512) {
        assertStep(TotpAlgorithm.SHA1, 20, seconds / 30, sha1);
        assertStep(TotpAlgorithm.SHA256, 32, seconds / 30, sha256);
        assertStep(TotpAlgorithm.SHA512, 64, seconds / 30, sha512);
    }

    private static void assertStep(TotpAlgorithm algorithm, int length, long step, String code) {
        byte[] key = ascii(SEED.repeat(4).substring(0, length));
        Hotp hotp = new Hotp(algorithm);
        assertEquals(step, hotp.newestMatch(key, ascii(code), step, step));
        assertEquals(step, hotp.newestMatch(key, ascii(code.substring(2)), step, step), "six of the eight digits");
        assertEquals(code, App.code(algorithm.mac(), key, step, 8), "the tests' own app");
    }

    @Test
    void a_match_anywhere_in_the_window_is_found_and_nothing_outside_it() {
        Hotp hotp = new Hotp(TotpAlgorithm.SHA1);
        for (long oldest = 0; oldest <= 7; oldest++) {
            long found = hotp.newestMatch(ascii(SEED), ascii("338314"), oldest, oldest + 2);
            assertEquals(oldest >= 2 && oldest <= 4 ? 4 : Hotp.NO_STEP, found, "window from " + oldest);
        }
    }

    @Test
    void of_two_steps_with_the_same_code_the_newest_is_the_answer() {
        long step = 910_737; // found by trying: with this secret its code is its successor's too
        byte[] key = ascii(SEED);
        String code = App.code("HmacSHA1", key, step, 6);
        assertEquals(code, App.code("HmacSHA1", key, step + 1, 6));
        assertEquals(step + 1, new Hotp(TotpAlgorithm.SHA1).newestMatch(key, ascii(code), step, step + 1));
    }

    @Test
    void many_threads_share_it_and_each_gets_the_answer_for_its_own_key() {
        Hotp hotp = new Hotp(TotpAlgorithm.SHA256);
        boolean allRight = IntStream.range(0, 20_000).parallel().allMatch(i -> {
            byte[] key = ascii(SEED + (i % 97));
            byte[] code = ascii(App.code("HmacSHA256", key, i, 8));
            return hotp.newestMatch(key, code, i, i) == i
                    && hotp.newestMatch(ascii(SEED + "other"), code, i, i) == Hotp.NO_STEP;
        });
        assertTrue(allRight);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
