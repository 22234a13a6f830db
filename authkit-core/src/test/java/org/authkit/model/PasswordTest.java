package org.authkit.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.CharBuffer;
import java.util.Arrays;
import org.authkit.model.Password.Form;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordTest {
    @Test
    @Tag("req:N63B-3.1.1.2-01")
    @Tag("req:OPS-InternationalCharacters-01")
    void composed_and_decomposed_letters_are_the_same_password() {
        assertArrayEquals(utf8("が é ệ 한"), utf8("か\u3099 e\u0301 e\u0323\u0302 \u1112\u1161\u11ab"));
        assertEquals(1, Password.of("か\u3099").codePoints());
    }

    @Test
    @Tag("req:ASVS-6.2.8")
    void nothing_but_composition_is_changed() {
        for (final String typed : new String[] {" a ", "ＰＡＳＳ", "ﾊﾟｽ", "①", "Ａa", "a\0b\0", "\tx\r\n", "ﬁ", "İı"}) {
            assertArrayEquals(typed.getBytes(UTF_8), utf8(typed));
        }
    }

    @Test
    @Tag("req:N63B-3.1.1.2-4-02")
    void a_surrogate_pair_is_one_code_point() {
        final Password emoji = Password.of("😀".repeat(12));

        assertEquals(12, emoji.codePoints());
        assertEquals(48, emoji.utf8().length);
    }

    @Test
    @Tag("req:ASVS-6.2.9")
    @Tag("req:N63B-3.1.1.2-2-01")
    void long_passwords_are_taken_whole_up_to_the_limits_and_refused_whole_beyond() {
        assertEquals(Form.ACCEPTABLE, Password.of("😀".repeat(64)).form());
        assertEquals(Form.ACCEPTABLE, Password.of("x".repeat(128)).form());
        assertEquals(Form.ACCEPTABLE, Password.of("😀".repeat(128)).form());
        assertEquals(Form.ACCEPTABLE, Password.of("e\u0323\u0302".repeat(128)).form());
        assertEquals(Form.OVERSIZED, Password.of("x".repeat(129)).form());
        assertEquals(Form.OVERSIZED, Password.of("😀".repeat(129)).form());
        assertEquals(Form.OVERSIZED, Password.of("x".repeat(1_025)).form());
        assertEquals(0, Password.of("x".repeat(129)).codePoints());
    }

    @Test
    @Tag("attack:A24")
    @Tag("req:OPS-PBKDF2Pre-Hashing-01")
    void a_hostile_length_is_refused_without_reading_a_single_character() {
        final CharSequence endless = new CharSequence() {
            @Override
            public int length() {
                return Integer.MAX_VALUE;
            }

            @Override
            public char charAt(int index) {
                throw new AssertionError("read at " + index);
            }

            @Override
            public CharSequence subSequence(int start, int end) {
                throw new AssertionError("read at " + start);
            }
        };

        assertEquals(Form.OVERSIZED, Password.of(endless).form());
        assertEquals(Form.OVERSIZED, Password.of(new char[1 << 20]).form());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\ud83d",
                "\ude00",
                "secret\ud83d",
                "\ude00secret",
                "\ude00\ud83d",
                "\ud83d\ud83d\ude00",
                "a\ud800b"
            })
    @Tag("attack:A23")
    void half_a_surrogate_pair_is_not_a_password(String typed) {
        final Password password = Password.of(typed);

        assertEquals(Form.MALFORMED, password.form());
        assertThrows(IllegalStateException.class, password::utf8);
    }

    @Test
    void the_callers_array_is_copied_and_left_alone() {
        final char[] typed = "correct horse".toCharArray();
        final Password password = Password.of(typed);

        assertArrayEquals("correct horse".toCharArray(), typed);
        Arrays.fill(typed, 'x');
        assertArrayEquals("correct horse".getBytes(UTF_8), password.utf8());
    }

    @Test
    void any_character_sequence_will_do() {
        assertArrayEquals(
                utf8("horse"),
                Password.of(CharBuffer.wrap("correct horse", 8, 13)).utf8());
    }

    @Test
    void each_copy_is_fresh_and_closing_ends_them() {
        final Password password = Password.of("correct horse");
        final byte[] first = password.utf8();
        Arrays.fill(first, (byte) 0);

        assertArrayEquals("correct horse".getBytes(UTF_8), password.utf8());
        password.close();
        password.close();
        assertThrows(IllegalStateException.class, password::utf8);
    }

    @Test
    void closing_wipes_the_content() throws ReflectiveOperationException {
        final Password password = Password.of("correct horse");
        final var field = Password.class.getDeclaredField("content");
        field.setAccessible(true);
        final byte[] content = (byte[]) field.get(password);
        assertEquals('c', content[0]);

        password.close();

        assertArrayEquals(new byte[13], content);
    }

    @Test
    void it_never_prints_and_has_no_equality_by_content() {
        assertEquals("[redacted]", Password.of("correct horse").toString());
        assertEquals("[redacted]", Password.of("x".repeat(2_000)).toString());
        assertNotEquals(Password.of("same"), Password.of("same"));
    }

    private static byte[] utf8(String typed) {
        return Password.of(typed).utf8();
    }
}
