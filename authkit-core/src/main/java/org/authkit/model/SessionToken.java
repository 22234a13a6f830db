package org.authkit.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/** The secret a client holds to prove its session: opaque to the wallet, stored by AuthKit only as a hash. */
public final class SessionToken {
    private static final int MAX_LENGTH = 200;

    private final String value;

    private SessionToken(String value) {
        this.value = value;
    }

    /** Wraps what a client sent. Any text is accepted; a wrong one simply finds no session. */
    public static SessionToken of(String value) {
        Objects.requireNonNull(value, "value");
        return new SessionToken(value.length() <= MAX_LENGTH ? value : "");
    }

    /** The text to hand to the client, and to no log. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SessionToken that
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), that.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
