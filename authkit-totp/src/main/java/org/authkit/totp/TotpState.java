package org.authkit.totp;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What is remembered of one authenticator. Its text has one canonical form,
 * {@code v1;alg=SHA1;digits=6;period=30;last=59999999;key=<hex>}, and nothing else is read. A later version adds fields under
 * a new number in front and goes on reading this one.
 */
final class TotpState {
    static final int MIN_PERIOD = 15;
    static final int MAX_PERIOD = 60;
    /** {@code last} of an authenticator that no code has come from yet; no code of 1970's first step is ever accepted. */
    static final long NEVER = 0;

    private static final TotpAlgorithm[] ALGORITHMS = TotpAlgorithm.values();
    private static final int MAX_KEY_BYTES = 128;
    /** Beyond any step an {@link java.time.Instant} has; ten times it still fits a long. */
    private static final long MAX_STEP = Long.MAX_VALUE / 100;

    private static final int RADIX = 10;
    private static final String HEX = "0123456789abcdef";

    private final TotpAlgorithm algorithm;
    private final int digits;
    private final int period;
    private final long last;
    private final byte[] key;

    /**
     * @param period seconds
     * @param last the last step a code was accepted for, or {@link #NEVER}
     * @param key owned by this object from now on
     */
    TotpState(TotpAlgorithm algorithm, int digits, int period, long last, byte[] key) {
        if (digits < Hotp.MIN_DIGITS || digits > Hotp.MAX_DIGITS) {
            throw new IllegalArgumentException("digits: 6 to 8");
        }
        if (period < MIN_PERIOD || period > MAX_PERIOD) {
            throw new IllegalArgumentException("period: 15 to 60 seconds");
        }
        if (last < NEVER || last > MAX_STEP) {
            throw new IllegalArgumentException("last: not a step");
        }
        if (key.length < Hotp.MIN_KEY_BYTES || key.length > MAX_KEY_BYTES) {
            throw new IllegalArgumentException("key: 128 to 1,024 bits");
        }
        this.algorithm = algorithm;
        this.digits = digits;
        this.period = period;
        this.last = last;
        this.key = key;
    }

    TotpAlgorithm algorithm() {
        return algorithm;
    }

    int digits() {
        return digits;
    }

    int period() {
        return period;
    }

    long last() {
        return last;
    }

    /** Not a copy; the caller leaves it alone. */
    byte[] key() {
        return key;
    }

    TotpState withLast(long step) {
        return new TotpState(algorithm, digits, period, step, key);
    }

    /** Overwrites the key; this object is of no more use. */
    void wipe() {
        Arrays.fill(key, (byte) 0);
    }

    String text() {
        return "v1;alg=" + algorithm.name() + ";digits=" + digits + ";period=" + period + ";last="
                + last + ";key="
                + HexFormat.of().formatHex(key);
    }

    /**
     * @return empty for anything that {@link #text()} would not have written
     */
    static Optional<TotpState> parse(String text) {
        try {
            Cursor cursor = new Cursor(text);
            cursor.skip("v1;alg=");
            TotpAlgorithm algorithm = cursor.algorithm();
            cursor.skip(";digits=");
            int digits = (int) cursor.number(Hotp.MAX_DIGITS);
            cursor.skip(";period=");
            int period = (int) cursor.number(MAX_PERIOD);
            cursor.skip(";last=");
            long last = cursor.number(MAX_STEP);
            cursor.skip(";key=");
            return Optional.of(new TotpState(algorithm, digits, period, last, cursor.key()));
        } catch (IllegalArgumentException e) {
            // Only ever text from outside; the exception says nothing that a caller could use.
            return Optional.empty();
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "TotpState[redacted]";
    }

    /** Reads the text from left to right; whatever does not fit is an {@link IllegalArgumentException} without content. */
    private static final class Cursor {
        private final String text;
        private int at;

        Cursor(String text) {
            this.text = text;
        }

        void skip(String literal) {
            require(text.startsWith(literal, at));
            at += literal.length();
        }

        TotpAlgorithm algorithm() {
            for (TotpAlgorithm candidate : ALGORITHMS) {
                String name = candidate.name();
                if (text.startsWith(name, at) && text.startsWith(";", at + name.length())) {
                    at += name.length();
                    return candidate;
                }
            }
            throw new IllegalArgumentException();
        }

        /** ASCII digits without leading zeros. */
        long number(long max) {
            int start = at;
            long value = 0;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                value = value * RADIX + (text.charAt(at) - '0');
                require(value <= max);
                at++;
            }
            require(at == start + 1 || (at > start && text.charAt(start) != '0'));
            return value;
        }

        /** Lower-case hexadecimal to the end. */
        byte[] key() {
            int length = text.length() - at;
            require(length % 2 == 0 && length <= 2 * MAX_KEY_BYTES);
            byte[] key = new byte[length / 2];
            for (int i = 0; i < key.length; i++) {
                key[i] = (byte) ((nibble() << 4) | nibble());
            }
            return key;
        }

        private int nibble() {
            int value = HEX.indexOf(text.charAt(at++));
            require(value >= 0);
            return value;
        }

        private static void require(boolean fits) {
            if (!fits) {
                throw new IllegalArgumentException();
            }
        }
    }
}
