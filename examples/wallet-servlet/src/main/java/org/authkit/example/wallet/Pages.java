package org.authkit.example.wallet;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pages: plain files, a layout around each, and the words of two languages put in where {@code {{key}}} stands. Nothing a
 * request says ever enters a page, so there is nothing to inject. Immutable.
 */
final class Pages {
    private static final Pattern BLANK = Pattern.compile("\\{\\{([a-z0-9.-]+)}}");
    private static final String SCRIPT_WORDS = "js.";

    private final Map<Locale, Properties> words;
    private final Map<String, String> fixed = new TreeMap<>();
    private final boolean devMail;

    /**
     * @param passwordFloor the shortest password the policy accepts
     * @param devMail whether pages link to the development mailbox
     */
    Pages(int passwordFloor, boolean devMail) {
        this.words = Map.of(Locale.JAPANESE, words("text_ja.properties"), Locale.ENGLISH, words("text_en.properties"));
        this.fixed.put("service", Embedding.SERVICE);
        this.fixed.put("floor", Integer.toString(passwordFloor));
        this.devMail = devMail;
    }

    /** These pages, without the mailbox where there is none. */
    List<String> present(List<String> names) {
        return names.stream().filter(name -> devMail || !name.equals("mail")).toList();
    }

    /** A whole page in one language. */
    String page(String name, Locale language) {
        Properties texts = words(language);
        String link = devMail ? "<a href=\"/dev/mail\">" + text(texts, "footer.mailbox") + "</a>" : "";
        Map<String, String> parts = new TreeMap<>(fixed);
        parts.put("lang", language.getLanguage());
        parts.put("page", name);
        parts.put("page.title", text(texts, name + ".title"));
        String html = file("pages/layout.html")
                .replace("{{body}}", file("pages/" + name + ".html"))
                .replace("{{mailbox}}", link);
        Matcher blanks = BLANK.matcher(html);
        return blanks.replaceAll(blank -> {
            String fixedPart = parts.get(blank.group(1));
            return Matcher.quoteReplacement(fixedPart != null ? fixedPart : text(texts, blank.group(1)));
        });
    }

    /** The words the scripts use, as JSON. */
    String scriptWords(Locale language) {
        Map<String, String> selected = new TreeMap<>();
        words(language).forEach((key, value) -> {
            if (key.toString().startsWith(SCRIPT_WORDS)) {
                selected.put(key.toString().substring(SCRIPT_WORDS.length()), value.toString());
            }
        });
        return new Gson().toJson(selected);
    }

    private Properties words(Locale language) {
        return Objects.requireNonNull(words.get(language), "language");
    }

    private String text(Properties texts, String key) {
        String text = texts.getProperty(key);
        if (text == null) {
            throw new IllegalStateException("no words for " + key);
        }
        return text.replace("{floor}", fixed.getOrDefault("floor", ""))
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("\"", "&quot;");
    }

    private static Properties words(String name) {
        Properties texts = new Properties();
        try {
            texts.load(new StringReader(file(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    /** A file beside this class. */
    static String file(String name) {
        try (InputStream in = Pages.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing file " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
