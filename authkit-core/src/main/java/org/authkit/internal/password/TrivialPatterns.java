package org.authkit.internal.password;

import java.util.ArrayList;
import java.util.List;

/**
 * Recognizes passwords that are a pattern from end to end: a short piece repeated, or nothing but walks over a keyboard,
 * the alphabet, the digits or the kana table. Works on the folded form.
 */
final class TrivialPatterns {
    private static final int LONGEST_PIECE = 6;
    private static final int SHORTEST_WALK = 3;

    /** Paths a finger or a memory walks, forwards and backwards. Digits go round, so 0 stands at both ends. */
    private static final List<String> PATHS = paths();

    private TrivialPatterns() {}

    static boolean match(int[] folded) {
        return isRepeated(folded) || isWalks(folded);
    }

    /** A piece of one to six code points repeated to the end, the last time perhaps in part. */
    private static boolean isRepeated(int[] text) {
        for (int piece = 1; piece <= LONGEST_PIECE && 2 * piece <= text.length; piece++) {
            int i = piece;
            while (i < text.length && text[i] == text[i - piece]) {
                i++;
            }
            if (i == text.length) {
                return true;
            }
        }
        return false;
    }

    /** One walk after another, each of three code points or more, the last perhaps cut short by one or two. */
    private static boolean isWalks(int[] text) {
        int at = 0;
        while (at < text.length) {
            final int length = Math.max(longestWalk(text, at), sameCodePoint(text, at));
            final boolean tail = at > 0 && text.length - at < SHORTEST_WALK && length == text.length - at;
            if (length < SHORTEST_WALK && !tail) {
                return false;
            }
            at += length;
        }
        return true;
    }

    private static int longestWalk(int[] text, int from) {
        int longest = 0;
        for (final String path : PATHS) {
            for (int start = 0; start < path.length(); start++) {
                int length = 0;
                while (from + length < text.length
                        && start + length < path.length()
                        && text[from + length] == path.charAt(start + length)) {
                    length++;
                }
                longest = Math.max(longest, length);
            }
        }
        return longest;
    }

    private static int sameCodePoint(int[] text, int from) {
        int to = from;
        while (to < text.length && text[to] == text[from]) {
            to++;
        }
        return to - from;
    }

    private static List<String> paths() {
        final String hiragana = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん";
        final List<String> forwards = List.of(
                "01234567890123456789",
                "abcdefghijklmnopqrstuvwxyz",
                hiragana,
                "いろはにほへとちりぬるをわかよたれそつねならむうゐのおくやまけふこえてあさきゆめみしゑひもせす",
                // Rows and columns of the US and the Japanese (JIS X 6002) keyboards, and columns walked to and fro.
                "`1234567890-=",
                "1234567890-^\\",
                "qwertyuiop[]",
                "qwertyuiop@[",
                "asdfghjkl;'",
                "asdfghjkl;:]",
                "zxcvbnm,./",
                "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
                "1qazxsw23edcvfr45tgbnhy67ujm,ki89ol./;p0",
                "qazwsxedcrfvtgbyhnujmikolp",
                "!@#$%^&*()_+",
                "!\"#$%&'()=~|",
                // A telephone's keypad by columns.
                "147258369",
                "741852963");
        final List<String> both = new ArrayList<>();
        for (final String path : forwards) {
            both.add(path);
            both.add(new StringBuilder(path).reverse().toString());
        }
        return List.copyOf(both);
    }
}
