package org.authkit.model;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;

/**
 * A password as somebody typed it, held until it is closed.
 *
 * <p>What counts is its Unicode NFC form (NIST SP 800-63B-4 section 3.1.1.2, the rule of RFC 8265 for composed
 * letters), so that the same letters typed on another keyboard are the same password. Nothing else is changed: no
 * trimming, no case folding, no width folding, no truncation (OWASP ASVS 5.0 V6.2.8).
 *
 * <p>A password that is too long or is not Unicode text is remembered only as such ({@link #form()}): it carries no
 * content, is never hashed and never equals anything. The limits are {@value #MAX_CODE_POINTS} code points and
 * {@value #MAX_BYTES} bytes of UTF-8, of the NFC form; input of more than {@value #MAX_BYTES} UTF-16 units is refused
 * by its length alone, before it is copied or normalized.
 *
 * <p>Instances are safe for use by several threads. {@link #close()} wipes the content. Text outside U+0000 to U+02FF
 * passes through the platform's normalizer, which leaves a short-lived copy on the heap that cannot be wiped.
 */
public final class Password implements AutoCloseable {
    /** The most code points a password may have. */
    public static final int MAX_CODE_POINTS = 128;

    /** The most bytes of UTF-8 a password may have. */
    public static final int MAX_BYTES = 1024;

    /** Below this, every character is its own NFC form (Unicode Standard Annex 15, NFC_Quick_Check). */
    private static final char FIRST_NOT_TRIVIALLY_NFC = '\u0300';

    /** What a password is, before any question of strength. */
    public enum Form {
        /** Well-formed text within the limits. */
        ACCEPTABLE,
        /** Longer than the limits; its content was not kept. */
        OVERSIZED,
        /** Not Unicode text: half of a surrogate pair stands alone; its content was not kept. */
        MALFORMED
    }

    private final Form form;
    private final int codePoints;
    private final byte[] content;
    private boolean closed;

    private Password(Form form, int codePoints, byte[] content) {
        this.form = form;
        this.codePoints = codePoints;
        this.content = content;
    }

    /**
     * Takes a copy of a password.
     *
     * @param typed what was typed; a {@code String} cannot be wiped, so prefer {@link #of(char[])}
     * @return the password, possibly one that is not {@link Form#ACCEPTABLE}
     */
    public static Password of(CharSequence typed) {
        final int length = typed.length();
        if (length > MAX_BYTES) {
            return refused(Form.OVERSIZED);
        }
        final char[] copy = new char[length];
        for (int i = 0; i < length; i++) {
            copy[i] = typed.charAt(i);
        }
        return ofOwned(copy);
    }

    /**
     * Takes a copy of a password; the array stays the caller's to wipe.
     *
     * @param typed what was typed
     * @return the password, possibly one that is not {@link Form#ACCEPTABLE}
     */
    public static Password of(char[] typed) {
        return typed.length > MAX_BYTES ? refused(Form.OVERSIZED) : ofOwned(typed.clone());
    }

    /**
     * Whether this can be a password at all.
     *
     * @return the form; anything but {@link Form#ACCEPTABLE} is never hashed
     */
    public Form form() {
        return form;
    }

    /**
     * The length that a policy counts: Unicode code points of the NFC form (NIST SP 800-63B-4 section 3.1.1.2).
     *
     * @return the number of code points; 0 for a password that is not {@link Form#ACCEPTABLE}
     */
    public int codePoints() {
        return codePoints;
    }

    /**
     * The bytes that are hashed: the NFC form in UTF-8.
     *
     * @return a fresh copy the caller wipes
     * @throws IllegalStateException if this password is closed or not {@link Form#ACCEPTABLE}
     */
    public synchronized byte[] utf8() {
        if (closed) {
            throw new IllegalStateException("password is closed");
        }
        if (form != Form.ACCEPTABLE) {
            throw new IllegalStateException("password has no content: " + form);
        }
        return content.clone();
    }

    /** Wipes the content. Closing twice does nothing more. */
    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(content, (byte) 0);
    }

    /** Never the content. */
    @Override
    public String toString() {
        return "[redacted]";
    }

    private static Password refused(Form form) {
        return new Password(form, 0, new byte[0]);
    }

    private static Password ofOwned(char[] typed) {
        char[] nfc = typed;
        try {
            if (!wellFormed(typed)) {
                return refused(Form.MALFORMED);
            }
            nfc = nfc(typed);
            final int codePoints = Character.codePointCount(nfc, 0, nfc.length);
            if (codePoints > MAX_CODE_POINTS) {
                return refused(Form.OVERSIZED);
            }
            final byte[] encoded = encode(nfc);
            if (encoded.length > MAX_BYTES) {
                Arrays.fill(encoded, (byte) 0);
                return refused(Form.OVERSIZED);
            }
            return new Password(Form.ACCEPTABLE, codePoints, encoded);
        } finally {
            Arrays.fill(typed, '\0');
            Arrays.fill(nfc, '\0');
        }
    }

    private static boolean wellFormed(char[] chars) {
        boolean open = false;
        for (final char c : chars) {
            // A low half must close a pair, and anything else must not come while one is open.
            if (Character.isLowSurrogate(c) != open) {
                return false;
            }
            open = Character.isHighSurrogate(c);
        }
        return !open;
    }

    private static char[] nfc(char[] chars) {
        for (final char c : chars) {
            if (c >= FIRST_NOT_TRIVIALLY_NFC) {
                return Normalizer.normalize(CharBuffer.wrap(chars), Normalizer.Form.NFC)
                        .toCharArray();
            }
        }
        return chars;
    }

    /** One buffer of the greatest possible size: a growing one would leave unwiped copies behind. */
    private static byte[] encode(char[] chars) {
        final ByteBuffer buffer = ByteBuffer.allocate(3 * chars.length);
        final CoderResult result = StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .encode(CharBuffer.wrap(chars), buffer, true);
        if (!result.isUnderflow()) {
            throw new IllegalStateException("well-formed text did not encode: " + result);
        }
        final byte[] encoded = Arrays.copyOf(buffer.array(), buffer.position());
        Arrays.fill(buffer.array(), (byte) 0);
        return encoded;
    }
}
