package org.authkit.model;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * One kind of proof a policy can ask for. It prints as the policy writes it: {@code password}, {@code device-uv},
 * {@code supplied(identity)}, {@code unopposed(72h)}.
 *
 * @param kind what sort of proof
 * @param parameter the statement's name for {@code SUPPLIED}, whole hours such as {@code 72h} for {@code UNOPPOSED}, else empty
 */
public record Evidence(Kind kind, String parameter) implements Comparable<Evidence> {

    /** The sorts of proof AuthKit knows. */
    public enum Kind {
        /** The account's password. */
        PASSWORD,
        /** A time-based one-time code (RFC 6238). */
        TOTP,
        /** A signature by a bound device key. */
        DEVICE,
        /** A signature by a bound device key after user verification on that device. */
        DEVICE_UV,
        /** Control of an e-mail contact that is confirmed and aged. */
        EMAIL,
        /** Approval of this very change on a device bound earlier. */
        OLD_DEVICE,
        /** The ceremony in which the mailbox first answered, continued by the same client. */
        REGISTRATION,
        /** A statement by a configured outside party, signed for this challenge. */
        SUPPLIED,
        /** An announced wait that an independent channel could have stopped. */
        UNOPPOSED
    }

    public static final Evidence PASSWORD = new Evidence(Kind.PASSWORD, "");
    public static final Evidence TOTP = new Evidence(Kind.TOTP, "");
    public static final Evidence DEVICE = new Evidence(Kind.DEVICE, "");
    public static final Evidence DEVICE_UV = new Evidence(Kind.DEVICE_UV, "");
    public static final Evidence EMAIL = new Evidence(Kind.EMAIL, "");
    public static final Evidence OLD_DEVICE = new Evidence(Kind.OLD_DEVICE, "");
    public static final Evidence REGISTRATION = new Evidence(Kind.REGISTRATION, "");

    /** A statement of identity, such as a chip-card check, signed by a key the wallet configured. */
    public static final Evidence IDENTITY = supplied("identity");

    public Evidence {
        Objects.requireNonNull(kind, "kind");
        if (!valid(kind, parameter)) {
            throw new IllegalArgumentException("parameter: not valid for " + kind);
        }
    }

    private static boolean valid(Kind kind, String parameter) {
        return switch (kind) {
            case SUPPLIED -> parameter.matches("[a-z][a-z0-9-]{0,30}");
            case UNOPPOSED -> parameter.matches("[1-9][0-9]{0,3}h");
            default -> parameter.isEmpty();
        };
    }

    public static Evidence supplied(String name) {
        return new Evidence(Kind.SUPPLIED, name);
    }

    /**
     * @param wait whole hours
     */
    public static Evidence unopposed(Duration wait) {
        if (!wait.equals(Duration.ofHours(wait.toHours()))) {
            throw new IllegalArgumentException("wait: whole hours");
        }
        return new Evidence(Kind.UNOPPOSED, wait.toHours() + "h");
    }

    /** Reads the printed form back. */
    public static Evidence parse(String text) {
        int open = text.indexOf('(');
        boolean bare = open < 0 && text.indexOf(')') < 0;
        if (!bare && (open < 1 || !text.endsWith(")"))) {
            throw new IllegalArgumentException("text: not an evidence: " + text);
        }
        String name = bare ? text : text.substring(0, open);
        String parameter = bare ? "" : text.substring(open + 1, text.length() - 1);
        for (Kind kind : Kind.values()) {
            if (label(kind).equals(name) && bare == parameter.isEmpty() && valid(kind, parameter)) {
                return new Evidence(kind, parameter);
            }
        }
        throw new IllegalArgumentException("text: not an evidence: " + text);
    }

    /** The announced wait of an {@code UNOPPOSED} evidence, zero for the others. */
    public Duration delay() {
        return kind == Kind.UNOPPOSED
                ? Duration.ofHours(Long.parseLong(parameter.substring(0, parameter.length() - 1)))
                : Duration.ZERO;
    }

    /** Whether someone or something other than the caller provides it: an old device or a wait. */
    public boolean isAwaited() {
        return kind == Kind.OLD_DEVICE || kind == Kind.UNOPPOSED;
    }

    private static String label(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public int compareTo(Evidence other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : parameter.compareTo(other.parameter);
    }

    @Override
    public String toString() {
        return parameter.isEmpty() ? label(kind) : label(kind) + "(" + parameter + ")";
    }
}
