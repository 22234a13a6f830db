package org.authkit.example.wallet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("attack:A2")
class BodyTest {
    private static Body parse(String json) throws BadRequestException {
        return Body.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static int refusal(byte[] body) {
        return assertThrows(BadRequestException.class, () -> Body.parse(body)).status();
    }

    @Test
    void a_flat_object_of_strings_is_read() throws BadRequestException {
        Body body = parse(" {\"email\" : \"t\\u0061ro@example.jp\", \"name\":\"太郎\"} ");
        assertEquals("taro@example.jp", body.text("email", 100));
        assertEquals("太郎", body.text("name", 100));
        body.only(Set.of("email", "name"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"email\":[\"a@example.jp\",\"b@example.jp\"]}",
                "{\"email\":[\"a@example.jp\"]}",
                "{\"email\":{\"to\":\"a@example.jp\"}}",
                "{\"email\":1}",
                "{\"email\":true}",
                "{\"email\":null}",
                "{\"email\":\"a@example.jp\",\"email\":\"b@example.jp\"}",
                "{\"email\":\"a@example.jp\",\"\\u0065mail\":\"b@example.jp\"}",
                "[\"a@example.jp\"]",
                "\"a@example.jp\"",
                "",
                "{",
                "{\"email\":\"a@example.jp\"",
                "{\"email\":\"a@example.jp\",}",
                "{\"email\":\"a@example.jp\"} {}",
                "{\"email\":\"a@example.jp\"} x",
                "{email:\"a@example.jp\"}",
                "{'email':'a@example.jp'}",
                "{\"email\"=\"a@example.jp\"}",
                "{\"email\":\"a@example.jp\"} // note",
                ")]}'\n{\"email\":\"a@example.jp\"}",
                "\ufeff{\"email\":\"a@example.jp\"}",
                "{\"email\":\"a\\ud800b\"}",
                "{\"email\":\"a\nb\"}",
                "{\"email\":\"a\\qb\"}"
            })
    void anything_else_is_refused(String json) {
        assertEquals(400, refusal(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void octets_that_are_not_utf_8_are_refused() {
        assertEquals(400, refusal(new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xC0, (byte) 0xAF, '"', '}'}));
    }

    @Test
    void more_than_64_kib_are_refused_before_anything_is_parsed() throws BadRequestException {
        String frame = "{\"a\":\"\"}";
        String fits = "{\"a\":\"" + "x".repeat(Body.MAX_BYTES - frame.length()) + "\"}";
        assertEquals(
                Body.MAX_BYTES - frame.length(),
                parse(fits).text("a", Body.MAX_BYTES).length());
        assertEquals(413, refusal((fits + " ").getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void more_members_than_any_route_has_are_refused() {
        StringBuilder json = new StringBuilder("{\"m0\":\"\"");
        for (int i = 1; i <= 16; i++) {
            json.append(",\"m").append(i).append("\":\"\"");
        }
        assertEquals(400, refusal(json.append('}').toString().getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_member_nobody_asked_for_and_a_missing_one_are_refused() throws BadRequestException {
        Body body = parse("{\"login\":\"a@example.jp\",\"email\":\"thief@example.jp\"}");
        assertThrows(BadRequestException.class, () -> body.only(Set.of("login")));
        assertThrows(BadRequestException.class, () -> body.only(Set.of("login", "email", "code")));
    }

    @Test
    void a_value_that_does_not_parse_is_refused_without_being_quoted() throws BadRequestException {
        Body body = parse("{\"n\":\"secret\"}");
        BadRequestException refused = assertThrows(BadRequestException.class, () -> body.as("n", Integer::parseInt));
        assertEquals("n: not acceptable", refused.getMessage());
    }
}
