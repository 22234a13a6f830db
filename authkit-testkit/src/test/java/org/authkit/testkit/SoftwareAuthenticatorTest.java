package org.authkit.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoftwareAuthenticatorTest {
    private static final String SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    @ParameterizedTest
    @CsvSource({
        "59,94287082",
        "1111111109,07081804",
        "1111111111,14050471",
        "2000000000,69279037",
        "20000000000,65353130"
    })
    void it_shows_the_codes_of_RFC_6238_appendix_B(long second, String code) {
        SoftwareAuthenticator app =
                SoftwareAuthenticator.scan("otpauth://totp/a?secret=" + SECRET + "&digits=8&algorithm=SHA1&period=30");
        assertEquals(code, app.codeAt(Instant.ofEpochSecond(second)));
    }

    @Test
    void sha_256_and_512_codes_of_RFC_6238_appendix_B_use_the_longer_seeds_of_its_erratum() {
        String sha256 = SECRET + "GEZDGNBVGY3TQOJQGEZA"; // 32 octets
        assertEquals("46119246", at59("SHA256", sha256));
        String sha512 = SECRET + SECRET + SECRET + "GEZDGNA"; // 64 octets
        assertEquals("90693936", at59("SHA512", sha512));
    }

    private static String at59(String algorithm, String secret) {
        return SoftwareAuthenticator.scan("otpauth://totp/a?secret=" + secret + "&digits=8&algorithm=" + algorithm)
                .codeAt(Instant.ofEpochSecond(59));
    }

    @Test
    void it_reads_label_and_issuer() {
        SoftwareAuthenticator app = SoftwareAuthenticator.scan(
                "otpauth://totp/Acme%20Wallet:hanako%40example.jp?secret=" + SECRET + "&issuer=Acme%20Wallet");
        assertEquals("Acme Wallet:hanako@example.jp", app.label());
        assertEquals("Acme Wallet", app.issuer());
        assertEquals("287082", app.codeAt(Instant.ofEpochSecond(59)));
        assertFalse(app.toString().contains(SECRET));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "otpauth://hotp/a?secret=" + SECRET,
                "https://totp/a?secret=" + SECRET,
                "otpauth://totp/?secret=" + SECRET,
                "otpauth://totp/a",
                "otpauth://totp/a?issuer=b",
                "otpauth://totp/a?secret=",
                "otpauth://totp/a?secret=gezdgnbv",
                "otpauth://totp/a?secret=GEZDGNBV====",
                "otpauth://totp/a?secret=GE1",
                "otpauth://totp/a?secret=GEZ",
                "otpauth://totp/a?secret=" + SECRET + "&secret=" + SECRET,
                "otpauth://totp/a?secret=" + SECRET + "&digits=5",
                "otpauth://totp/a?secret=" + SECRET + "&digits=06",
                "otpauth://totp/a?secret=" + SECRET + "&period=0",
                "otpauth://totp/a?secret=" + SECRET + "&algorithm=MD5",
                "otpauth://totp/a?secret=" + SECRET + "&colour=blue",
                "otpauth://totp/a?secret=" + SECRET + "#f",
                "otpauth://totp/Acme+Wallet:a?secret=" + SECRET,
                "otpauth://totp/Other:a?secret=" + SECRET + "&issuer=Acme",
                "otpauth://totp/a b?secret=" + SECRET
            })
    void it_refuses_what_an_app_might_misread_without_repeating_the_secret(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> SoftwareAuthenticator.scan(text))
                .getMessage();
        assertFalse(message.contains(SECRET), message);
    }
}
