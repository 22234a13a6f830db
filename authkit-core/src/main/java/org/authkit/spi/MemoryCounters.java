package org.authkit.spi;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@link Counters} in this process's memory: for tests, and for a wallet that runs on a single node and accepts that a restart
 * forgets every attempt. Thread-safe.
 *
 * <p>A bucket is one instant, the one at which it will have drained (the generic cell rate algorithm, ITU-T I.371). A drained
 * bucket equals one never charged and is dropped, so memory follows the attempts of the recent past.
 */
public final class MemoryCounters implements Counters {
    private static final int SWEEP_FLOOR = 1024;

    private final Map<String, Instant> drainedAt = new HashMap<>();
    private int sweepAt = SWEEP_FLOOR;

    /** Buckets that were never charged. */
    public MemoryCounters() {}

    @Override
    public synchronized Optional<Instant> charge(List<Bucket> buckets, Instant now) {
        requireDistinct(buckets);
        List<Instant> charged = new ArrayList<>(buckets.size());
        Optional<Instant> room = Optional.empty();
        for (Bucket bucket : buckets) {
            Instant level = level(bucket, now);
            // Room for one more is there when no more than capacity - 1 charges are left to drain.
            Instant roomAt = level.minus(bucket.refill().multipliedBy(bucket.capacity() - 1L));
            if (roomAt.isAfter(now) && room.map(roomAt::isAfter).orElse(true)) {
                room = Optional.of(roomAt);
            }
            charged.add(level.plus(bucket.refill()));
        }
        if (room.isEmpty()) {
            for (int i = 0; i < charged.size(); i++) {
                drainedAt.put(buckets.get(i).key(), charged.get(i));
            }
            sweep(now);
        }
        return room;
    }

    @Override
    public synchronized void refund(List<Bucket> buckets, Instant now) {
        requireDistinct(buckets);
        for (Bucket bucket : buckets) {
            Instant next = level(bucket, now).minus(bucket.refill());
            if (next.isAfter(now)) {
                drainedAt.put(bucket.key(), next);
            } else {
                drainedAt.remove(bucket.key());
            }
        }
    }

    private Instant level(Bucket bucket, Instant now) {
        Instant until = drainedAt.get(bucket.key());
        return until == null || until.isBefore(now) ? now : until;
    }

    /** Sweeping only after the map has doubled keeps the cost per charge constant. */
    private void sweep(Instant now) {
        if (drainedAt.size() >= sweepAt) {
            // Callers read their clocks at slightly different moments; a minute covers that.
            Instant before = now.minus(1, ChronoUnit.MINUTES);
            drainedAt.values().removeIf(until -> until.isBefore(before));
            sweepAt = Math.max(SWEEP_FLOOR, drainedAt.size() * 2);
        }
    }

    private static void requireDistinct(List<Bucket> buckets) {
        Set<String> keys = new HashSet<>();
        for (Bucket bucket : buckets) {
            if (!keys.add(bucket.key())) {
                throw new IllegalArgumentException("buckets: a key appears twice");
            }
        }
    }
}
