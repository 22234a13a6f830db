package org.authkit.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountIdTest {

    @Test
    void sixteen_bytes_and_their_text_are_the_same_id() {
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            byte[] bytes = new byte[16];
            random.nextBytes(bytes);
            AccountId id = AccountId.of(bytes);
            assertArrayEquals(bytes, id.bytes());
            assertEquals(id, new AccountId(id.toString()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "AAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAA==",
                "AAAAAAAAAAAAAAAAAAAA+A",
                "AAAAAAAAAAAAAAAAAAAA/A",
                "AAAAAAAAAAAAAAAAAAAA A",
                "AAAAAAAAAAAAAAAAAAAAA\n",
                "ＡAAAAAAAAAAAAAAAAAAAAA"
            })
    void anything_else_is_refused(String text) {
        assertThrows(IllegalArgumentException.class, () -> new AccountId(text));
    }

    @ParameterizedTest
    @ValueSource(chars = {'B', 'P', 'R', 'h', 'x', '_', '-', '9'})
    @Tag("attack:A4")
    void a_second_spelling_of_the_same_bytes_is_refused(char last) {
        assertThrows(IllegalArgumentException.class, () -> new AccountId("A".repeat(21) + last));
    }

    @Test
    void ids_of_other_lengths_are_refused() {
        assertThrows(IllegalArgumentException.class, () -> AccountId.of(new byte[15]));
        assertThrows(IllegalArgumentException.class, () -> AccountId.of(new byte[17]));
    }
}
