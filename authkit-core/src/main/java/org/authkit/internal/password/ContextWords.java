package org.authkit.internal.password;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Cuts what a stranger knows about a service or a person (names, an e-mail address, a phone number) into the words that
 * a guesser would start from.
 */
final class ContextWords {
    private static final int SHORTEST_LATIN = 3;
    private static final int SHORTEST_OTHER = 2;
    private static final int LONGEST = 64;
    private static final int MOST = 64;
    private static final int NATIONAL_NUMBER = 9;

    /** Labels of host names that say nothing about anybody. */
    private static final Set<String> EMPTY_LABELS = Set.of("com", "net", "org", "www", "mail", "info", "gmail");

    private ContextWords() {}

    /**
     * The words, folded: each source as a whole, without its separators, and every part between separators.
     *
     * @param sources names and addresses; at most {@value #MOST} words of up to {@value #LONGEST} code points count
     */
    static List<int[]> of(Collection<String> sources) {
        final Set<String> words = new HashSet<>();
        final List<int[]> result = new ArrayList<>();
        for (final String source : sources) {
            for (final String word : cut(source)) {
                if (result.size() < MOST && !EMPTY_LABELS.contains(word) && words.add(word)) {
                    result.add(word.codePoints().toArray());
                }
            }
        }
        return result;
    }

    private static List<String> cut(String source) {
        final int[] folded = Folding.fold(source);
        final List<String> words = new ArrayList<>();
        final StringBuilder whole = new StringBuilder();
        final StringBuilder local = new StringBuilder();
        StringBuilder part = new StringBuilder();
        boolean inLocal = true;
        for (final int c : folded) {
            if (Character.isLetterOrDigit(c) || isMark(c)) {
                part.appendCodePoint(c);
                whole.appendCodePoint(c);
                if (inLocal) {
                    local.appendCodePoint(c);
                }
            } else {
                add(words, part.toString());
                part = new StringBuilder();
                inLocal &= c != '@';
            }
        }
        add(words, part.toString());
        add(words, local.toString());
        add(words, whole.toString());
        nationalNumber(words, whole.toString());
        return words;
    }

    /** A telephone number as one types it at home ends like the international one. */
    private static void nationalNumber(List<String> words, String whole) {
        if (whole.length() > NATIONAL_NUMBER && whole.chars().allMatch(c -> c >= '0' && c <= '9')) {
            add(words, whole.substring(whole.length() - NATIONAL_NUMBER));
        }
    }

    private static void add(List<String> words, String word) {
        final int length = word.codePointCount(0, word.length());
        final boolean latin = word.chars().allMatch(c -> c < 0x80);
        if (length >= (latin ? SHORTEST_LATIN : SHORTEST_OTHER) && length <= LONGEST) {
            words.add(word);
        }
    }

    /** Prolonged sound marks and combining marks belong to the word they follow. */
    static boolean isMark(int codePoint) {
        final int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }
}
