package org.authkit.totp;

import java.util.Optional;

/** A code as people type it. */
final class TypedCode {
    private static final int LONGEST = 64;
    private static final char FULL_WIDTH_ZERO = '\uFF10';
    private static final char FULL_WIDTH_NINE = '\uFF19';
    private static final char MINUS = '\u2212';
    /** What a Japanese keyboard gives where a hyphen was meant. */
    private static final char PROLONGED_SOUND = '\u30FC';

    private TypedCode() {}

    /**
     * The digits of a code. Full-width digits count as their ASCII twins (their NFKC form); spaces and hyphens of any width
     * are left out; anything else, digits of other scripts included, makes it no code.
     *
     * @return ASCII digits, exactly {@code digits} of them
     */
    static Optional<byte[]> digits(String typed, int digits) {
        if (typed.length() > LONGEST) {
            return Optional.empty();
        }
        byte[] code = new byte[digits];
        int count = 0;
        for (int i = 0; i < typed.length(); i++) {
            char c = typed.charAt(i);
            if (isFiller(c)) {
                continue;
            }
            int digit = digit(c);
            if (digit < 0 || count == digits) {
                return Optional.empty();
            }
            code[count++] = (byte) ('0' + digit);
        }
        return count == digits ? Optional.of(code) : Optional.empty();
    }

    private static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= FULL_WIDTH_ZERO && c <= FULL_WIDTH_NINE ? c - FULL_WIDTH_ZERO : -1;
    }

    private static boolean isFiller(char c) {
        return Character.isSpaceChar(c)
                || c == '\t'
                || c == '\n'
                || c == '\r'
                || Character.getType(c) == Character.DASH_PUNCTUATION
                || c == MINUS
                || c == PROLONGED_SOUND;
    }
}
