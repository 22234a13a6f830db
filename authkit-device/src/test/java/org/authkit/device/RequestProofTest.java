package org.authkit.device;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.authkit.model.RequestContext.Http;
import org.authkit.model.SessionToken;
import org.authkit.spi.Credential;
import org.authkit.spi.RequestProofs.Verified;
import org.authkit.testkit.SoftwarePhone;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestProofTest {
    private static final URI PAY = URI.create("https://wallet.example/pay");
    private static final SessionToken TOKEN = SessionToken.of("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU");
    private static final String ATH = "\"ath\":\"fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo\"";
    private static final int MUTATIONS = 20_000;

    private final DeviceFactor factor = DeviceFactor.create();
    private final Forger owner = new Forger(1);
    private final Credential bound = credential(owner);
    private final String header = "\"typ\":\"dpop+jwt\",\"alg\":\"ES256\",\"jwk\":" + owner.publicJwk();

    private static Credential credential(Forger forger) {
        return new Credential(
                forger.key().thumbprint(), "device", "p", forger.key().state(), Phones.NOW);
    }

    private static String claims(Instant iat) {
        return "\"jti\":\"j-1\",\"htm\":\"POST\",\"htu\":\"" + PAY + "\",\"iat\":" + iat.getEpochSecond();
    }

    private String proof(String claims) {
        return owner.sign(header, "{" + claims + "}");
    }

    private Optional<Verified> verify(String proof, String method, URI uri, Optional<SessionToken> session) {
        return factor.verifyRequest(
                Phones.context(Phones.NOW), bound, new Http(method, uri, Optional.of(proof)), session);
    }

    private Optional<Verified> verify(String proof) {
        return verify(proof, "POST", PAY, Optional.empty());
    }

    private void assertAccepted(String proof) {
        assertTrue(verify(proof).isPresent(), proof);
    }

    private void assertRefused(String proof) {
        assertEquals(Optional.empty(), verify(proof), proof);
    }

    @Test
    @Tag("req:DPOP-4.2-01")
    void a_phones_proof_names_its_key_and_holds_for_its_request() {
        SoftwarePhone phone = Phones.seeded(5);
        Credential held = Phones.bind(factor, phone);
        String proof = phone.proveRequest("POST", PAY, Optional.of(TOKEN), Phones.NOW);
        assertEquals(Optional.of(held.id()), factor.credentialId(proof));
        Http request = new Http("POST", PAY, Optional.of(proof));
        Verified verified = factor.verifyRequest(Phones.context(Phones.NOW), held, request, Optional.of(TOKEN))
                .orElseThrow();
        assertTrue(verified.acceptableUntil().isAfter(Phones.NOW.plusSeconds(60)));
        assertEquals(
                Optional.empty(), factor.verifyRequest(Phones.context(Phones.NOW), bound, request, Optional.of(TOKEN)));
    }

    @Test
    void a_request_without_a_proof_proves_nothing() {
        Http request = new Http("POST", PAY, Optional.empty());
        assertEquals(
                Optional.empty(), factor.verifyRequest(Phones.context(Phones.NOW), bound, request, Optional.empty()));
    }

    @Test
    @Tag("attack:A31")
    @Tag("req:DPOP-4.3-6-01")
    void a_thiefs_proof_that_names_the_bound_key_is_refused() {
        assertRefused(new Forger(2).sign(header, "{" + claims(Phones.NOW) + "}"));
    }

    @Test
    @Tag("req:DPOP-4.3-12-01")
    void a_proof_by_a_key_other_than_the_credentials_is_refused() {
        Forger other = new Forger(2);
        String proof = other.sign(header.replace(owner.publicJwk(), other.publicJwk()), "{" + claims(Phones.NOW) + "}");
        assertRefused(proof);
        assertEquals(Optional.of(other.key().thumbprint()), factor.credentialId(proof));
    }

    @Test
    @Tag("req:DPOP-4.3-8-01")
    void a_proof_holds_for_its_method_only() {
        String proof = proof(claims(Phones.NOW));
        assertTrue(verify(proof, "POST", PAY, Optional.empty()).isPresent());
        for (String method : new String[] {"GET", "post", "POST ", ""}) {
            assertEquals(Optional.empty(), verify(proof, method, PAY, Optional.empty()), method);
        }
    }

    @ParameterizedTest
    @Tag("req:DPOP-4.3-9-01")
    @CsvSource({
        "https://wallet.example/pay, true",
        "https://wallet.example:443/pay?x=1#y, true",
        "HTTPS://WALLET.example/a/../%70ay, true",
        "https://wallet.example/pay/, false",
        "https://wallet.example/Pay, false",
        "https://wallet.example/pay2, false",
        "http://wallet.example/pay, false",
        "https://wallet.example:8443/pay, false",
        "https://wallet.example.thief.example/pay, false"
    })
    void a_proof_holds_for_its_address_only(URI uri, boolean accepted) {
        assertEquals(
                accepted,
                verify(proof(claims(Phones.NOW)), "POST", uri, Optional.empty()).isPresent());
    }

    @ParameterizedTest
    @Tag("req:DPOP-4.3-11-01")
    @Tag("req:DPOP-11.1-01")
    @CsvSource({"-61,false", "-60,true", "0,true", "10,true", "11,false", "-86400,false", "86400,false"})
    void a_proof_is_young_and_hardly_from_the_future(long offset, boolean accepted) {
        Optional<Verified> verified = verify(proof(claims(Phones.NOW.plusSeconds(offset))));
        assertEquals(accepted, verified.isPresent());
        verified.ifPresent(it -> assertEquals(Phones.NOW.plusSeconds(offset + 70), it.acceptableUntil()));
    }

    @Test
    void what_is_remembered_outlives_what_is_accepted() {
        String proof = proof(claims(Phones.NOW));
        Instant until = verify(proof).orElseThrow().acceptableUntil();
        Http request = new Http("POST", PAY, Optional.of(proof));
        assertEquals(Optional.empty(), factor.verifyRequest(Phones.context(until), bound, request, Optional.empty()));
    }

    @ParameterizedTest
    @Tag("req:DPOP-4.3-11-01")
    @ValueSource(strings = {"\"1\"", "null", "true", "1e300", "-1e300", "12345678901234567890", "[]", "{}", "1e999"})
    void an_issue_time_that_is_no_time_is_refused(String iat) {
        assertRefused(proof(claims(Phones.NOW).replaceFirst("\"iat\":.*", "\"iat\":" + iat)));
    }

    @Test
    void an_issue_time_with_a_fraction_is_a_time() {
        assertAccepted(proof(claims(Phones.NOW) + ".25"));
    }

    @ParameterizedTest
    @Tag("req:JWT-4.1.4-01")
    @Tag("req:JWT-4.1.5-01")
    @CsvSource({"exp,1,true", "exp,0,false", "exp,-5,false", "nbf,0,true", "nbf,10,true", "nbf,11,false"})
    void an_expiry_or_beginning_a_proof_names_is_kept(String claim, long offset, boolean accepted) {
        long at = Phones.NOW.plusSeconds(offset).getEpochSecond();
        String proof = proof(claims(Phones.NOW) + ",\"" + claim + "\":" + at);
        assertEquals(accepted, verify(proof).isPresent());
        assertRefused(proof(claims(Phones.NOW) + ",\"" + claim + "\":\"soon\""));
    }

    @Test
    @Tag("attack:A31")
    @Tag("req:DPOP-4.3-12-01")
    @Tag("req:DPOP-7-01")
    void a_proof_covers_the_session_it_comes_with() {
        String covered = proof(claims(Phones.NOW) + "," + ATH);
        String bare = proof(claims(Phones.NOW));
        assertTrue(verify(covered, "POST", PAY, Optional.of(TOKEN)).isPresent());
        assertEquals(Optional.empty(), verify(bare, "POST", PAY, Optional.of(TOKEN)));
        assertEquals(Optional.empty(), verify(covered, "POST", PAY, Optional.of(SessionToken.of("another"))));
        assertEquals(
                Optional.empty(), verify(proof(claims(Phones.NOW) + ",\"ath\":null"), "POST", PAY, Optional.of(TOKEN)));
        assertAccepted(covered);
    }

    @ParameterizedTest
    @Tag("req:DPOP-4.3-3-01")
    @ValueSource(strings = {"jti", "htm", "htu", "iat"})
    void every_required_claim_must_be_there_and_of_its_type(String claim) {
        String right = claims(Phones.NOW);
        assertAccepted(proof(right));
        assertRefused(proof(right.replace("\"" + claim + "\"", "\"x\"")));
        assertRefused(proof(right.replaceFirst("\"" + claim + "\":(\"[^\"]*\"|[0-9]+)", "\"" + claim + "\":[]")));
        assertRefused(proof(right + ",\"" + claim + "\":1"));
    }

    @Test
    @Tag("req:DPOP-4.2-02")
    @Tag("req:DPOP-11.1-03")
    void its_unique_value_has_1_to_128_characters_and_is_given_back_hashed() {
        String right = claims(Phones.NOW);
        assertRefused(proof(right.replace("j-1", "")));
        assertRefused(proof(right.replace("j-1", "j".repeat(129))));
        Verified longest = verify(proof(right.replace("j-1", "j".repeat(128)))).orElseThrow();
        assertEquals(43, longest.uniqueness().length());
    }

    @ParameterizedTest
    @Tag("req:DPOP-4.3-4-01")
    @Tag("req:DPOP-11.5-01")
    @Tag("req:DPOP-4.3-5-01")
    @ValueSource(
            strings = {
                "\"typ\":\"JWT\"",
                "\"typ\":\"at+jwt\"",
                "\"typ\":\"authkit-pay+jwt\"",
                "\"typ\":null",
                "\"alg\":\"none\"",
                "\"alg\":\"noNE\"",
                "\"alg\":\"HS256\"",
                "\"alg\":\"RS256\"",
                "\"alg\":\"ES384\""
            })
    void another_type_or_algorithm_is_refused(String member) {
        String name = member.substring(0, member.indexOf(':'));
        String changed = header.replaceFirst(name + ":\"[^\"]*\"", member);
        assertNotEquals(header, changed);
        String proof = owner.sign(changed, "{" + claims(Phones.NOW) + "}");
        assertRefused(proof);
        assertEquals(Optional.empty(), factor.credentialId(proof));
    }

    @Test
    @Tag("req:DPOP-4.3-7-01")
    void a_private_key_in_the_header_or_any_other_member_is_refused() {
        String payload = "{" + claims(Phones.NOW) + "}";
        String[] headers = {
            header.replace(owner.publicJwk(), owner.publicJwk().replace("}", ",\"d\":\"AA\"}")),
            header.replace(owner.publicJwk(), "\"" + owner.publicJwk().replace("\"", "\\\"") + "\""),
            header.replace(owner.publicJwk(), "null"),
            header.replace(",\"jwk\":" + owner.publicJwk(), ""),
            header + ",\"kid\":\"" + bound.id() + "\"",
            header + ",\"crit\":[\"exp\"]",
            header + ",\"uv\":true"
        };
        for (String changed : headers) {
            assertRefused(owner.sign(changed, payload));
        }
    }

    @Test
    @Tag("req:DPOP-4.3-1-01")
    @Tag("req:DPOP-4.3-2-01")
    void two_proofs_or_one_that_is_not_well_formed_are_refused() {
        String one = proof(claims(Phones.NOW));
        String two = proof(claims(Phones.NOW).replace("j-1", "j-2"));
        for (String value :
                new String[] {one + "," + two, one + ", " + two, one + " ", one + ".", one + "=", "DPoP " + one, ""}) {
            assertRefused(value);
            assertEquals(Optional.empty(), factor.credentialId(value));
        }
        assertRefused(owner.sign(header, "[]"));
        assertRefused(owner.sign(header, ""));
        assertRefused(owner.sign(header, "\ufeff{" + claims(Phones.NOW) + "}"));
    }

    @Test
    @Tag("req:OCS-JWTdenylist-01")
    @Tag("req:DPOP-11.1-02")
    void twin_signatures_and_second_spellings_are_one_and_the_same_proof() {
        String first = proof(claims(Phones.NOW));
        String unique = verify(first).orElseThrow().uniqueness();
        assertNotEquals(first, Forger.twin(first));
        assertEquals(unique, verify(Forger.twin(first)).orElseThrow().uniqueness());
        String again =
                owner.sign(header + " ", "{" + claims(Phones.NOW).replace("/pay", ":443/x/../pay") + ",\"x\":1}");
        assertEquals(unique, verify(again).orElseThrow().uniqueness());
        String other = proof(claims(Phones.NOW).replace("j-1", "j-2"));
        assertNotEquals(unique, verify(other).orElseThrow().uniqueness());
    }

    @Test
    void proofs_of_two_keys_are_two_proofs() {
        Forger other = new Forger(2);
        String proof = other.sign(header.replace(owner.publicJwk(), other.publicJwk()), "{" + claims(Phones.NOW) + "}");
        Http request = new Http("POST", PAY, Optional.of(proof));
        assertNotEquals(
                verify(proof(claims(Phones.NOW))).orElseThrow().uniqueness(),
                factor.verifyRequest(Phones.context(Phones.NOW), credential(other), request, Optional.empty())
                        .orElseThrow()
                        .uniqueness());
    }

    @Test
    @Tag("attack:A36")
    @Tag("req:JWTBCP-3.12-01")
    void a_request_proof_is_no_statement_and_a_statement_no_request_proof() {
        SoftwarePhone phone = Phones.seeded(5);
        String statement =
                phone.sign(Phones.PAYMENT.type(), Phones.PAYMENT.text()).jws();
        assertEquals(Optional.empty(), factor.credentialId(statement));
        assertRefused(owner.sign(
                "\"alg\":\"ES256\",\"typ\":\"dpop+jwt\",\"kid\":\"" + bound.id() + "\"",
                "{" + claims(Phones.NOW) + "}"));
    }

    @Test
    void hostile_texts_are_answered_and_never_thrown_back() {
        long seed = Long.getLong("authkit.seed", 20261123L);
        System.out.println("RequestProofTest: seed " + seed + ", " + MUTATIONS + " mutations");
        Random random = new Random(seed);
        String right = "{" + claims(Phones.NOW) + "," + ATH + ",\"exp\":99999999999,\"nbf\":1}";
        String alphabet = "{}[]\":,\\u0123456789eE+-.truefalsn \n\u0000é";
        for (int i = 0; i < MUTATIONS; i++) {
            StringBuilder payload = new StringBuilder(right);
            for (int n = random.nextInt(4); n >= 0; n--) {
                payload.setCharAt(random.nextInt(payload.length()), alphabet.charAt(random.nextInt(alphabet.length())));
            }
            // Past the signature, where the owner's own app could be the hostile one: the claims are judged directly.
            String text = payload.toString();
            assertDoesNotThrow(
                    () -> Encoding.object(text)
                            .flatMap(claims -> RequestProof.judge(
                                    claims,
                                    owner.key(),
                                    new Http("POST", PAY, Optional.empty()),
                                    Optional.of(TOKEN),
                                    Phones.NOW)),
                    () -> "seed " + seed + ": " + text);
        }
    }

    @Test
    void the_clock_at_its_ends_is_no_reason_to_throw() {
        Http request = new Http("POST", PAY, Optional.of(proof(claims(Phones.NOW))));
        for (Instant now : new Instant[] {
            Instant.EPOCH, Instant.MIN.plus(Duration.ofDays(1)), Instant.MAX.minus(Duration.ofDays(1))
        }) {
            assertEquals(Optional.empty(), factor.verifyRequest(Phones.context(now), bound, request, Optional.empty()));
        }
    }
}
