package org.authkit.totp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypedCodeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "012345",
                "012 345",
                " 012-345\r\n",
                "０１２３４５",
                "０１２　３４５",
                "０１２ー３４５",
                "012\u2010345",
                "012\u2212345",
                "012\u00A0345",
                "0-1-2-3-4-5",
                "０12３45"
            })
    void what_a_person_may_type_is_read(String typed) {
        assertEquals("012345", read(typed));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "01234",
                "0123456",
                "01234a",
                "+12345",
                "0x1234",
                "012.345",
                "012,345",
                "٠١٢٣٤٥",
                "०१२३४५",
                "01234\u0665",
                "⓪①②③④⑤",
                "⁰¹²³⁴⁵",
                "\uD835\uDFCE\uD835\uDFCF\uD835\uDFD0\uD835\uDFD1\uD835\uDFD2\uD835\uDFD3",
                "01234\u0000",
                "01234\u200B5",
                "０１２３４"
            })
    void anything_else_is_no_code(String typed) {
        assertEquals("none", read(typed));
    }

    @Test
    @DisplayName("64 characters are looked at, 65 are not")
    void length() {
        assertEquals("012345", read(" ".repeat(58) + "012345"));
        assertEquals("none", read(" ".repeat(59) + "012345"));
    }

    @Test
    void only_as_many_digits_as_the_authenticator_has_make_a_code() {
        assertEquals("01234567", read("0123 4567", 8));
        assertEquals("none", read("012345", 8));
        assertEquals("none", read("012345678", 8));
    }

    private static String read(String typed) {
        return read(typed, 6);
    }

    private static String read(String typed, int digits) {
        return TypedCode.digits(typed, digits)
                .map(code -> new String(code, StandardCharsets.US_ASCII))
                .orElse("none");
    }
}
