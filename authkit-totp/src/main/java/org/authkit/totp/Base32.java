package org.authkit.totp;

/** The alphabet in which authenticator apps take secrets (RFC 4648 §6), without padding. */
final class Base32 {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BITS = 5;
    private static final int GROUP = 4;

    private Base32() {}

    static String encode(byte[] bytes) {
        StringBuilder out = new StringBuilder();
        int buffer = 0;
        int held = 0;
        for (byte b : bytes) {
            buffer = (buffer << Byte.SIZE) | (b & 0xFF);
            held += Byte.SIZE;
            while (held >= BITS) {
                held -= BITS;
                out.append(ALPHABET.charAt((buffer >>> held) & 0x1F));
            }
            buffer &= (1 << held) - 1;
        }
        if (held > 0) {
            out.append(ALPHABET.charAt((buffer << (BITS - held)) & 0x1F));
        }
        return out.toString();
    }

    /** In groups of four, to be read aloud and typed. */
    static String grouped(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i += GROUP) {
            out.append(i == 0 ? "" : " ").append(text, i, Math.min(text.length(), i + GROUP));
        }
        return out.toString();
    }
}
