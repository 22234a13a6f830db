package org.authkit.internal.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.authkit.model.Evidence;
import org.authkit.model.Proof;
import org.authkit.spi.Factor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SuppliersTest {
    private static final Factor.Statement STATEMENT =
            new Factor.Statement("authkit-bind-device+jws", "{\"challenge\":\"n-1\",\"payee\":\"髙\"}");
    private static ECKey key;
    private static ECKey otherKey;

    @BeforeAll
    static void keys() throws Exception {
        key = new ECKeyGenerator(Curve.P_256).generate();
        otherKey = new ECKeyGenerator(Curve.P_256).generate();
    }

    private static Suppliers suppliers() {
        return new Suppliers(Map.of(
                "identity", key.toPublicJWK().toJSONString(),
                "branch", otherKey.toPublicJWK().toJSONString()));
    }

    private static JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType(STATEMENT.type()));
    }

    private static String sign(JWSHeader header, String payload, JWSSigner signer) throws Exception {
        JWSObject jws = new JWSObject(header, new Payload(payload));
        jws.sign(signer);
        return jws.serialize();
    }

    private static Optional<Evidence> check(String name, String jws) {
        return suppliers().check(new Proof.Supplied(name, jws), STATEMENT);
    }

    @Test
    void the_right_party_s_word_on_this_challenge_is_evidence_by_its_name() throws Exception {
        String jws = sign(header().build(), STATEMENT.text(), new ECDSASigner(key));
        assertEquals(Optional.of(Evidence.IDENTITY), check("identity", jws));
        assertTrue(suppliers().knows("identity"));
        assertFalse(suppliers().knows("nobody"));
    }

    @Test
    @Tag("req:ASVS-9.1.1")
    void another_key_name_challenge_or_bit_is_no_evidence() throws Exception {
        String right = sign(header().build(), STATEMENT.text(), new ECDSASigner(key));
        assertEquals(Optional.empty(), check("branch", right), "another party's name");
        assertEquals(Optional.empty(), check("nobody", right), "a name nobody configured");
        assertEquals(
                Optional.empty(),
                check("identity", sign(header().build(), STATEMENT.text(), new ECDSASigner(otherKey))),
                "another party's key");
        assertEquals(
                Optional.empty(),
                check("identity", sign(header().build(), "{\"challenge\":\"n-2\"}", new ECDSASigner(key))),
                "another challenge");
        assertEquals(
                Optional.empty(),
                check("identity", sign(header().build(), STATEMENT.text() + " ", new ECDSASigner(key))),
                "one blank more");
        int dot = right.lastIndexOf('.');
        for (int at = dot + 1; at < right.length() - 2; at += 5) {
            char flipped = right.charAt(at) == 'A' ? 'B' : 'A';
            assertEquals(
                    Optional.empty(), check("identity", right.substring(0, at) + flipped + right.substring(at + 1)));
        }
        for (String broken :
                List.of("", ".", "..", "...", right.substring(0, dot + 1), right + ".x", "x".repeat(9_000))) {
            assertEquals(Optional.empty(), check("identity", broken), broken);
        }
    }

    @Test
    @Tag("req:JWTBCP-3.11-01")
    void another_type_or_none_is_no_evidence() throws Exception {
        for (JOSEObjectType type : new JOSEObjectType[] {
            null, JOSEObjectType.JWT, new JOSEObjectType("authkit-pay+jws"), new JOSEObjectType("")
        }) {
            JWSHeader header = header().type(type).build();
            assertEquals(
                    Optional.empty(),
                    check("identity", sign(header, STATEMENT.text(), new ECDSASigner(key))),
                    () -> "" + type);
        }
    }

    @Test
    @Tag("req:ASVS-9.1.2")
    @Tag("req:JWTBCP-3.1-01")
    void only_es256_counts_whatever_the_header_says() throws Exception {
        String none = Base64URL.encode("{\"alg\":\"none\",\"typ\":\"" + STATEMENT.type() + "\"}") + "."
                + Base64URL.encode(STATEMENT.text()) + ".";
        assertEquals(Optional.empty(), check("identity", none));
        // The public key's own text as an HMAC secret: the classic confusion of algorithms.
        byte[] secret = key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        JWSHeader hmac = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(new JOSEObjectType(STATEMENT.type()))
                .build();
        assertEquals(Optional.empty(), check("identity", sign(hmac, STATEMENT.text(), new MACSigner(secret))));
        ECKey wide = new ECKeyGenerator(Curve.P_384).generate();
        JWSHeader es384 = new JWSHeader.Builder(JWSAlgorithm.ES384)
                .type(new JOSEObjectType(STATEMENT.type()))
                .build();
        assertEquals(Optional.empty(), check("identity", sign(es384, STATEMENT.text(), new ECDSASigner(wide))));
    }

    @Test
    @Tag("req:ASVS-9.1.3")
    void a_key_in_the_header_is_not_believed_and_critical_parameters_are_refused() throws Exception {
        JWSHeader own = header().jwk(otherKey.toPublicJWK()).build();
        assertEquals(Optional.empty(), check("identity", sign(own, STATEMENT.text(), new ECDSASigner(otherKey))));
        JWSHeader critical =
                header().criticalParams(Set.of("exp")).customParam("exp", 1).build();
        assertEquals(Optional.empty(), check("identity", sign(critical, STATEMENT.text(), new ECDSASigner(key))));
    }

    @Test
    @Tag("req:ASVS-11.2.3")
    void only_public_p_256_keys_are_taken_at_construction() throws Exception {
        String p384 = new ECKeyGenerator(Curve.P_384).generate().toPublicJWK().toJSONString();
        String offCurve = key.toPublicJWK().toJSONString().replaceFirst("\"y\":\"[^\"]*\"", "\"y\":\"AQ\"");
        for (String wrong :
                List.of(key.toJSONString(), p384, offCurve, "", "{}", "not json", "{\"kty\":\"oct\",\"k\":\"AAAA\"}")) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> new Suppliers(Map.of("identity", wrong)), wrong);
            assertTrue(String.valueOf(refused.getMessage()).contains("identity"), refused.getMessage());
            assertFalse(String.valueOf(refused.getMessage()).contains(String.valueOf(key.getD())));
        }
        String good = key.toPublicJWK().toJSONString();
        assertThrows(IllegalArgumentException.class, () -> new Suppliers(Map.of("Identity", good)));
    }
}
