package org.authkit.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.authkit.model.Action;
import org.authkit.model.Challenge;
import org.authkit.model.Evidence;
import org.authkit.model.Proof;
import org.authkit.model.SessionToken;
import org.junit.jupiter.api.Test;

class SoftwarePhoneTest {
    private static final Challenge CHALLENGE = new Challenge(
            "c-1",
            Action.PAY,
            Set.of(Set.of(Evidence.DEVICE)),
            "authkit-pay+jwt",
            "{\"payee\":\"さくら商店\"}",
            Instant.EPOCH,
            Optional.empty());

    private static SecureRandom seeded(long seed) throws GeneralSecurityException {
        SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
        random.setSeed(seed);
        return random;
    }

    private static JWSObject verified(String jws, String publicJwk) throws Exception {
        JWSObject parsed = JWSObject.parse(jws);
        assertTrue(parsed.verify(new ECDSAVerifier(ECKey.parse(publicJwk))));
        return parsed;
    }

    @Test
    void the_same_seed_makes_the_same_phone_and_another_seed_another() throws Exception {
        SoftwarePhone phone = SoftwarePhone.of("p", seeded(1));
        assertEquals(phone.thumbprint(), SoftwarePhone.of("p", seeded(1)).thumbprint());
        assertNotEquals(phone.thumbprint(), SoftwarePhone.of("p", seeded(2)).thumbprint());
        assertEquals(
                phone.thumbprint(),
                ECKey.parse(phone.publicJwk()).computeThumbprint().toString());
    }

    @Test
    void the_private_key_leaves_the_phone_in_no_form() throws Exception {
        SoftwarePhone phone = SoftwarePhone.of("p", seeded(1));
        assertFalse(ECKey.parse(phone.publicJwk()).isPrivate());
        String proof = phone.proveRequest("GET", URI.create("https://a.example/"), Optional.empty(), Instant.EPOCH);
        assertFalse(JWSObject.parse(proof).getHeader().getJWK().isPrivate());
    }

    @Test
    void an_answer_signs_the_challenges_statement_and_claims_user_verification_only_when_asked() throws Exception {
        SoftwarePhone phone = SoftwarePhone.of("p", seeded(1));
        JWSObject plain = verified(phone.answer(CHALLENGE).jws(), phone.publicJwk());
        assertEquals(CHALLENGE.statement(), plain.getPayload().toString());
        assertEquals(CHALLENGE.statementType(), plain.getHeader().getType().getType());
        assertEquals(Set.of("alg", "typ", "kid"), plain.getHeader().getIncludedParams());
        JWSObject userVerified = verified(phone.answerVerified(CHALLENGE).jws(), phone.publicJwk());
        assertEquals(Boolean.TRUE, userVerified.getHeader().getCustomParam("uv"));
    }

    @Test
    void a_request_proof_names_method_address_and_session() throws Exception {
        SoftwarePhone phone = SoftwarePhone.of("p", seeded(1));
        // The token and its hash are printed in RFC 9449, figures 12 and 13.
        SessionToken token = SessionToken.of("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU");
        String proof = phone.proveRequest(
                "GET", URI.create("https://a.example/b?c=d#e"), Optional.of(token), Instant.ofEpochSecond(5));
        var claims = verified(proof, phone.publicJwk()).getPayload().toJSONObject();
        assertEquals("GET", claims.get("htm"));
        assertEquals("https://a.example/b", claims.get("htu"));
        assertEquals(5L, claims.get("iat"));
        assertEquals("fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo", claims.get("ath"));
        assertEquals(
                List.of("ath", "htm", "htu", "iat", "jti"),
                claims.keySet().stream().sorted().toList());
        assertNotEquals(
                claims.get("jti"),
                JWSObject.parse(phone.proveRequest(
                                "GET", URI.create("https://a.example/"), Optional.empty(), Instant.EPOCH))
                        .getPayload()
                        .toJSONObject()
                        .get("jti"));
    }

    @Test
    void an_outside_party_signs_this_challenge_under_its_own_key() throws Exception {
        StatementIssuer office = StatementIssuer.of(seeded(3));
        Proof.Supplied supplied = office.supply("identity", CHALLENGE);
        JWSObject jws = verified(supplied.jws(), office.publicJwk());
        assertEquals("identity", supplied.name());
        assertEquals(office.keyId(), jws.getHeader().getKeyID());
        assertEquals(CHALLENGE.statementType(), jws.getHeader().getType().getType());
        assertEquals(CHALLENGE.statement(), jws.getPayload().toString());
    }
}
