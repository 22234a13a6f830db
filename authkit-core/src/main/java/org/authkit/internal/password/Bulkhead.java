package org.authkit.internal.password;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets so many hashes run at once and no more, because each holds its whole memory while it runs. Those who wait are
 * served in the order they came, until their patience ends.
 */
final class Bulkhead {
    private final Semaphore places;
    private final Duration patience;

    Bulkhead(int places, Duration patience) {
        if (places < 1) {
            throw new IllegalArgumentException("at least one hash must be able to run");
        }
        if (patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException("patience must be positive");
        }
        this.places = new Semaphore(places, true);
        this.patience = patience;
    }

    /**
     * Runs the work in one of the places.
     *
     * @throws OverloadedException if no place was free in time, or the thread was interrupted while it waited (its
     *     interrupt status is kept)
     */
    <T> T run(Supplier<T> work) {
        if (!acquired()) {
            throw new OverloadedException(patience);
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }

    private boolean acquired() {
        try {
            return places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
