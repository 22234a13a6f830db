package org.authkit.internal.password;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.authkit.internal.password.PasswordRules.Problem;

/**
 * Says whether a whole password is what a guesser derives from a word or two: the word itself, repeated, in leet
 * spelling, two of the commonest together, with separators, digits, a year or signs around or between. The cover must be complete:
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

    /** What a piece of the text is. */
    private enum Kind {
        UNKNOWN,
        NONE,
        LISTED,
        HEAD,
        CONTEXT
    }

    /** A covered piece; its spelling without leet tells whether it came before. */
    private record Word(String spelling, Kind kind) {}

    /** What a cover uses so far: context words in any number, and one listed word or two of the commonest. */
    private record Words(boolean context, List<Word> listed) {
        Optional<Words> with(Word word) {
            if (word.kind == Kind.CONTEXT) {
                return Optional.of(new Words(true, listed));
            }
            if (listed.stream().anyMatch(known -> known.spelling.equals(word.spelling))) {
                return Optional.of(this);
            }
            if (listed.isEmpty()) {
                return Optional.of(new Words(context, List.of(word)));
            }
            final Word first = listed.get(0);
            final boolean pair = listed.size() == 1 && first.kind == Kind.HEAD && word.kind == Kind.HEAD;
            return pair ? Optional.of(new Words(context, List.of(first, word))) : Optional.empty();
        }

        Optional<Problem> problem() {
            if (context) {
                return Optional.of(Problem.CONTEXT_WORD);
            }
            return listed.isEmpty() ? Optional.empty() : Optional.of(Problem.COMMON);
        }
    }

    private final int[] text;
    private final int[] asI;
    private final int[] asL;
    private final List<int[]> context;
    private final Blocklist blocklist;
    private final Kind[][] kinds;
    private int budget = BUDGET;
    private Optional<Problem> problem = Optional.empty();

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
        cover.covers(0, 0, new Words(false, List.of()));
        return cover.problem;
    }

    private boolean covers(int at, int decoration, Words words) {
        if (at == text.length) {
            problem = words.problem();
            return problem.isPresent();
        }
        budget--;
        if (budget < 0) {
            return false;
        }
        for (int length = text.length - at; length > 0; length--) {
            final Kind kind = kind(at, length);
            if (kind != Kind.NONE) {
                final Optional<Words> more = words.with(new Word(piece(asI, at, length), kind));
                if (more.isPresent() && covers(at + length, decoration, more.get())) {
                    return true;
                }
            }
        }
        return decoration < MAX_DECORATION && !Character.isLetter(text[at]) && covers(at + 1, decoration + 1, words);
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

    private static String piece(int[] codePoints, int from, int length) {
        return new String(codePoints, from, length);
    }
}
