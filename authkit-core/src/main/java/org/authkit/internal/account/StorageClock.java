package org.authkit.internal.account;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.authkit.spi.Storage;
import org.authkit.spi.StorageUnavailableException;

/**
 * The storage's time, read through this node's clock: the difference is measured anew every minute, and a node that is more
 * than five seconds off refuses to count waits, ages and expiries. Thread-safe.
 */
public final class StorageClock implements InstantSource {
    private static final Duration TOLERANCE = Duration.ofSeconds(5);
    private static final Duration MEASURE_EVERY = Duration.ofMinutes(1);

    private record Measured(Instant at, Duration offset) {}

    private final InstantSource node;
    private final Storage storage;
    private volatile Measured measured;

    public StorageClock(InstantSource node, Storage storage) {
        this.node = node;
        this.storage = storage;
        this.measured = measure();
    }

    private Measured measure() {
        Instant before = node.instant();
        Instant there = storage.now();
        return new Measured(before, Duration.between(before, there));
    }

    /**
     * @throws StorageUnavailableException when this node's clock cannot be trusted
     */
    @Override
    public Instant instant() {
        Instant here = node.instant();
        Duration since = Duration.between(measured.at(), here);
        if (since.isNegative() || since.compareTo(MEASURE_EVERY) >= 0) {
            measured = measure();
        }
        if (measured.offset().abs().compareTo(TOLERANCE) > 0) {
            throw new StorageUnavailableException(
                    "this node's clock differs from the storage's by more than 5 seconds");
        }
        return here.plus(measured.offset());
    }
}
