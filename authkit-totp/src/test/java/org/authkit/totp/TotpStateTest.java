package org.authkit.totp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import org.authkit.model.Proof;
import org.authkit.spi.Factor.Verification.Refused;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TotpStateTest {
    private static final String KEY = "00ff102030405060708090a0b0c0d0e0f0010203";
    private static final String GOOD = "v1;alg=SHA1;digits=6;period=30;last=59999999;key=" + KEY;

    @Test
    void the_canonical_text_is_read_and_written_back() {
        TotpState state = TotpState.parse(GOOD).orElseThrow();
        assertEquals(TotpAlgorithm.SHA1, state.algorithm());
        assertEquals(6, state.digits());
        assertEquals(30, state.period());
        assertEquals(59_999_999, state.last());
        assertEquals((byte) 0xFF, state.key()[1]);
        assertEquals(GOOD, state.text());
        assertEquals(
                "v1;alg=SHA1;digits=6;period=30;last=60000000;key=" + KEY,
                state.withLast(60_000_000).text());
    }

    @Test
    void every_setting_survives_the_text() {
        for (TotpAlgorithm algorithm : TotpAlgorithm.values()) {
            for (int digits = 6; digits <= 8; digits++) {
                for (int period = 15; period <= 60; period++) {
                    byte[] key = new byte[algorithm.secretBytes()];
                    key[0] = (byte) period;
                    TotpState written = new TotpState(algorithm, digits, period, TotpState.NEVER, key);
                    TotpState read = TotpState.parse(written.text()).orElseThrow();
                    assertEquals(written.text(), read.text());
                    assertArrayEquals(key, read.key());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v1",
                "v1;",
                "v2;alg=SHA1;digits=6;period=30;last=1;key=" + KEY,
                " v1;alg=SHA1;digits=6;period=30;last=1;key=" + KEY,
                "v1;alg=SHA1;digits=6;period=30;last=1;key=" + KEY + "\n",
                "v1;alg=SHA1;digits=6;period=30;last=1;key=" + KEY + ";",
                "v1;alg=SHA1;digits=6;period=30;last=1;key=" + KEY + "0",
                "v1;alg=SHA1;digits=6;period=30;last=1;key=",
                "v1;alg=SHA1;digits=6;period=30;last=1",
                "v1;alg=SHA;digits=6;period=30;last=1;key=" + KEY,
                "v1;alg=sha1;digits=6;period=30;last=1;key=" + KEY,
                "v1;alg=MD5;digits=6;period=30;last=1;key=" + KEY,
                "v1;alg=;digits=6;period=30;last=1;key=" + KEY,
                "v1;digits=6;alg=SHA1;period=30;last=1;key=" + KEY,
                "v1;alg=SHA1;digits=5;period=30;last=1;key=" + KEY,
                "v1;alg=SHA1;digits=9;period=30;last=1;key=" + KEY,
                "v1;alg=SHA1;digits=06;period=30;last=1;key=" + KEY,
                "v1;alg=SHA1;digits=4294967302;period=30;last=1;key=" + KEY,
                "v1;alg=SHA1;digits=6;digits=6;period=30;last=1;key=" + KEY,
                "v1;alg=SHA1;digits=6;period=14;last=1;key=" + KEY,
                "v1;alg=SHA1;digits=6;period=61;last=1;key=" + KEY,
                "v1;alg=SHA1;digits=6;period=0;last=1;key=" + KEY,
                "v1;alg=SHA1;digits=6;period=-30;last=1;key=" + KEY,
                "v1;alg=SHA1;digits=6;period=30;last=;key=" + KEY,
                "v1;alg=SHA1;digits=6;period=30;last=-1;key=" + KEY,
                "v1;alg=SHA1;digits=6;period=30;last=+1;key=" + KEY,
                "v1;alg=SHA1;digits=6;period=30;last=01;key=" + KEY,
                "v1;alg=SHA1;digits=6;period=30;last=1e3;key=" + KEY,
                "v1;alg=SHA1;digits=6;period=30;last=٣;key=" + KEY,
                "v1;alg=SHA1;digits=6;period=30;last=9223372036854775807;key=" + KEY,
                "v1;alg=SHA1;digits=6;period=30;last=99999999999999999999999999;key=" + KEY,
                "v1;alg=SHA1;digits=6;period=30;last=1;key=00FF102030405060708090A0B0C0D0E0F0010203",
                "v1;alg=SHA1;digits=6;period=30;last=1;key=zzff102030405060708090a0b0c0d0e0f0010203",
                "v1;alg=SHA1;digits=6;period=30;last=1;key=０0ff102030405060708090a0b0c0d0e0f001020"
            })
    void nothing_else_is_read(String text) {
        assertTrue(TotpState.parse(text).isEmpty());
    }

    @Test
    @Tag("req:HOTP-4R6-01")
    @Tag("req:N63B-3.1.4.1-01")
    @DisplayName("a key has 128 bits at least and 1,024 at most")
    void keyLength() {
        String head = "v1;alg=SHA1;digits=6;period=30;last=1;key=";
        assertFalse(TotpState.parse(head + "ab".repeat(16)).isEmpty());
        assertTrue(TotpState.parse(head + "ab".repeat(15)).isEmpty());
        assertFalse(TotpState.parse(head + "ab".repeat(128)).isEmpty());
        assertTrue(TotpState.parse(head + "ab".repeat(129)).isEmpty());
        assertTrue(TotpState.parse(head + "ab".repeat(1_000_000)).isEmpty());
        assertThrows(IllegalArgumentException.class, () -> new TotpState(TotpAlgorithm.SHA1, 6, 30, 1, new byte[15]));
    }

    @Test
    @DisplayName("100,000 mutilated texts: refused, or read as exactly what they say")
    void mutilated() {
        long seed = new Random().nextLong();
        System.out.println("TotpStateTest.mutilated: seed " + seed);
        Random random = new Random(seed);
        int read = 0;
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder(GOOD);
            for (int edits = random.nextInt(1, 4); edits > 0; edits--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, text.charAt(random.nextInt(text.length())));
                    default -> text.setCharAt(at, (char) random.nextInt(0x20, 0x7F));
                }
            }
            Optional<TotpState> state = TotpState.parse(text.toString());
            if (state.isPresent()) {
                read++;
                assertEquals(text.toString(), state.get().text(), "seed " + seed);
            }
        }
        assertTrue(read > 100 && read < 50_000, "some of both: " + read);
    }

    @Test
    void a_state_that_cannot_be_read_is_refused_with_that_cause() {
        Bench bench = Bench.enrolled(TotpFactor.issuer("Acme Wallet"), 1, Bench.START);
        String code = bench.app.code(Bench.START.plusSeconds(90));
        bench.credential = bench.credential.withState(bench.credential.state().replace("v1", "v9"));
        assertEquals("unreadable-state", bench.use(code, Bench.START.plusSeconds(90)));
        assertTrue(bench.confirm("v9", code, Bench.START).isEmpty());
        assertTrue(bench.check(new Proof.Code("totp", code), Bench.START) instanceof Refused);
    }

    @Test
    void it_does_not_print_the_key() {
        assertEquals("TotpState[redacted]", TotpState.parse(GOOD).orElseThrow().toString());
    }
}
