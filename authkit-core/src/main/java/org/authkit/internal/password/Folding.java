package org.authkit.internal.password;

import java.text.Normalizer;
import java.util.Locale;

/**
 * The form in which candidates are compared with listed words; never the form that is hashed. NFKC, so that full-width
 * and half-width letters are the letters they stand for; lower case; katakana as
 * hiragana; invisible format characters left out. Leet spelling is undone
 * separately, because it has more than one reading.
 */
final class Folding {
    private static final int FIRST_KATAKANA = 0x30A1;
    private static final int LAST_KATAKANA = 0x30F6;
    private static final int KATAKANA_TO_HIRAGANA = -0x60;

    private Folding() {}

    static int[] fold(String text) {
        final String lower = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(lower, Normalizer.Form.NFKC)
                .codePoints()
                .filter(c -> Character.getType(c) != Character.FORMAT)
                .map(c -> c >= FIRST_KATAKANA && c <= LAST_KATAKANA ? c + KATAKANA_TO_HIRAGANA : c)
                .toArray();
    }

    static String foldToString(String text) {
        return string(fold(text));
    }

    static String string(int[] codePoints) {
        return new String(codePoints, 0, codePoints.length);
    }

    /** Undoes leet spelling; the digit one and the exclamation mark stand for {@code i}. */
    static int leetAsI(int codePoint) {
        return codePoint == '1' || codePoint == '!' || codePoint == '|' ? 'i' : leet(codePoint);
    }

    /** Undoes leet spelling; the digit one and the exclamation mark stand for {@code l}. */
    static int leetAsL(int codePoint) {
        return codePoint == '1' || codePoint == '!' || codePoint == '|' ? 'l' : leet(codePoint);
    }

    private static int leet(int codePoint) {
        return switch (codePoint) {
            case '0' -> 'o';
            case '3' -> 'e';
            case '4', '@' -> 'a';
            case '5', '$' -> 's';
            case '7', '+' -> 't';
            case '8' -> 'b';
            default -> codePoint;
        };
    }
}
