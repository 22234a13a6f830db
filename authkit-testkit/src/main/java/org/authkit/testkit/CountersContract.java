package org.authkit.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.authkit.spi.Counters;
import org.authkit.spi.Counters.Bucket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Proves a {@link Counters}, hand-written ones too: extend it, return one from {@link #open}, run it with JUnit. */
public abstract class CountersContract {
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final Duration REFILL = Duration.ofSeconds(10);
    private static final AtomicInteger SERIAL = new AtomicInteger();

    private Counters first;
    private Counters second;

    /** For subclasses. */
    protected CountersContract() {}

    /** Counters that hold nothing another test relies on; called once per test. */
    protected abstract Counters open();

    /**
     * Another node's view of what {@link #open} returned last.
     *
     * @param first what {@link #open} returned
     */
    protected Counters openSecondNode(Counters first) {
        return first;
    }

    @BeforeEach
    final void openBoth() {
        first = open();
        second = openSecondNode(first);
    }

    private static Bucket bucket(int capacity) {
        return new Bucket("bucket-" + SERIAL.incrementAndGet(), capacity, REFILL);
    }

    private static Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }

    private Counters node(int i) {
        return i % 2 == 0 ? first : second;
    }

    private Optional<Instant> charge(Instant now, Bucket... buckets) {
        return first.charge(List.of(buckets), now);
    }

    private void fill(Bucket bucket, Instant now) {
        for (int i = 0; i < bucket.capacity(); i++) {
            assertEquals(Optional.empty(), node(i).charge(List.of(bucket), now));
        }
    }

    @Test
    void exactly_capacity_charges_fit_at_once() {
        for (int capacity : new int[] {1, 2, 5, 30}) {
            Bucket bucket = bucket(capacity);
            fill(bucket, START);
            assertEquals(Optional.of(at(10)), charge(START, bucket));
            assertEquals(Optional.of(at(10)), second.charge(List.of(bucket), START));
        }
    }

    @Test
    void one_charge_drains_per_refill_and_a_refused_one_costs_nothing() {
        Bucket bucket = bucket(3);
        fill(bucket, START);
        assertEquals(Optional.of(at(10)), charge(at(9), bucket));
        assertEquals(Optional.of(at(10)), charge(START.plusMillis(9_999), bucket));
        assertEquals(Optional.empty(), charge(at(10), bucket));
        assertEquals(Optional.of(at(20)), charge(at(10), bucket));
        assertEquals(Optional.empty(), charge(at(30), bucket));
        assertEquals(Optional.empty(), charge(at(30), bucket));
        assertEquals(Optional.of(at(40)), charge(at(30), bucket));
    }

    @Test
    void a_bucket_left_alone_holds_capacity_again_and_never_more() {
        Bucket bucket = bucket(4);
        fill(bucket, START);
        Instant later = START.plus(Duration.ofDays(400));
        fill(bucket, later);
        assertEquals(Optional.of(later.plus(REFILL)), charge(later, bucket));
    }

    @Test
    void what_it_says_about_room_is_true_to_the_millisecond() {
        Bucket bucket = bucket(5);
        fill(bucket, START.plusMillis(123));
        Instant room = charge(START.plusMillis(456), bucket).orElseThrow();
        assertEquals(Optional.of(room), charge(room.minusMillis(1), bucket));
        assertEquals(Optional.empty(), charge(room, bucket));
    }

    @Test
    void of_several_buckets_all_are_charged_or_none() {
        Bucket small = bucket(1);
        Bucket large = bucket(10);
        assertEquals(Optional.empty(), charge(START, large, small));
        for (int i = 0; i < 20; i++) {
            assertEquals(Optional.of(at(10)), charge(START, large, small));
            assertEquals(Optional.of(at(10)), charge(START, small, large));
        }
        for (int i = 0; i < 9; i++) {
            assertEquals(Optional.empty(), charge(START, large));
        }
        assertEquals(Optional.of(at(10)), charge(START, large));
    }

    @Test
    void of_several_full_buckets_the_last_to_have_room_is_named() {
        Bucket soon = bucket(1);
        Bucket late = new Bucket("slow-" + SERIAL.incrementAndGet(), 1, Duration.ofHours(5));
        assertEquals(Optional.empty(), charge(START, soon, late));
        assertEquals(Optional.of(START.plus(Duration.ofHours(5))), charge(START, late, soon));
        assertEquals(Optional.of(START.plus(Duration.ofHours(5))), charge(at(60), soon, late));
    }

    @Test
    void a_refund_makes_room_for_one_and_never_for_more_than_capacity() {
        Bucket bucket = bucket(2);
        fill(bucket, START);
        second.refund(List.of(bucket), START);
        assertEquals(Optional.empty(), charge(START, bucket));
        assertEquals(Optional.of(at(10)), charge(START, bucket));
        for (int i = 0; i < 5; i++) {
            first.refund(List.of(bucket), START);
        }
        fill(bucket, START);
        assertEquals(Optional.of(at(10)), charge(START, bucket));
    }

    @Test
    void a_refund_of_a_bucket_never_charged_leaves_it_empty() {
        Bucket bucket = bucket(2);
        first.refund(List.of(bucket), START);
        fill(bucket, START);
        assertEquals(Optional.of(at(10)), charge(START, bucket));
    }

    @Test
    void a_partly_drained_bucket_is_refunded_to_empty_at_the_most() {
        Bucket bucket = bucket(2);
        assertEquals(Optional.empty(), charge(START, bucket));
        first.refund(List.of(bucket), at(5));
        fill(bucket, at(5));
        assertEquals(Optional.of(at(15)), charge(at(5), bucket));
    }

    @Test
    void no_buckets_is_always_allowed_and_the_same_bucket_twice_is_the_callers_bug() {
        Bucket bucket = bucket(5);
        assertEquals(Optional.empty(), first.charge(List.of(), START));
        first.refund(List.of(), START);
        assertThrows(IllegalArgumentException.class, () -> charge(START, bucket, bucket));
        assertThrows(IllegalArgumentException.class, () -> first.refund(List.of(bucket, bucket), START));
        fill(bucket, START);
    }

    @Test
    void the_largest_bucket_there_is_can_be_charged() {
        Bucket bucket = new Bucket("k".repeat(88) + SERIAL.incrementAndGet(), 1_000_000, Duration.ofDays(30));
        assertEquals(Optional.empty(), charge(START, bucket));
        first.refund(List.of(bucket), START);
    }

    @Test
    void a_burst_of_64_threads_cannot_exceed_the_budget() {
        Bucket bucket = bucket(100);
        int each = 5;
        List<Integer> passed = Race.of(Race.THREADS, i -> () -> {
            int count = 0;
            for (int j = 0; j < each; j++) {
                count += node(i).charge(List.of(bucket), START).isEmpty() ? 1 : 0;
            }
            return count;
        });
        assertEquals(100, passed.stream().mapToInt(Integer::intValue).sum());
    }

    @Test
    void racing_threads_that_share_buckets_in_any_order_neither_deadlock_nor_overrun() {
        Bucket shared = bucket(50);
        Bucket other = bucket(70);
        List<Integer> passed = Race.of(Race.THREADS, i -> () -> {
            int count = 0;
            for (int j = 0; j < 4; j++) {
                List<Bucket> buckets = new ArrayList<>(List.of(shared, other));
                if (i % 3 == 0) {
                    java.util.Collections.reverse(buckets);
                }
                buckets.add(bucket(1));
                count += node(i).charge(buckets, START).isEmpty() ? 1 : 0;
            }
            return count;
        });
        assertEquals(50, passed.stream().mapToInt(Integer::intValue).sum());
        int left = 0;
        while (charge(START, other).isEmpty()) {
            left++;
        }
        assertEquals(20, left);
    }
}
