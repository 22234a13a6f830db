package org.authkit.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+819012345678",
                "+81 90-1234-5678",
                "+81(90)1234 5678",
                "＋８１９０１２３４５６７８",
                "＋８１－９０－１２３４－５６７８",
                "+81　90　1234　5678"
            })
    @Tag("attack:A4")
    void one_number_has_one_spelling(String typed) {
        assertEquals("+819012345678", PhoneNumber.of(typed).canonical());
        assertEquals(PhoneNumber.of("+819012345678"), PhoneNumber.of(typed));
        assertEquals(
                PhoneNumber.of("+819012345678").hashCode(),
                PhoneNumber.of(typed).hashCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+",
                "09012345678",
                "819012345678",
                "++819012345678",
                "+019012345678",
                "+8190123",
                "+8190123456781234",
                "+819012345678;ext=1",
                "+819012345678,+819012345679",
                "+81901234567x",
                "+8190\n12345678",
                "+819012345678\u0000",
                "+٨١٩٠١٢٣٤٥٦٧٨",
                "+81 9 0 1 2 3 4 5 6 7 8 - - - - - - - - - - -"
            })
    @Tag("attack:A2")
    void anything_else_is_refused_without_showing_it(String typed) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> PhoneNumber.of(typed), typed);
        assertFalse(String.valueOf(refused.getMessage()).contains("9012"));
    }

    @Test
    void e164_allows_eight_to_fifteen_digits_here() {
        assertEquals("+12345678", PhoneNumber.of("+12345678").canonical());
        assertEquals("+123456789012345", PhoneNumber.of("+123456789012345").canonical());
        assertThrows(IllegalArgumentException.class, () -> PhoneNumber.of("+1234567"));
        assertThrows(IllegalArgumentException.class, () -> PhoneNumber.of("+1234567890123456"));
    }

    @Test
    void a_number_prints_masked() {
        assertEquals("+81***78", PhoneNumber.of("+819012345678").toString());
        assertEquals("+81***78", PhoneNumber.of("+819012345678").masked());
    }

    @Test
    @Tag("attack:A4")
    void a_login_is_read_by_its_at_sign_of_either_width() {
        assertInstanceOf(EmailAddress.class, Login.parse("Taro@example.jp"));
        assertEquals(EmailAddress.of("taro@example.jp"), Login.parse("ＴＡＲＯ＠example.jp"));
        assertEquals(PhoneNumber.of("+819012345678"), Login.parse("＋８１ 90-1234-5678"));
        assertThrows(IllegalArgumentException.class, () -> Login.parse("taro"));
        assertThrows(IllegalArgumentException.class, () -> Login.parse(""));
        assertThrows(IllegalArgumentException.class, () -> Login.parse("+819012345678@"));
    }
}
