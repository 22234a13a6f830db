package org.authkit.internal.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.authkit.model.Action;

/** The two languages' texts, loaded once; a text that is missing stops the start, not a customer's message. */
final class Texts {
    private static final Properties JAPANESE = load("messages_ja.properties");
    private static final Properties ENGLISH = load("messages_en.properties");

    /** What customers, and thieves, choose freely. */
    private static final Set<String> NAMES = Set.of("name", "device");

    static {
        for (Template template : Template.values()) {
            for (Properties texts : java.util.List.of(JAPANESE, ENGLISH)) {
                if (!texts.containsKey(template.code() + ".subject") || !texts.containsKey(template.code() + ".text")) {
                    throw new IllegalStateException("a message has no text: " + template.code());
                }
            }
        }
    }

    private Texts() {}

    static String subject(Template template, Locale locale, Map<String, String> values) {
        return fill(in(locale).getProperty(template.code() + ".subject"), values)
                .replaceAll("[\\r\\n]", " ");
    }

    static String text(Template template, Locale locale, Map<String, String> values) {
        Properties texts = in(locale);
        return fill(texts.getProperty(template.code() + ".text") + "\n\n" + texts.getProperty("footer"), values);
    }

    /** A change in words, such as {@code the phone "Pixel 9" is added}. */
    static String what(Action action, Locale locale, Map<String, String> details) {
        Properties texts = in(locale);
        Map<String, String> plain = new TreeMap<>(details);
        NAMES.forEach(name -> plain.computeIfPresent(name, (n, value) -> withoutLinks(value)));
        return fill(texts.getProperty("what." + action.code(), action.code()), plain);
    }

    /** A password is enough to put a phone's name into a warning to its owner: mail programs must not make a link of it. */
    private static String withoutLinks(String name) {
        return name.replaceAll("[.:/@](?=\\S)", " ");
    }

    private static Properties in(Locale locale) {
        return locale.getLanguage().equals("ja") ? JAPANESE : ENGLISH;
    }

    /** Values are put in once and never read again as patterns, so a device named {@code {ticket}} stays a name. */
    private static String fill(String pattern, Map<String, String> values) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < pattern.length()) {
            int open = pattern.indexOf('{', at);
            int close = open < 0 ? -1 : pattern.indexOf('}', open);
            if (close < 0) {
                return out.append(pattern, at, pattern.length()).toString();
            }
            out.append(pattern, at, open);
            out.append(values.getOrDefault(pattern.substring(open + 1, close), ""));
            at = close + 1;
        }
        return out.toString();
    }

    private static Properties load(String name) {
        try (InputStream in = Texts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + name);
            }
            Properties properties = new Properties();
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
