package org.authkit.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.authkit.spi.Credential;
import org.authkit.spi.Message;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RedactionTest {
    private static final String SECRET = "sesame-4711";

    @Test
    @Tag("req:ASVS-16.2.5")
    void nothing_that_carries_a_secret_prints_it() {
        List<Object> carriers = List.of(
                Password.of(SECRET),
                SessionToken.of(SECRET),
                Ticket.of(SECRET),
                new Proof.PasswordAgain(Password.of(SECRET)),
                new Proof.Code("totp", SECRET),
                new Proof.Signature(SECRET),
                new Proof.Supplied("identity", SECRET),
                new Credential("id", "totp", "name", SECRET, Instant.EPOCH),
                new Message(
                        "id",
                        Optional.empty(),
                        Message.Channel.EMAIL,
                        SECRET + "@example.jp",
                        "reset",
                        Locale.JAPANESE,
                        SECRET,
                        SECRET));
        for (Object carrier : carriers) {
            assertFalse(
                    carrier.toString().contains(SECRET),
                    () -> carrier.getClass().getName());
            assertFalse(List.of(carrier).toString().contains("4711"));
        }
    }

    @Test
    void tokens_reveal_what_they_wrap_and_forget_what_is_too_long() {
        assertEquals(SECRET, SessionToken.of(SECRET).reveal());
        assertEquals(SECRET, Ticket.of(SECRET).reveal());
        assertEquals("x".repeat(200), SessionToken.of("x".repeat(200)).reveal());
        assertEquals("", SessionToken.of("x".repeat(201)).reveal());
        assertEquals("x".repeat(400), Ticket.of("x".repeat(400)).reveal());
        assertEquals("", Ticket.of("x".repeat(401)).reveal());
    }

    @Test
    void session_tokens_are_equal_by_what_they_wrap() {
        assertEquals(SessionToken.of(SECRET), SessionToken.of(SECRET));
        assertEquals(SessionToken.of(SECRET).hashCode(), SessionToken.of(SECRET).hashCode());
        assertNotEquals(SessionToken.of(SECRET), SessionToken.of(SECRET + "x"));
        assertNotEquals(SessionToken.of(SECRET), SessionToken.of("Sesame-4711"));
    }
}
