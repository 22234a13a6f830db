package org.authkit.totp;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.ArrayBlockingQueue;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * The arithmetic of RFC 4226 with one hash. Thread-safe. Keeps a few idle MAC objects, because looking one up costs more
 * than a code does; none of them is left holding a secret.
 */
final class Hotp {
    /** No step of the window has that code. */
    static final long NO_STEP = -1;

    static final int MIN_DIGITS = 6;
    static final int MAX_DIGITS = 8;
    /** 128 bits (RFC 4226 §4, R6). */
    static final int MIN_KEY_BYTES = 16;

    private static final int IDLE = 16;
    private static final int RADIX = 10;

    private final TotpAlgorithm algorithm;
    private final SecretKeySpec blank;
    private final ArrayBlockingQueue<Mac> idle = new ArrayBlockingQueue<>(IDLE);

    Hotp(TotpAlgorithm algorithm) {
        this.algorithm = algorithm;
        blank = new SecretKeySpec(new byte[MIN_KEY_BYTES], algorithm.mac());
    }

    /**
     * The newest step from {@code oldest} to {@code newest} whose code was typed. The code of every step is computed and
     * compared in constant time, also after one matched, so that the time taken does not say which one it was.
     *
     * <p>Should two steps share one code, the newest is the answer: with an older one the same digits would count twice.
     *
     * @param typed ASCII digits, as many as the code has
     * @return the step, or {@link #NO_STEP}
     */
    long newestMatch(byte[] key, byte[] typed, long oldest, long newest) {
        Mac mac = keyed(key);
        byte[] block = new byte[algorithm.secretBytes()];
        byte[] code = new byte[typed.length];
        long matched = NO_STEP;
        for (long step = oldest; step <= newest; step++) {
            write(mac, step, block, code);
            long all = MessageDigest.isEqual(code, typed) ? -1L : 0L;
            matched = (step & all) | (matched & ~all);
        }
        release(mac);
        return matched;
    }

    /**
     * One code as ASCII digits, leading zeros kept (RFC 4226 §5.3). {@code block} takes first the counter, then the HMAC of
     * it.
     */
    private static void write(Mac mac, long counter, byte[] block, byte[] code) {
        for (int i = Long.BYTES - 1; i >= 0; i--) {
            block[i] = (byte) (counter >>> (Byte.SIZE * (Long.BYTES - 1 - i)));
        }
        mac.update(block, 0, Long.BYTES);
        try {
            mac.doFinal(block, 0);
        } catch (ShortBufferException e) {
            throw new IllegalStateException("MAC of another length", e);
        }
        int offset = block[block.length - 1] & 0x0F;
        int number = (block[offset] & 0x7F) << 24
                | (block[offset + 1] & 0xFF) << 16
                | (block[offset + 2] & 0xFF) << 8
                | (block[offset + 3] & 0xFF);
        for (int i = code.length - 1; i >= 0; i--) {
            code[i] = (byte) ('0' + number % RADIX);
            number /= RADIX;
        }
    }

    private Mac keyed(byte[] key) {
        try {
            Mac free = idle.poll();
            Mac mac = free != null ? free : Mac.getInstance(algorithm.mac());
            mac.init(new SecretKeySpec(key, algorithm.mac()));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("no " + algorithm.mac() + " here", e);
        }
    }

    /** Takes the secret out of it; when enough are idle already, the garbage collector has this one. */
    private void release(Mac mac) {
        try {
            mac.init(blank);
            idle.offer(mac);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("no " + algorithm.mac() + " here", e);
        }
    }
}
