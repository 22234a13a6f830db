package org.authkit.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.authkit.model.Evidence;
import org.authkit.spi.Factor.Statement;
import org.authkit.spi.Factor.Verification;
import org.authkit.spi.Factor.Verification.Accepted;
import org.authkit.spi.Factor.Verification.Refused;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedStatementTest {
    private static final Statement PAYMENT = Phones.PAYMENT;
    private static final int MUTATIONS = 20_000;

    private final Forger owner = new Forger(1);
    private final DeviceKey key = owner.key();
    private final String typ = "\"typ\":\"" + PAYMENT.type() + "\"";
    private final String kid = "\"kid\":\"" + key.thumbprint() + "\"";
    private final String rest = typ + "," + kid;
    private final String header = "\"alg\":\"ES256\"," + rest;

    private Verification verify(String jws) {
        return SignedStatement.verify(key, PAYMENT, jws);
    }

    private void assertRefused(String cause, String jws) {
        assertEquals(new Refused(cause), verify(jws), jws);
    }

    private String withHeader(String members) {
        return owner.sign(members, PAYMENT.text());
    }

    @Test
    void members_may_stand_in_any_order_with_white_space() {
        assertInstanceOf(Accepted.class, verify(withHeader(header)));
        assertInstanceOf(Accepted.class, verify(withHeader(" " + kid + " ,\n" + typ + ", \"alg\" : \"ES256\"")));
    }

    @ParameterizedTest
    @Tag("req:JWTBCP-3.1-01")
    @Tag("req:JWTBCP-3.2-01")
    @Tag("req:JWTBIS-3.1-01")
    @ValueSource(
            strings = {
                "none", "None", "noNE", "HS256", "RS256", "PS256", "ES384", "ES512", "ES256K", "EdDSA", "es256",
                "ES256 ", ""
            })
    void the_header_cannot_choose_the_algorithm(String algorithm) {
        assertRefused("wrong-header", withHeader("\"alg\":\"" + algorithm + "\"," + rest));
    }

    @Test
    @Tag("req:JWTBCP-3.1-01")
    void no_signature_at_all_and_a_mac_under_the_public_key_are_refused() throws Exception {
        String none = Forger.base64("{\"alg\":\"none\"," + rest + "}") + "." + Forger.base64(PAYMENT.text()) + ".";
        assertRefused("malformed", none);
        String signed = Forger.base64("{\"alg\":\"HS256\"," + rest + "}") + "." + Forger.base64(PAYMENT.text());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(owner.publicJwk().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] tag = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
        assertRefused("malformed", signed + "." + Forger.base64(tag));
    }

    @ParameterizedTest
    @Tag("req:JWTBCP-3.10-01")
    @ValueSource(
            strings = {
                "\"crit\":[\"uv\"]",
                "\"crit\":[\"b64\"],\"b64\":false",
                "\"b64\":true",
                "\"jku\":\"https://thief.example/\"",
                "\"x5u\":\"https://thief.example/\"",
                "\"x5c\":[\"AA\"]",
                "\"x5t\":\"AA\"",
                "\"x5t#S256\":\"AA\"",
                "\"cty\":\"json\"",
                "\"zip\":\"DEF\"",
                "\"UV\":true",
                "\"\":0"
            })
    void a_header_member_nobody_asked_for_is_refused_though_it_is_signed(String member) {
        assertRefused("wrong-header", withHeader(header + "," + member));
    }

    @Test
    void a_key_brought_in_the_header_is_refused_be_it_the_right_one() {
        assertRefused("wrong-header", withHeader(header + ",\"jwk\":" + owner.publicJwk()));
        Forger thief = new Forger(2);
        assertRefused("wrong-header", thief.sign(header + ",\"jwk\":" + thief.publicJwk(), PAYMENT.text()));
    }

    @Test
    void the_required_members_must_all_be_there_once_and_be_text() {
        assertRefused("wrong-header", withHeader(rest));
        assertRefused("wrong-purpose", withHeader("\"alg\":\"ES256\"," + kid));
        assertRefused("wrong-key", withHeader("\"alg\":\"ES256\"," + typ));
        assertRefused("wrong-header", withHeader("\"alg\":[\"ES256\"]," + rest));
        assertRefused("malformed", withHeader(header + ",\"alg\":\"ES256\""));
        assertRefused("malformed", withHeader(header + ",\"uv\":true,\"uv\":true"));
        assertRefused("wrong-purpose", withHeader(header.replace("+jwt", "+JWT")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "null", "1", "\"true\"", "[]", "{}"})
    void user_verification_is_claimed_by_the_value_true_and_in_no_other_way(String value) {
        assertRefused("wrong-header", withHeader(header + ",\"uv\":" + value));
    }

    @Test
    @Tag("attack:A31")
    void user_verification_can_be_neither_added_to_a_signature_nor_stripped_from_it() {
        String verified = withHeader(header + ",\"uv\":true");
        String plain = withHeader(header);
        assertEquals(
                Set.of(Evidence.DEVICE, Evidence.DEVICE_UV),
                assertInstanceOf(Accepted.class, verify(verified)).evidence());
        assertEquals(
                Set.of(Evidence.DEVICE),
                assertInstanceOf(Accepted.class, verify(plain)).evidence());
        String afterHeader = plain.substring(plain.indexOf('.'));
        assertRefused("wrong-signature", verified.substring(0, verified.indexOf('.')) + afterHeader);
        assertRefused(
                "wrong-signature", plain.substring(0, plain.indexOf('.')) + verified.substring(verified.indexOf('.')));
    }

    @Test
    @Tag("req:JWTBIS-3.14-01")
    void only_three_parts_of_base64url_are_a_compact_jws() {
        String right = withHeader(header);
        String[] parts = right.split("\\.");
        String[] wrong = {
            "",
            ".",
            "..",
            "...",
            right + ".",
            "." + right,
            right + "." + parts[2],
            parts[0] + "." + parts[1],
            parts[0] + ".." + parts[2],
            "." + parts[1] + "." + parts[2],
            right + "=",
            right + " ",
            " " + right,
            right + "\n",
            parts[0] + "=." + parts[1] + "." + parts[2],
            parts[0] + "." + parts[1] + "==." + parts[2],
            right.replace('-', '+').replace('_', '/') + "+",
            right + "," + right,
            "{\"payload\":\"" + parts[1] + "\",\"protected\":\"" + parts[0] + "\",\"signature\":\"" + parts[2] + "\"}",
            right.substring(0, right.length() - 1),
            right + "A",
            "A".repeat(4_000_000)
        };
        for (String jws : wrong) {
            assertInstanceOf(Refused.class, verify(jws), () -> jws.substring(0, Math.min(300, jws.length())));
        }
    }

    @Test
    void stray_bits_behind_the_last_octet_are_refused() {
        String right = withHeader(header);
        // 64 octets leave four unused bits in the last of 86 characters.
        char last = right.charAt(right.length() - 1);
        assertRefused("malformed", right.substring(0, right.length() - 1) + (char) (last + 1));
    }

    @Test
    @Tag("req:JWTBCP-3.7-01")
    void a_header_that_is_not_utf_8_or_not_one_json_object_is_refused() {
        String payload = Forger.base64(PAYMENT.text());
        String json = "{" + header + "}";
        byte[][] headers = {
            json.getBytes(StandardCharsets.UTF_16),
            json.getBytes(StandardCharsets.UTF_16LE),
            ("\ufeff" + json).getBytes(StandardCharsets.UTF_8),
            json.replace("}", ",\"x\":\"\u00ff\"}").getBytes(StandardCharsets.ISO_8859_1),
            ("[" + json + "]").getBytes(StandardCharsets.UTF_8),
            "null".getBytes(StandardCharsets.UTF_8),
            (json + json).getBytes(StandardCharsets.UTF_8),
            ("/**/" + json).getBytes(StandardCharsets.UTF_8),
            json.replace('"', '\'').getBytes(StandardCharsets.UTF_8),
            ("{\"a\":" + "[".repeat(3000) + "]".repeat(3000) + "}").getBytes(StandardCharsets.UTF_8),
            "{\"a\":".repeat(1200).getBytes(StandardCharsets.UTF_8)
        };
        for (byte[] octets : headers) {
            assertInstanceOf(Refused.class, verify(owner.signParts(Forger.base64(octets), payload)));
        }
    }

    @Test
    void more_than_8192_characters_are_refused_before_they_are_read() {
        Statement fits = new Statement(PAYMENT.type(), "x".repeat(5900));
        Statement tooLong = new Statement(PAYMENT.type(), "x".repeat(6000));
        assertInstanceOf(Accepted.class, SignedStatement.verify(key, fits, owner.sign(header, fits.text())));
        assertEquals(
                new Refused("malformed"), SignedStatement.verify(key, tooLong, owner.sign(header, tooLong.text())));
    }

    @ParameterizedTest
    @Tag("req:DPOP-4.3-6-01")
    @CsvSource({"0,0", "0,1", "1,0", "0,n", "n,0", "n,n", "1,1", "n-1,n-1", "n,1", "1,n"})
    void a_signature_of_zeros_or_of_the_order_is_refused(String r, String s) {
        byte[] signature = new byte[64];
        System.arraycopy(Forger.octets(number(r)), 0, signature, 0, 32);
        System.arraycopy(Forger.octets(number(s)), 0, signature, 32, 32);
        String right = withHeader(header);
        assertRefused("wrong-signature", right.substring(0, right.lastIndexOf('.') + 1) + Forger.base64(signature));
    }

    private static BigInteger number(String name) {
        return switch (name) {
            case "n" -> Forger.ORDER;
            case "n-1" -> Forger.ORDER.subtract(BigInteger.ONE);
            default -> new BigInteger(name);
        };
    }

    @Test
    void the_twin_of_a_signature_is_as_good_as_the_first_which_is_why_no_signature_is_a_replay_key() {
        String jws = withHeader(header);
        assertNotEquals(jws, Forger.twin(jws));
        assertInstanceOf(Accepted.class, verify(Forger.twin(jws)));
    }

    @Test
    void every_seeded_mutation_of_a_right_signature_is_refused_without_an_exception() {
        long seed = Long.getLong("authkit.seed", 20261122L);
        System.out.println("SignedStatementTest: seed " + seed + ", " + MUTATIONS + " mutations");
        Random random = new Random(seed);
        String right = withHeader(header + ",\"uv\":true");
        assertInstanceOf(Accepted.class, verify(right));
        for (int i = 0; i < MUTATIONS; i++) {
            String mutant = mutate(right, random);
            if (!mutant.equals(right)) {
                assertInstanceOf(Refused.class, verify(mutant), () -> "seed " + seed + ": " + mutant);
            }
        }
    }

    private static String mutate(String right, Random random) {
        StringBuilder text = new StringBuilder(right);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int rounds = 1 + random.nextInt(3);
        for (int i = 0; i < rounds && text.length() > 0; i++) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(8)) {
                case 0 -> text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
                case 1 -> text.setCharAt(at, (char) random.nextInt(0x10000));
                case 2 -> text.deleteCharAt(at);
                case 3 -> text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
                case 4 -> text.insert(at, ". =\n,{".charAt(random.nextInt(6)));
                case 5 -> text.setLength(at);
                case 6 -> text.insert(at, text.substring(0, random.nextInt(text.length())));
                default -> flipOctet(text, random);
            }
        }
        return text.toString();
    }

    /** Changes one octet inside one part, so that the text stays well-formed and the later checks are reached. */
    private static void flipOctet(StringBuilder text, Random random) {
        String[] parts = text.toString().split("\\.", -1);
        int part = random.nextInt(parts.length);
        try {
            byte[] octets = Base64.getUrlDecoder().decode(parts[part]);
            if (octets.length > 0) {
                octets[random.nextInt(octets.length)] ^= (byte) (1 << random.nextInt(8));
                parts[part] = Forger.base64(octets);
            }
        } catch (IllegalArgumentException e) {
            return; // an earlier round already spoiled this part
        }
        text.replace(0, text.length(), String.join(".", parts));
    }
}
