package org.authkit.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewDeviceTest {
    private static final BigInteger FIELD =
            new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);

    private final Forger owner = new Forger(1);

    private static void assertRefused(String part, String name, String jwk) {
        String message = assertThrows(IllegalArgumentException.class, () -> new NewDevice(name, jwk), jwk)
                .getMessage();
        assertTrue(message.startsWith(part + ":"), message);
    }

    private static String jwk(String x, String y) {
        return "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" + x + "\",\"y\":\"" + y + "\"}";
    }

    private String withMember(String member) {
        return owner.publicJwk().replace("}", "," + member + "}");
    }

    @Test
    @Tag("req:DPOP-6.1-01")
    void the_key_printed_in_RFC_9449_has_the_thumbprint_printed_there() {
        String printed =
                jwk("l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs", "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA");
        assertEquals(
                "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I",
                new NewDevice("p", printed).key().thumbprint());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"kid\":\"1\"",
                "\"ext\":true",
                "\"use\":\"sig\"",
                "\"alg\":\"ES256\"",
                "\"key_ops\":[\"verify\"]",
                "\"use\":\"sig\",\"alg\":\"ES256\",\"kid\":\"a\""
            })
    void members_that_say_nothing_else_leave_the_key_as_it_is(String member) {
        assertEquals(
                owner.key().thumbprint(),
                new NewDevice("p", withMember(member)).key().thumbprint());
    }

    @ParameterizedTest
    @Tag("req:DPOP-4.3-7-01")
    @Tag("req:JWTBCP-3.1-01")
    @Tag("req:JWTBCP-3.10-01")
    @ValueSource(
            strings = {
                "\"d\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE\"",
                "\"d\":null",
                "\"k\":\"AA\"",
                "\"use\":\"enc\"",
                "\"use\":null",
                "\"alg\":\"ES384\"",
                "\"alg\":\"HS256\"",
                "\"key_ops\":[\"sign\"]",
                "\"key_ops\":[\"verify\",\"sign\"]",
                "\"key_ops\":[]",
                "\"x5u\":\"https://thief.example/\"",
                "\"x5c\":[\"AA\"]",
                "\"jku\":\"https://thief.example/\"",
                "\"kty\":\"EC\"",
                "\"anything\":1"
            })
    void a_private_part_another_purpose_or_an_unknown_member_is_refused(String member) {
        assertRefused("publicJwk", "p", withMember(member));
    }

    @Test
    @Tag("req:JWTBCP-3.4-01")
    void what_is_no_point_on_the_curve_is_refused() {
        String x = owner.x();
        String y = owner.y();
        String zero = Forger.base64(new byte[32]);
        String negated = Forger.base64(Forger.octets(FIELD.subtract(number(y))));
        assertEquals(43, new NewDevice("p", jwk(x, negated)).key().thumbprint().length()); // (x, -y) is on it
        assertRefused("publicJwk", "p", jwk(y, x));
        assertRefused("publicJwk", "p", jwk(zero, zero));
        assertRefused("publicJwk", "p", jwk(x, zero));
        assertRefused("publicJwk", "p", jwk(x, x));
        assertRefused(
                "publicJwk", "p", jwk(x, Forger.base64(Forger.octets(number(y).add(BigInteger.ONE)))));
    }

    @Test
    @Tag("req:JWTBCP-3.4-01")
    void a_coordinate_of_another_length_or_not_below_the_prime_is_refused() {
        // x = 5 lies on P-256; 5 + p is the same point spelled in 32 octets a second time.
        BigInteger five = BigInteger.valueOf(5);
        BigInteger b = new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
        BigInteger right =
                five.pow(3).subtract(five.multiply(BigInteger.valueOf(3))).add(b);
        BigInteger root = right.modPow(FIELD.add(BigInteger.ONE).shiftRight(2), FIELD);
        assertEquals(right.mod(FIELD), root.modPow(BigInteger.TWO, FIELD));
        String y = Forger.base64(Forger.octets(root));
        assertEquals(
                43,
                new NewDevice("p", jwk(Forger.base64(Forger.octets(five)), y))
                        .key()
                        .thumbprint()
                        .length());
        assertRefused("publicJwk", "p", jwk(Forger.base64(Forger.octets(five.add(FIELD))), y));
        assertRefused("publicJwk", "p", jwk(Forger.base64(new byte[] {5}), y));
        assertRefused("publicJwk", "p", jwk(Forger.base64(new byte[33]), y));
    }

    private static BigInteger number(String coordinate) {
        return new BigInteger(1, Encoding.decode(coordinate).orElseThrow());
    }

    @Test
    void a_second_spelling_of_a_coordinate_is_refused() {
        String x = owner.x();
        // 32 octets leave two unused bits in the last of 43 characters: only A, E, I, … are canonical.
        String stray = x.substring(0, 42) + (char) (x.charAt(42) + 1);
        assertRefused("publicJwk", "p", jwk(stray, owner.y()));
        assertRefused("publicJwk", "p", jwk(x + "=", owner.y()));
        assertRefused("publicJwk", "p", jwk(x.substring(0, 20) + "\\n" + x.substring(20), owner.y()));
    }

    @Test
    void other_kinds_of_key_and_what_is_no_key_are_refused() {
        String right = owner.publicJwk();
        String[] wrong = {
            "",
            "null",
            "[]",
            "{}",
            "\"\"",
            right.replace("P-256", "P-384"),
            right.replace("P-256", "secp256k1"),
            right.replace("P-256", "p-256"),
            right.replace("\"EC\"", "\"OKP\""),
            right.replace("\"kty\":\"EC\",", ""),
            right.replace("\"x\":\"" + owner.x() + "\"", "\"x\":1"),
            right.substring(0, right.length() - 1),
            right + right,
            "\ufeff" + right,
            "{\"keys\":[" + right + "]}",
            "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
            "{\"kty\":\"oct\",\"k\":\"AAAA\"}",
            "{\"kty\":".repeat(140),
            right.replace("}", "," + " ".repeat(1024) + "\"kid\":\"1\"}")
        };
        for (String jwk : wrong) {
            assertRefused("publicJwk", "p", jwk);
        }
    }

    @Test
    void the_name_is_what_its_owner_can_see_and_of_bounded_length() {
        String jwk = owner.publicJwk();
        for (String good : new String[] {"x", "花子のスマホ 📱", "𠮷".repeat(64)}) {
            assertEquals(good, new NewDevice(good, jwk).name());
        }
        String[] bad = {
            "",
            " ",
            "\u3000",
            "a\nb",
            "a\u0000",
            "a\u202eb",
            "a\u200bb",
            "a\u2028b",
            "a\ud83d",
            "𠮷".repeat(65),
            "\u007f"
        };
        for (String name : bad) {
            assertRefused("name", name, jwk);
        }
    }
}
