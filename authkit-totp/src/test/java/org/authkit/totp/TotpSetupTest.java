package org.authkit.totp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shown once: the URI and the secret to type. */
class TotpSetupTest {
    private static final byte[] KEY = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    static TotpSetup setup(String issuer, String account) {
        TotpState state = new TotpState(TotpAlgorithm.SHA1, 6, 30, TotpState.NEVER, KEY.clone());
        return new TotpSetup(Label.issuer(issuer), new NewTotp("x", account).account(), state);
    }

    @Test
    void the_uri_is_a_key_uri() {
        assertEquals(
                "otpauth://totp/Acme%20Wallet:taro%40example.jp?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                        + "&issuer=Acme%20Wallet&algorithm=SHA1&digits=6&period=30",
                setup("Acme Wallet", "taro@example.jp").otpauthUri());
    }

    @Test
    void the_secret_to_type_is_grouped_base32() {
        assertEquals(
                "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ", setup("Acme", "taro").secretBase32Grouped());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "日本ペイ",
                "a&secret=AAAA",
                "a?b#c/d",
                "100%",
                "a+b",
                "a%3Ab",
                "\"><script>alert(1)</script>",
                "'",
                "\\",
                "😀 family 👨\u200D👩\u200D👧",
                "ﾊﾝｶｸ",
                "~-._"
            })
    void every_label_comes_back_as_it_was(String label) {
        TotpSetup setup = setup(label, label);
        App app = new App(setup.otpauthUri());
        assertEquals(label + ":" + label, app.label);
        assertEquals(label, app.parameters.get("issuer"));
        assertEquals(Set.of("secret", "issuer", "algorithm", "digits", "period"), app.parameters.keySet());
        assertArrayEquals(KEY, app.secret());
        assertTrue(setup.otpauthUri().matches("otpauth://totp/[A-Za-z0-9._~%:-]+\\?[A-Za-z0-9._~%&=-]+"));
    }

    @Test
    void a_japanese_label_is_percent_encoded_utf8() {
        assertTrue(
                setup("日本", "太 郎").otpauthUri().startsWith("otpauth://totp/%E6%97%A5%E6%9C%AC:%E5%A4%AA%20%E9%83%8E?"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\u3000",
                "a\u0000b",
                "a\nb",
                "a\r\nb",
                "a\u2028b",
                "a\u202Eb",
                "a\u2066b",
                "a\u200Bb",
                "a\uFEFFb",
                "a\uFFFEb",
                "a\uD800b",
                "a\u0085b"
            })
    void texts_that_hide_something_are_refused_everywhere(String text) {
        assertThrows(IllegalArgumentException.class, () -> new NewTotp(text, "taro"));
        assertThrows(IllegalArgumentException.class, () -> new NewTotp("My phone", text));
        assertThrows(IllegalArgumentException.class, () -> TotpFactor.issuer(text));
    }

    @Test
    void issuer_and_account_have_no_colon_and_a_name_may() {
        assertThrows(IllegalArgumentException.class, () -> TotpFactor.issuer("Acme:Wallet"));
        assertThrows(IllegalArgumentException.class, () -> new NewTotp("My phone", "acme:taro"));
        assertEquals("phone: mine", new NewTotp("phone: mine", "taro").name());
    }

    @Test
    @DisplayName("limits: a name has 64 characters, an account 254 bytes, an issuer 120 bytes")
    void limits() {
        assertDoesNotThrow(() -> new NewTotp("😀".repeat(64), "a".repeat(254)));
        assertThrows(IllegalArgumentException.class, () -> new NewTotp("😀".repeat(65), "a"));
        assertThrows(IllegalArgumentException.class, () -> new NewTotp("a", "a".repeat(255)));
        assertThrows(IllegalArgumentException.class, () -> new NewTotp("a", "日".repeat(85)));
        assertDoesNotThrow(() -> TotpFactor.issuer("日".repeat(40)));
        assertThrows(IllegalArgumentException.class, () -> TotpFactor.issuer("日".repeat(41)));
        assertThrows(IllegalArgumentException.class, () -> new NewTotp("a".repeat(10_000_000), "a"));
    }

    @Test
    void texts_are_composed_and_stripped_once() {
        NewTotp newcomer = new NewTotp(" か\u3099く \u3000", "\tx".strip() + " ");
        assertEquals(new NewTotp("がく", "x"), newcomer);
    }

    @ParameterizedTest
    @DisplayName("RFC 4648 section 10, without padding")
    @CsvSource({"'',''", "f,MY", "fo,MZXQ", "foo,MZXW6", "foob,MZXW6YQ", "fooba,MZXW6YTB", "foobar,MZXW6YTBOI"})
    void base32(String plain, String encoded) {
        assertEquals(encoded, Base32.encode(plain.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void base32_of_any_bytes_comes_back() {
        long seed = new Random().nextLong();
        System.out.println("TotpSetupTest.base32_of_any_bytes: seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[random.nextInt(70)];
            random.nextBytes(bytes);
            String text = Base32.encode(bytes);
            assertArrayEquals(bytes, App.base32(text), "seed " + seed);
            assertEquals(text, Base32.grouped(text).replace(" ", ""));
        }
    }
}
