package org.authkit.internal.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Facts of RFC 8785 sections 3.2.2.2 (strings) and 3.2.3 (order of members). */
class CanonicalJsonTest {

    @Test
    void no_white_space_and_members_in_order() {
        assertEquals("{}", CanonicalJson.of(new TreeMap<>()));
        assertEquals("{\"a\":\"1\",\"b\":\"2\"}", of("b", "2", "a", "1"));
    }

    @Test
    void only_quote_backslash_and_the_first_32_controls_are_escaped() {
        assertEquals("{\"k\":\"\\\"\\\\\\b\\f\\n\\r\\t\"}", of("k", "\"\\\b\f\n\r\t"));
        StringBuilder expected = new StringBuilder("{\"k\":\"");
        StringBuilder given = new StringBuilder();
        for (char c = 0; c < 0x20; c++) {
            if ("\b\f\n\r\t".indexOf(c) < 0) {
                given.append(c);
                expected.append("\\u00").append(c < 0x10 ? '0' : '1').append("0123456789abcdef".charAt(c % 16));
            }
        }
        assertEquals(expected + "\"}", of("k", given.toString()));
        String literal = "/ \u007f \u0080 \u00f6 \u2028 \u2029 \u20ac \ufeff \ud83d\ude02 < > & '";
        assertEquals("{\"k\":\"" + literal + "\"}", of("k", literal));
    }

    @Test
    void names_are_escaped_too() {
        assertEquals("{\"a\\\"\\n\":\"\"}", of("a\"\n", ""));
    }

    @Test
    void members_are_sorted_by_utf_16_code_units_not_by_code_points() {
        // The names of the example in section 3.2.3, whose order by code points would put the emoji last.
        String sorted = of(
                "\u20ac", "Euro Sign",
                "\r", "Carriage Return",
                "\ufb33", "Hebrew Letter Dalet With Dagesh",
                "1", "One",
                "\ud83d\ude00", "Emoji: Grinning Face",
                "\u0080", "Control",
                "\u00f6", "Latin Small Letter O With Diaeresis");
        assertEquals(
                "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                        + "\"\ud83d\ude00\":\"Emoji: Grinning Face\","
                        + "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
                sorted);
    }

    @Test
    void the_map_s_own_order_does_not_matter() {
        TreeMap<String, String> backwards = new TreeMap<>(Comparator.reverseOrder());
        backwards.putAll(Map.of("a", "1", "b", "2", "B", "3"));
        assertEquals("{\"B\":\"3\",\"a\":\"1\",\"b\":\"2\"}", CanonicalJson.of(backwards));
    }

    @Test
    @Tag("attack:A34")
    void no_value_can_pose_as_another_member() throws Exception {
        String statement = of("payee", "Shop\",\"amount\":\"1", "amount", "1200");
        assertEquals("{\"amount\":\"1200\",\"payee\":\"Shop\\\",\\\"amount\\\":\\\"1\"}", statement);
        Random random = new Random(8785);
        for (int i = 0; i < 5_000; i++) {
            TreeMap<String, String> members = new TreeMap<>();
            for (int n = random.nextInt(4); n >= 0; n--) {
                members.put(text(random), text(random));
            }
            assertEquals(members, new TreeMap<>(JSONObjectUtils.parse(CanonicalJson.of(members))));
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(6); n > 0; n--) {
            text.append("\"\\:,{}[]\u0000\u001f\n a髙\u2028😀"
                    .codePoints()
                    .skip(random.nextInt(16))
                    .mapToObj(Character::toString)
                    .findFirst()
                    .orElse("z"));
        }
        return text.toString();
    }

    private static String of(String... namesAndValues) {
        return CanonicalJson.of(Call.sorted(namesAndValues));
    }
}
