package org.authkit.internal.password;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.authkit.internal.password.Blocklist.Section;

/**
 * Makes {@code blocklist.bin}; docs/BLOCKLIST.md says from what and how to run it. Not a test: it lives here because it
 * must fold words exactly as the rules do. The same input gives the same bytes.
 */
final class BlocklistGenerator {
    private static final int HEAD_RANKS = 5_000;
    private static final int SHORT_RANKS = 60_000;
    private static final int ROMAJI_RANKS = 10_000;
    private static final int SHORTEST = 4;
    private static final int SHORTEST_JAPANESE = 2;
    private static final Pattern JSON_STRING = Pattern.compile("\"([^\"\\\\]+)\"");

    private BlocklistGenerator() {}

    /** Arguments: the folder with the source files, and the file to write. */
    public static void main(String[] args) throws IOException {
        final Sources sources = Sources.in(Path.of(args[0]));
        Files.write(Path.of(args[1]), encode(sections(sources)));
    }

    /** The inputs, each in its own order of frequency. */
    record Sources(
            List<String> leaked, List<String> zxcvbn, List<String> names, List<String> romaji, List<String> ours) {
        static Sources in(Path folder) throws IOException {
            final List<String> names = new ArrayList<>(json(folder.resolve("lastnames.json")));
            names.addAll(json(folder.resolve("firstnames.json")));
            names.addAll(json(folder.resolve("commonWords.json")));
            return new Sources(
                    Files.readAllLines(folder.resolve("10_million_password_list_top_1M.txt")),
                    json(folder.resolve("passwords.json")),
                    names,
                    json(folder.resolve("wikipedia.json")),
                    ownWords());
        }
    }

    static Map<Section, Set<String>> sections(Sources sources) {
        final Set<String> head = new LinkedHashSet<>();
        words(sources.leaked.subList(0, HEAD_RANKS), head);
        words(sources.names, head);
        words(sources.ours, head);
        final Set<String> rest = new LinkedHashSet<>();
        words(sources.leaked.subList(0, SHORT_RANKS), rest);
        words(sources.zxcvbn, rest);
        words(sources.romaji.subList(0, ROMAJI_RANKS), rest);
        for (final String password : sources.leaked) {
            if (password.codePointCount(0, password.length()) >= Blocklist.LONG) {
                rest.add(Folding.foldToString(password));
            }
        }
        rest.removeAll(head);
        final Map<Section, Set<String>> sections = new EnumMap<>(Section.class);
        for (final Section section : Section.values()) {
            sections.put(section, new LinkedHashSet<>());
        }
        sections.put(Section.HEAD, head);
        for (final String word : rest) {
            final int length = word.codePointCount(0, word.length());
            final Section section = length >= Blocklist.VERY_LONG
                    ? Section.VERY_LONG
                    : length >= Blocklist.LONG ? Section.LONG : Section.SHORT;
            sections.get(section).add(word);
        }
        return sections;
    }

    static byte[] encode(Map<Section, ? extends Collection<String>> sections) {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                ByteArrayOutputStream bodyBytes = new ByteArrayOutputStream();
                DataOutputStream file = new DataOutputStream(bytes);
                DataOutputStream body = new DataOutputStream(bodyBytes)) {
            file.write(Blocklist.MAGIC);
            file.writeShort(Blocklist.FORMAT);
            file.writeShort(Blocklist.ENTRY_LENGTH);
            for (final Section section : Section.values()) {
                final Set<Long> entries = new TreeSet<>();
                sections.get(section).forEach(word -> entries.add(Blocklist.entry(word)));
                file.writeInt(entries.size());
                for (final long entry : entries) {
                    body.writeShort((int) (entry >>> 32));
                    body.writeInt((int) entry);
                }
            }
            file.write(Blocklist.sha256(bodyBytes.toByteArray()));
            file.write(bodyBytes.toByteArray());
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps what can be the base of a longer password: long enough, and not digits or signs alone. */
    private static void words(List<String> source, Set<String> target) {
        for (final String word : source) {
            final String folded = Folding.foldToString(word);
            final boolean latin = folded.chars().allMatch(c -> c < 0x80);
            final int length = folded.codePointCount(0, folded.length());
            if (length >= (latin ? SHORTEST : SHORTEST_JAPANESE)
                    && folded.codePoints().anyMatch(Character::isLetter)) {
                target.add(folded);
            }
        }
    }

    private static List<String> json(Path file) throws IOException {
        final List<String> strings = new ArrayList<>();
        final Matcher matcher = JSON_STRING.matcher(Files.readString(file));
        while (matcher.find()) {
            strings.add(matcher.group(1));
        }
        return strings;
    }

    private static List<String> ownWords() throws IOException {
        try (var in = BlocklistGenerator.class.getResourceAsStream("japanese-words.txt")) {
            if (in == null) {
                throw new IOException("japanese-words.txt is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }
}
