package org.authkit.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.authkit.model.RequestContext.Http;
import org.authkit.model.SessionToken;
import org.authkit.spi.Credential;
import org.authkit.spi.Factor.Statement;
import org.authkit.spi.Factor.Verification.Refused;
import org.authkit.spi.RequestProofs.Verified;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Published vectors, read where they lie beside the project; without them each test says so and is skipped. */
class VectorsTest {

    private static Map<String, Object> vectors(String name) throws IOException, ParseException {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve("shared").resolve("vectors"))) {
            folder = folder.getParent();
        }
        boolean present = folder != null;
        if (!present) {
            System.out.println("VectorsTest: skipped, no shared/vectors/" + name + " beside the project");
        }
        assumeTrue(present, "no shared/vectors/" + name);
        return JSONObjectUtils.parse(
                Files.readString(folder.resolve("shared").resolve("vectors").resolve(name)));
    }

    @SuppressWarnings("unchecked") // the files' own structure
    private static List<Map<String, Object>> list(Object value) {
        return (List<Map<String, Object>>) value;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    @Test
    @Tag("req:DPOP-7.1-01")
    void the_proofs_printed_in_RFC_9449_are_judged_as_it_says() throws Exception {
        DeviceFactor factor = DeviceFactor.create();
        int accepted = 0;
        int refused = 0;
        for (Map<String, Object> vector : list(vectors("rfc9449_examples.json").get("cases"))) {
            Map<String, Object> context = object(vector.get("context"));
            String proof = (String) vector.get("proof");
            boolean accept = judge(factor, proof, context);
            assertEquals("accept".equals(vector.get("expect")), accept, () -> "" + vector.get("id"));
            accepted += accept ? 1 : 0;
            refused += accept ? 0 : 1;
        }
        assertEquals(3, accepted);
        assertEquals(15, refused);
    }

    /** What the guard does: finds the credential by the proof's key, checks, and accepts what is unique only once. */
    private static boolean judge(DeviceFactor factor, String proof, Map<String, Object> context) throws ParseException {
        Map<String, Object> header = JSONObjectUtils.parse(
                new String(Base64.getUrlDecoder().decode(proof.substring(0, proof.indexOf('.')))));
        DeviceKey key = DeviceKey.fromMembers(object(header.get("jwk"))).orElseThrow();
        if (!factor.credentialId(proof).equals(Optional.of(context.get("expected_jkt")))) {
            return false;
        }
        Optional<Verified> verified = factor.verifyRequest(
                Phones.context(Instant.ofEpochSecond((Long) context.get("now"))),
                new Credential(key.thumbprint(), "device", "p", key.state(), Phones.NOW),
                new Http((String) context.get("method"), URI.create((String) context.get("url")), Optional.of(proof)),
                Optional.ofNullable((String) context.get("access_token")).map(SessionToken::of));
        Set<String> seen = new HashSet<>();
        for (Object jti : (List<?>) context.get("seen_jti")) {
            verified.filter(it -> proofsOf(proof).contains("\"" + jti + "\""))
                    .ifPresent(it -> seen.add(it.uniqueness()));
        }
        return verified.isPresent() && seen.add(verified.get().uniqueness());
    }

    private static String proofsOf(String proof) {
        return new String(Base64.getUrlDecoder().decode(proof.split("\\.")[1]));
    }

    @Test
    @Tag("req:JWTBCP-3.3-01")
    @Tag("req:DPOP-4.3-6-01")
    void every_invalid_JWS_of_Wycheproof_is_refused_and_the_valid_ES256_ones_verify() throws Exception {
        List<Long> verified = new ArrayList<>();
        int refused = 0;
        int foreignKeys = 0;
        for (Map<String, Object> group :
                list(vectors("json_web_signature_test.json").get("testGroups"))) {
            Object published = group.containsKey("public") ? group.get("public") : group.get("private");
            Optional<DeviceKey> key = DeviceKey.fromMembers(object(published));
            foreignKeys += key.isPresent() ? 0 : list(group.get("tests")).size();
            for (Map<String, Object> test : list(group.get("tests"))) {
                String jws = test.get("jws") instanceof String text
                        ? text
                        : JSONObjectUtils.toJSONString(object(test.get("jws")));
                boolean right = key.isPresent()
                        && CompactJws.parse(jws)
                                .filter(it -> Es256.NAME.equals(it.header().get("alg")))
                                .filter(it -> Es256.verify(key.get(), it))
                                .isPresent();
                assertFalse(right && "invalid".equals(test.get("result")), () -> "" + test);
                refused += right ? 0 : 1;
                if (right) {
                    verified.add((Long) test.get("tcId"));
                    // Its header names no purpose, so as a statement's signature it is refused, for that reason alone.
                    Statement payload = new Statement("JWT", proofsOf(jws));
                    assertEquals(new Refused("wrong-purpose"), SignedStatement.verify(key.get(), payload, jws));
                }
            }
        }
        assertEquals(List.of(18L, 378L), verified);
        assertEquals(399, refused);
        // RSA, symmetric, P-521 and "use":"enc" keys are no device keys at all.
        assertEquals(401 - 15 - 24, foreignKeys);
    }

    @Test
    void no_JWS_of_Wycheproof_is_a_statement_or_a_request_proof() throws Exception {
        DeviceFactor factor = DeviceFactor.create();
        DeviceKey key = new Forger(1).key();
        int seen = 0;
        for (Map<String, Object> group :
                list(vectors("json_web_signature_test.json").get("testGroups"))) {
            for (Map<String, Object> test : list(group.get("tests"))) {
                String jws = String.valueOf(test.get("jws"));
                assertInstanceOf(Refused.class, SignedStatement.verify(key, Phones.PAYMENT, jws));
                assertEquals(Optional.empty(), factor.credentialId(jws));
                seen++;
            }
        }
        assertTrue(seen == 401, () -> "401 cases");
    }
}
