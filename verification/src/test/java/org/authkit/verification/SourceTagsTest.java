package org.authkit.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SourceTagsTest {
    private static String method(String... tags) {
        StringBuilder source = new StringBuilder("    @Test\n");
        for (String tag : tags) {
            source.append("    @Tag(\"").append(tag).append("\")\n");
        }
        return source.append("    void sentence() throws Exception {\n        int[] x = {1};\n    }\n")
                .toString();
    }

    @Test
    void tags_are_read_with_the_declaration_they_stand_on() {
        String source = "class X {\n" + method("attack:A1", "req:R-1") + method("req:R-2") + "}";
        assertEquals(
                List.of(
                        new SourceTags.Tag("attack:A1", 0),
                        new SourceTags.Tag("req:R-1", 0),
                        new SourceTags.Tag("req:R-2", 1)),
                SourceTags.in(source));
    }

    @Test
    void three_clauses_pass_and_a_fourth_is_refused() {
        assertEquals(List.of(), SourceTags.complaints(method("req:A", "req:B", "req:C") + method("req:D")));
        assertEquals(
                4,
                SourceTags.complaints(method("req:A", "req:B", "req:C", "req:D"))
                        .size());
    }

    @Test
    void attacks_outside_the_catalogue_are_refused() {
        assertEquals(List.of(), SourceTags.complaints(method("attack:A1", "attack:A10", "attack:A46", "slow")));
        for (String unknown : List.of("attack:A0", "attack:A47", "attack:A100", "attack:9", "Attack:A1", "req:")) {
            assertEquals(1, SourceTags.complaints(method(unknown)).size(), unknown);
        }
    }

    @Test
    void a_tag_by_a_constant_is_refused_since_it_cannot_be_read() {
        assertEquals(1, SourceTags.complaints("@Tag(SLOW) void x() {}").size());
    }

    @Test
    void tests_are_recognised() {
        assertTrue(SourceTags.hasTests(method()));
        assertTrue(SourceTags.hasTests("@ParameterizedTest(name = \"x\") void x(int i) {}"));
        assertFalse(SourceTags.hasTests("@TestInstance(LIFECYCLE) class X {}"));
    }
}
