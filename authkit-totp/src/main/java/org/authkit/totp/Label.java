package org.authkit.totp;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/** The words around a secret: what a person reads in the app and in the settings. */
final class Label {
    private static final int MAX_NAME_CODE_POINTS = 64;
    private static final int MAX_ACCOUNT_BYTES = 254;
    private static final int MAX_ISSUER_BYTES = 120;
    /** The longest text looked at; no limit above needs more. */
    private static final int MAX_CHARS = 512;

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int NONCHARACTER = 0xFFFE;
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private Label() {}

    static String name(String text) {
        String name = printable("name", text);
        if (name.codePointCount(0, name.length()) > MAX_NAME_CODE_POINTS) {
            throw new IllegalArgumentException("name: 1 to 64 characters");
        }
        return name;
    }

    static String account(String text) {
        return part("account", text, MAX_ACCOUNT_BYTES);
    }

    static String issuer(String text) {
        return part("issuer", text, MAX_ISSUER_BYTES);
    }

    /** RFC 3986 §2.1: UTF-8, everything but unreserved characters escaped, a space as {@code %20}. */
    static String percentEncoded(String text) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (UNRESERVED.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append(hex(c >> 4)).append(hex(c & 0x0F));
            }
        }
        return out.toString();
    }

    /** Text between XML tags. */
    static String xmlEscaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static char hex(int nibble) {
        return "0123456789ABCDEF".charAt(nibble);
    }

    /** A colon separates issuer and account in the URI, so that neither may have one. */
    private static String part(String what, String text, int maxBytes) {
        String label = printable(what, text);
        if (label.indexOf(':') >= 0) {
            throw new IllegalArgumentException(what + ": no colon");
        }
        if (label.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
            throw new IllegalArgumentException(what + ": at most " + maxBytes + " bytes of UTF-8");
        }
        return label;
    }

    /** NFC without outer spaces, so that what is compared is what is read; no character that hides or reorders others. */
    private static String printable(String what, String text) {
        if (text.length() > MAX_CHARS) {
            throw new IllegalArgumentException(what + ": too long");
        }
        if (!text.codePoints().allMatch(Label::isPrintable)) {
            throw new IllegalArgumentException(what + ": printable characters only");
        }
        String clean = Normalizer.normalize(text, Normalizer.Form.NFC).strip();
        if (clean.isEmpty()) {
            throw new IllegalArgumentException(what + ": not blank");
        }
        return clean;
    }

    private static boolean isPrintable(int codePoint) {
        if ((codePoint & NONCHARACTER) == NONCHARACTER) {
            return false;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            case Character.FORMAT -> codePoint == ZERO_WIDTH_NON_JOINER || codePoint == ZERO_WIDTH_JOINER;
            default -> true;
        };
    }
}
