package org.authkit.internal.password;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.authkit.internal.password.PasswordRules.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a whole password is what a guesser derives from a word or two: the word itself, repeated, in leet
 * spelling, two words together, with separators, digits, a year or signs around or between. The cover must be complete:
 * that a password merely contains a listed word is no reason to refuse it (NIST SP 800-63B-4 section 3.1.1.2).
 *
 * <p>The search has a budget of steps. A text built to exhaust it passes for want of proof, which harms nobody but the
 * one who built it.
 */
final class WordCover {
    private static final int MAX_DECORATION = 8;
    private static final int LONGEST_TEXT = 64;
    private static final int LONGEST_LISTED = 24;
    private static final int SHORTEST_LATIN = 4;
    private static final int SHORTEST_OTHER = 2;
    private static final int BUDGET = 50_000;

    /** What a piece of the text is; ordered by how much a guesser would do with it. */
    private enum Kind {
        UNKNOWN,
        NONE,
        LISTED,
        HEAD,
        CONTEXT
    }

    private record Word(int from, int length, Kind kind) {}

    private final int[] text;
    private final int[] asI;
    private final int[] asL;
    private final List<int[]> context;
    private final Blocklist blocklist;
    private final Kind[][] kinds;
    private int budget = BUDGET;
    private boolean contextUsed;

    private WordCover(int[] text, List<int[]> context, Blocklist blocklist) {
        this.text = text;
        this.asI = Arrays.stream(text).map(Folding::leetAsI).toArray();
        this.asL = Arrays.stream(text).map(Folding::leetAsL).toArray();
        this.context = context;
        this.blocklist = blocklist;
        this.kinds = new Kind[text.length][LONGEST_TEXT + 1];
        for (final Kind[] row : kinds) {
            Arrays.fill(row, Kind.UNKNOWN);
        }
    }

    /**
     * Looks for a cover.
     *
     * @param folded the candidate, folded; longer ones than any list entry are left to the other checks
     * @param context folded context words
     * @return why the candidate is refused, or nothing
     */
    static Optional<Problem> find(int[] folded, List<int[]> context, Blocklist blocklist) {
        if (folded.length > LONGEST_TEXT) {
            return Optional.empty();
        }
        final WordCover cover = new WordCover(folded, context, blocklist);
        if (!cover.from(0, 0, null, null)) {
            return Optional.empty();
        }
        return Optional.of(cover.contextUsed ? Problem.CONTEXT_WORD : Problem.COMMON);
    }

    private boolean from(int at, int decoration, @Nullable Word first, @Nullable Word second) {
        if (at == text.length) {
            contextUsed = isContext(first) || isContext(second);
            return first != null;
        }
        budget--;
        if (budget < 0) {
            return false;
        }
        for (int length = Math.min(text.length - at, LONGEST_TEXT); length > 0; length--) {
            final Kind kind = kind(at, length);
            if (kind != Kind.NONE && withWord(new Word(at, length, kind), decoration, first, second)) {
                return true;
            }
        }
        return decoration < MAX_DECORATION && isDecoration(text[at]) && from(at + 1, decoration + 1, first, second);
    }

    private boolean withWord(Word word, int decoration, @Nullable Word first, @Nullable Word second) {
        final int next = word.from + word.length;
        if (first == null) {
            return from(next, decoration, word, null);
        }
        if (isSame(word, first) || (second != null && isSame(word, second))) {
            return from(next, decoration, first, second);
        }
        final boolean pair = first.kind.compareTo(Kind.HEAD) >= 0 && word.kind.compareTo(Kind.HEAD) >= 0;
        return second == null && pair && from(next, decoration, first, word);
    }

    private Kind kind(int from, int length) {
        if (kinds[from][length] == Kind.UNKNOWN) {
            kinds[from][length] = isContextWord(from, length) ? Kind.CONTEXT : listed(from, length);
        }
        return kinds[from][length];
    }

    private boolean isContextWord(int from, int length) {
        for (final int[] word : context) {
            if (word.length != length) {
                continue;
            }
            int i = 0;
            while (i < length && (text[from + i] == word[i] || asI[from + i] == word[i] || asL[from + i] == word[i])) {
                i++;
            }
            if (i == length) {
                return true;
            }
        }
        return false;
    }

    private Kind listed(int from, int length) {
        if (length > LONGEST_LISTED || !longEnough(from, length)) {
            return Kind.NONE;
        }
        Kind best = Kind.NONE;
        for (final String spelling : spellings(from, length)) {
            if (blocklist.headContains(spelling)) {
                return Kind.HEAD;
            }
            if (blocklist.contains(spelling)) {
                best = Kind.LISTED;
            }
        }
        return best;
    }

    private Set<String> spellings(int from, int length) {
        final Set<String> spellings = new LinkedHashSet<>();
        spellings.add(piece(text, from, length));
        spellings.add(piece(asI, from, length));
        spellings.add(piece(asL, from, length));
        return spellings;
    }

    private boolean longEnough(int from, int length) {
        boolean letter = false;
        boolean latin = true;
        for (int i = from; i < from + length; i++) {
            letter |= Character.isLetter(text[i]);
            latin &= text[i] < 0x80;
        }
        return letter && length >= (latin ? SHORTEST_LATIN : SHORTEST_OTHER);
    }

    private boolean isSame(Word a, Word b) {
        return Arrays.equals(asI, a.from, a.from + a.length, asI, b.from, b.from + b.length);
    }

    private static boolean isContext(@Nullable Word word) {
        return word != null && word.kind == Kind.CONTEXT;
    }

    private static boolean isDecoration(int codePoint) {
        return !Character.isLetter(codePoint);
    }

    private static String piece(int[] codePoints, int from, int length) {
        return new String(codePoints, from, length);
    }
}
