package org.authkit.internal.password;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.authkit.model.Password;

/**
 * Says whether a password may be chosen, at registration, change and reset alike.
 *
 * <p>There is a length, and there are passwords that a guesser tries first; there is no rule about kinds of characters
 * (OWASP ASVS 5.0 V6.2.5, NIST SP 800-63B-4 section 3.1.1.2). The comparison is of the whole password with listed words
 * and what guessers derive from them, never a search for words inside it.
 *
 * <p>Safe for use by several threads. A check takes a few milliseconds at most, whatever the input.
 */
public final class PasswordRules {
    /** No policy may go below this (OWASP ASVS 5.0 V6.2.1). */
    public static final int LOWEST_FLOOR = 8;

    /** No policy may demand more than this (OWASP ASVS 5.0 V6.2.9). */
    public static final int HIGHEST_FLOOR = 64;

    /** Why a password may not be chosen; NIST SP 800-63B-4 section 3.1.1.2 wants the reason told. */
    public enum Problem {
        /** Fewer code points than the policy asks for. */
        TOO_SHORT,
        /** More than {@link Password#MAX_CODE_POINTS} code points or {@link Password#MAX_BYTES} bytes. */
        TOO_LONG,
        /** Not Unicode text. */
        MALFORMED,
        /** One of the commonest passwords, or one or two of the commonest words with decoration. */
        COMMON,
        /** Made of the service's or the person's own names. */
        CONTEXT_WORD,
        /** A short piece repeated, or a walk over the keyboard, from end to end. */
        TRIVIAL
    }

    private final int floor;
    private final List<int[]> contextWords;
    private final Blocklist blocklist;

    /**
     * The rules of one policy.
     *
     * @param floorCodePoints the least number of Unicode code points, {@value #LOWEST_FLOOR} to {@value #HIGHEST_FLOOR}
     * @param contextWords names of the service, its products and hosts, as a customer would write them
     * @throws IllegalArgumentException if the floor is out of bounds
     * @throws IllegalStateException if the bundled blocklist is missing or damaged
     */
    public PasswordRules(int floorCodePoints, Set<String> contextWords) {
        this(floorCodePoints, contextWords, Blocklist.bundled());
    }

    PasswordRules(int floorCodePoints, Set<String> contextWords, Blocklist blocklist) {
        if (floorCodePoints < LOWEST_FLOOR || floorCodePoints > HIGHEST_FLOOR) {
            throw new IllegalArgumentException("the floor must be 8 to 64 code points");
        }
        this.floor = floorCodePoints;
        this.contextWords = ContextWords.of(contextWords);
        this.blocklist = blocklist;
    }

    /**
     * Checks a candidate. Which problem is named when there are several is not specified.
     *
     * @param candidate the password somebody wants; stays the caller's to close
     * @param personalWords what strangers know about that person: logins, contacts, names
     * @return why not, or nothing if it may be chosen
     */
    public Optional<Problem> check(Password candidate, Collection<String> personalWords) {
        return switch (candidate.form()) {
            case MALFORMED -> Optional.of(Problem.MALFORMED);
            case OVERSIZED -> Optional.of(Problem.TOO_LONG);
            case ACCEPTABLE ->
                candidate.codePoints() < floor
                        ? Optional.of(Problem.TOO_SHORT)
                        : guessable(fold(candidate), personalWords);
        };
    }

    private Optional<Problem> guessable(int[] folded, Collection<String> personalWords) {
        try {
            if (TrivialPatterns.match(folded)) {
                return Optional.of(Problem.TRIVIAL);
            }
            final List<int[]> words = new ArrayList<>(contextWords);
            words.addAll(ContextWords.of(personalWords));
            return WordCover.find(folded, words, blocklist)
                    .or(() -> WordCover.find(withoutSigns(folded), words, blocklist))
                    .or(() -> isListed(folded) ? Optional.of(Problem.COMMON) : Optional.empty());
        } finally {
            Arrays.fill(folded, 0);
        }
    }

    /** A telephone number with hyphens, a word spelled with dots. */
    private static int[] withoutSigns(int[] folded) {
        return Arrays.stream(folded)
                .filter(c -> Character.isLetterOrDigit(c) || ContextWords.isMark(c))
                .toArray();
    }

    private boolean isListed(int[] folded) {
        return blocklist.contains(Folding.string(folded))
                || blocklist.contains(Folding.string(
                        Arrays.stream(folded).map(Folding::leetAsI).toArray()))
                || blocklist.contains(Folding.string(
                        Arrays.stream(folded).map(Folding::leetAsL).toArray()));
    }

    private static int[] fold(Password candidate) {
        final byte[] utf8 = candidate.utf8();
        try {
            return Folding.fold(new String(utf8, StandardCharsets.UTF_8));
        } finally {
            Arrays.fill(utf8, (byte) 0);
        }
    }
}
