package org.authkit.internal.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStreamReader;
import java.io.Reader;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.authkit.model.Action;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TextsTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}]*)}");
    private static final Pattern JAPANESE = Pattern.compile("[\\p{IsHiragana}\\p{IsKatakana}]");
    private static final Set<Template> WITH_TICKET = Set.of(
            Template.REGISTRATION,
            Template.RESET,
            Template.CONTACT_CONFIRM,
            Template.CHANGE_REQUESTED,
            Template.CHANGE_REMINDER,
            Template.CHANGE_DUE);

    private static Properties raw(String language) throws Exception {
        Properties properties = new Properties();
        try (Reader in = new InputStreamReader(
                Objects.requireNonNull(Texts.class.getResourceAsStream("messages_" + language + ".properties")),
                UTF_8)) {
            properties.load(in);
        }
        return properties;
    }

    /** What the courier's callers hand over for each template, beside the service, the time and the ticket. */
    private static Set<String> supplied(Template template) {
        Set<String> names = new TreeSet<>(Set.of("service", "time"));
        if (WITH_TICKET.contains(template)) {
            names.add("ticket");
        }
        switch (template) {
            case DEVICE_BOUND, DEVICE_REMOVED -> names.add("device");
            case FACTOR_ENROLLED, FACTOR_REMOVED -> names.add("name");
            case CONTACT_CLAIMED, CONTACT_CONFIRMED, CONTACT_REMOVED -> names.add("contact");
            case CHANGE_REQUESTED, CHANGE_REMINDER, CHANGE_DUE, CHANGE_STOPPED -> names.add("what");
            default -> {}
        }
        return names;
    }

    @ParameterizedTest
    @EnumSource(Template.class)
    @Tag("attack:A42")
    void each_language_has_the_text_and_names_only_what_is_supplied(Template template) throws Exception {
        for (String language : new String[] {"ja", "en"}) {
            String subject = raw(language).getProperty(template.code() + ".subject");
            String text = raw(language).getProperty(template.code() + ".text");
            Set<String> used = placeholders(subject + text);
            assertTrue(supplied(template).containsAll(used), () -> language + " " + used);
            assertEquals(WITH_TICKET.contains(template), placeholders(text).contains("ticket"), language);
            assertFalse(placeholders(subject).contains("ticket"), "no secret in a subject line");
            assertFalse(subject.isBlank() || text.isBlank());
            assertEquals(language.equals("ja"), JAPANESE.matcher(subject).find(), subject);
            assertEquals(language.equals("ja"), JAPANESE.matcher(text).find(), text);
            assertFalse((subject + text).contains("http"), "addresses come from the wallet's configuration only");
        }
        assertEquals(
                placeholders(raw("ja").getProperty(template.code() + ".text")),
                placeholders(raw("en").getProperty(template.code() + ".text")),
                "both languages say the same");
    }

    @Test
    void no_text_is_left_over_and_the_languages_have_the_same_keys() throws Exception {
        assertEquals(raw("en").stringPropertyNames(), raw("ja").stringPropertyNames());
        Set<String> expected = new TreeSet<>(Set.of("footer"));
        for (Template template : Template.values()) {
            expected.add(template.code() + ".subject");
            expected.add(template.code() + ".text");
        }
        for (Action action : Action.values()) {
            if (raw("en").containsKey("what." + action.code())) {
                expected.add("what." + action.code());
            }
        }
        assertEquals(expected, raw("en").stringPropertyNames());
    }

    /** The details are those the call carries: for a newcomer its factor's own description, else what is to be removed. */
    @ParameterizedTest
    @CsvSource({
        "BIND_DEVICE, name, key",
        "REMOVE_DEVICE, device, credential",
        "ENROLL_FACTOR, name, factor",
        "REMOVE_FACTOR, name, credential",
        "ADD_CONTACT, contact, contact",
        "REMOVE_CONTACT, contact, id"
    })
    @Tag("attack:A42")
    void a_change_is_named_in_words_with_its_object(Action action, String object, String other) {
        Map<String, String> details = new TreeMap<>(Map.of(other, "x"));
        details.put(object, "Pixel 9");
        assertTrue(Texts.what(action, Locale.ENGLISH, details).contains("Pixel 9"));
        String japanese = Texts.what(action, Locale.JAPANESE, details);
        assertTrue(japanese.contains("Pixel 9") && JAPANESE.matcher(japanese).find(), japanese);
    }

    @ParameterizedTest
    @EnumSource(Template.class)
    void nothing_unfilled_reaches_a_customer_and_no_subject_has_two_lines(Template template) {
        Map<String, String> values = Map.of(
                "service", "Acme\r\nBcc: x@example.com",
                "time", "T",
                "ticket", "K",
                "device", "D",
                "name", "N",
                "contact", "C",
                "what", "W");
        for (Locale locale : new Locale[] {Locale.JAPAN, Locale.ENGLISH, Locale.FRENCH, Locale.ROOT}) {
            String subject = Texts.subject(template, locale, values);
            assertFalse(subject.matches("(?s).*[\\r\\n\\u0085\\u2028\\u2029].*"), subject);
            String text = Texts.text(template, locale, values);
            assertFalse(PLACEHOLDER.matcher(subject + text).find(), text);
            assertEquals(locale.equals(Locale.JAPAN), JAPANESE.matcher(text).find());
        }
    }

    @Test
    @Tag("attack:A42")
    void values_are_never_read_as_patterns() {
        Map<String, String> values = Map.of("device", "{ticket}{service}$1\\", "ticket", "SECRET", "service", "Acme");
        String text = Texts.text(Template.DEVICE_BOUND, Locale.ENGLISH, values);
        assertTrue(text.contains("\"{ticket}{service}$1\\\""), text);
        assertFalse(text.contains("SECRET"), text);
        assertEquals(
                "the phone \"{what}\" is added",
                Texts.what(Action.BIND_DEVICE, Locale.ENGLISH, Map.of("name", "{what}", "what", "x")));
    }

    private static Set<String> placeholders(String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }
}
