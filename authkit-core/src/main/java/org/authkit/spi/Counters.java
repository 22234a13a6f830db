package org.authkit.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Attempt budgets: leaky buckets shared by all nodes. Charged, and the charge committed, before anything secret is compared
 * (RFC 4226 §7.3). Thread-safe. An implementation that cannot answer throws {@link StorageUnavailableException}, and the
 * attempt is refused.
 */
public interface Counters {

    /**
     * One bucket.
     *
     * @param key a keyed hash; holds no personal data; at most 96 characters
     * @param capacity how many charges fit at once, 1 to 1,000,000
     * @param refill the time after which one charge drains away
     */
    record Bucket(String key, int capacity, Duration refill) {
        public Bucket {
            Objects.requireNonNull(key, "key");
            if (capacity < 1 || capacity > 1_000_000) {
                throw new IllegalArgumentException("capacity: 1 to 1,000,000");
            }
            if (refill.isNegative() || refill.isZero()) {
                throw new IllegalArgumentException("refill: positive");
            }
        }
    }

    /**
     * Takes one charge from every bucket, or from none: if any is full, nothing is charged. One atomic step.
     *
     * @return empty when charged, else when the fullest bucket will have room again
     */
    Optional<Instant> charge(List<Bucket> buckets, Instant now);

    /** Gives one charge back to every bucket, after the owner proved to be the owner. */
    void refund(List<Bucket> buckets, Instant now);
}
