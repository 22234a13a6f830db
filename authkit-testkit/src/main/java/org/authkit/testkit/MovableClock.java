package org.authkit.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is moved, so that a hold of 24 hours passes in a test at once. Thread-safe. */
public final class MovableClock implements InstantSource {
    private final AtomicReference<Instant> now;

    /**
     * @param start what the clock shows first
     */
    public MovableClock(Instant start) {
        this.now = new AtomicReference<>(Objects.requireNonNull(start, "start"));
    }

    @Override
    public Instant instant() {
        return Objects.requireNonNull(now.get(), "now");
    }

    /**
     * Moves the clock on.
     *
     * @param by how far; not negative
     * @return what it shows now
     */
    public Instant advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("by: not negative; use set to go back");
        }
        return now.updateAndGet(instant -> instant.plus(by));
    }

    /** Sets the clock, to an earlier instant too: a test may play a server whose clock was corrected. */
    public void set(Instant instant) {
        now.set(Objects.requireNonNull(instant, "instant"));
    }

    @Override
    public String toString() {
        return "MovableClock[" + now.get() + "]";
    }
}
