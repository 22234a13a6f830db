package org.authkit.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestContextTest {
    private static final RequestContext PLAIN = RequestContext.of("203.0.113.7", "Acme/1.0");
    private static final RequestContext.Http HTTP =
            new RequestContext.Http("POST", URI.create("https://api.example.jp/pay"), Optional.of("header.proof.sig"));

    @Test
    void each_with_method_returns_a_changed_copy_and_leaves_the_rest_alone() {
        SessionToken token = SessionToken.of("secret-token");
        RequestContext full = PLAIN.withSession(token)
                .withLocale(Locale.ENGLISH)
                .withHttp(HTTP)
                .answering("challenge", new Proof.Code("totp", "123456"));
        assertNotSame(PLAIN, full);
        assertEquals("203.0.113.7", full.clientAddress());
        assertEquals("Acme/1.0", full.userAgent());
        assertEquals(Optional.of(token), full.session());
        assertEquals(Locale.ENGLISH, full.locale());
        assertEquals(Optional.of(HTTP), full.http());
        assertEquals(
                "challenge",
                full.answer().map(RequestContext.Answer::challengeId).orElse(""));
        assertEquals(Optional.empty(), PLAIN.session());
        assertEquals(Optional.empty(), PLAIN.answer());
        assertEquals(Optional.empty(), PLAIN.http());
        assertEquals(Locale.JAPANESE, PLAIN.locale());
        // Whatever is set last does not lose what was set before.
        assertEquals(Optional.of(token), full.withLocale(Locale.JAPAN).session());
        assertEquals(
                Optional.of(HTTP), full.withSession(SessionToken.of("other")).http());
        assertTrue(full.withHttp(HTTP).answer().isPresent());
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x00, 0x09, 0x0a, 0x0d, 0x1b, 0x7f, 0x85, 0x9b, 0x200f, 0x2028, 0x2029, 0x202e, 0x2066, 0xfeff, 0xd83d
            })
    @Tag("req:ASVS-16.4.1")
    void what_clients_say_of_themselves_can_forge_no_line_and_turn_no_text_round(int codePoint) {
        String bad = "a" + Character.toString(codePoint) + "b";
        assertEquals("a b", RequestContext.of("203.0.113.7", bad).userAgent());
        assertEquals("a b", RequestContext.of(bad, "Acme/1.0").clientAddress());
    }

    @Test
    void what_clients_say_of_themselves_is_cut_to_256_characters_and_stays_text() {
        assertEquals(
                256, RequestContext.of("a", "x".repeat(100_000)).userAgent().length());
        String cut = RequestContext.of("a", "x".repeat(255) + "😀").userAgent();
        assertEquals("x".repeat(255) + " ", cut);
        assertEquals("すまーと 😀", RequestContext.of("a", "すまーと 😀").userAgent());
    }

    @Test
    @Tag("req:ASVS-16.2.5")
    void nothing_that_could_be_replayed_is_printed() {
        RequestContext full = PLAIN.withSession(SessionToken.of("secret-token"))
                .withHttp(HTTP)
                .answering("challenge", new Proof.Signature("secret.jws.sig"));
        assertFalse(full.toString().contains("secret"), full::toString);
        assertFalse(HTTP.toString().contains("proof.sig"), HTTP::toString);
        assertFalse(String.valueOf(full.answer()).contains("secret"));
    }
}
