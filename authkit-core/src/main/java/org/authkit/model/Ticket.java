package org.authkit.model;

import java.util.Objects;

/** A single-use secret that travelled through a message or that continues a set-up; expires, and is stored only as a hash. */
public final class Ticket {
    private static final int MAX_LENGTH = 400;

    private final String value;

    private Ticket(String value) {
        this.value = value;
    }

    /** Wraps what a client sent. Any text is accepted; a wrong one simply finds nothing. */
    public static Ticket of(String value) {
        Objects.requireNonNull(value, "value");
        return new Ticket(value.length() <= MAX_LENGTH ? value : "");
    }

    /** The text to hand to the client, and to no log. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
