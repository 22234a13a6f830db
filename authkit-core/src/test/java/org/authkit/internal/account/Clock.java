package org.authkit.internal.account;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A fake: stands still until it is moved. */
public final class Clock implements InstantSource {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    public void move(Duration by) {
        now = now.plus(by);
    }
}
