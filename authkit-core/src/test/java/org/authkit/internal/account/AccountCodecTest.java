package org.authkit.internal.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountCodecTest {

    @Test
    void the_filled_account_really_fills_every_field_and_list() throws Exception {
        Account fresh = new Account(Filled.account().id(), Filled.T, false, Locale.ROOT);
        for (Field field : Account.class.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) || field.isSynthetic()) {
                continue;
            }
            field.setAccessible(true);
            // What is abandoned belongs to one call and is never written.
            if (field.getName().equals("abandoned")
                    || field.getName().equals("id")
                    || field.getName().equals("createdAt")) {
                continue;
            }
            Object value = field.get(Filled.account());
            assertFalse(Objects.equals(field.get(fresh), value), field.getName() + " keeps its default");
            assertFalse(value instanceof Collection<?> list && list.isEmpty(), field.getName());
            assertFalse(value instanceof Map<?, ?> map && map.isEmpty(), field.getName());
        }
    }

    @Test
    void every_field_and_list_comes_back_as_it_was() throws Exception {
        Account before = Filled.account();
        Account after = AccountCodec.read(AccountCodec.write(before));
        for (Field field : Account.class.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
                field.setAccessible(true);
                assertEquals(field.get(before), field.get(after), field.getName());
            }
        }
        assertEquals(AccountCodec.write(before), AccountCodec.write(after));
    }

    @Test
    void an_empty_account_comes_back_as_it_was() {
        Account before = new Account(Filled.account().id(), Filled.T, false, Locale.ENGLISH);
        Account after = AccountCodec.read(AccountCodec.write(before));
        assertEquals(AccountCodec.write(before), AccountCodec.write(after));
        assertTrue(after.password().isEmpty());
        assertTrue(after.freeze().isEmpty());
        assertFalse(after.imported());
    }

    @Test
    void documents_of_format_1_stay_readable_and_are_written_the_same() throws IOException {
        String golden = resource("account-format-1.json");
        assertEquals(golden, AccountCodec.write(AccountCodec.read(golden)));
        assertEquals(golden, AccountCodec.write(Filled.account()));
    }

    static String resource(String name) throws IOException {
        try (InputStream in = AccountCodecTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8).strip();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "",
                "null",
                "{\"format\":2}",
                "{\"format\":0}",
                "{\"format\":\"1\"}",
                "{\"format\":1}",
                "{\"format\":1,\"id\":\"AAECAwQFBgcICQoLDA0ODw\",\"created\":\"yesterday\"}"
            })
    void a_document_of_another_format_or_without_its_members_is_refused(String text) {
        assertThrows(IllegalStateException.class, () -> AccountCodec.read(text));
    }

    @Test
    void another_format_of_a_whole_document_is_refused_too() {
        String text = AccountCodec.write(Filled.account()).replaceFirst("\"format\":1", "\"format\":2");
        assertThrows(IllegalStateException.class, () -> AccountCodec.read(text));
    }

    @Test
    void a_document_that_cannot_be_read_does_not_print_itself() {
        String text = AccountCodec.write(Filled.account()).replaceFirst("\"epoch\":7", "\"epoch\":\"x\"");
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> AccountCodec.read(text));
        assertFalse(String.valueOf(refused.getMessage()).contains("taro"));
        assertTrue(String.valueOf(refused.getMessage()).contains("epoch"));
    }
}
