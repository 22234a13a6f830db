package org.authkit.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/** A clock that stands still until it is moved, so that a hold of 24 hours passes in a test at once. Thread-safe. */
public final class MovableClock implements InstantSource {
    private Instant now;

    /**
     * @param start what the clock shows first
     */
    public MovableClock(Instant start) {
        this.now = Objects.requireNonNull(start, "start");
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /**
     * Moves the clock on.
     *
     * @param by how far; not negative
     * @return what it shows now
     */
    public synchronized Instant advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("by: not negative; use set to go back");
        }
        now = now.plus(by);
        return now;
    }

    /** Sets the clock, to an earlier instant too: a test may play a server whose clock was corrected. */
    public synchronized void set(Instant instant) {
        now = Objects.requireNonNull(instant, "instant");
    }

    @Override
    public synchronized String toString() {
        return "MovableClock[" + now + "]";
    }
}
