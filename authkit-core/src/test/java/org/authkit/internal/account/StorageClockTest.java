package org.authkit.internal.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.authkit.spi.MemoryStorage;
import org.authkit.spi.StorageUnavailableException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageClockTest {
    private final Clock node = new Clock();
    private final Clock there = new Clock();
    private final MemoryStorage storage = new MemoryStorage(there);

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 4_999, 5_000, -1, -4_999, -5_000})
    void a_node_within_five_seconds_reads_the_storage_s_time(long millis) {
        node.move(Duration.ofMillis(millis));
        StorageClock clock = new StorageClock(node, storage);
        assertEquals(there.instant(), clock.instant());
        node.move(Duration.ofSeconds(30));
        there.move(Duration.ofSeconds(30));
        assertEquals(there.instant(), clock.instant());
    }

    @ParameterizedTest
    @ValueSource(longs = {5_001, -5_001, 3_600_000, -86_400_000})
    @Tag("attack:A20")
    void a_node_further_off_refuses_to_count(long millis) {
        node.move(Duration.ofMillis(millis));
        StorageClock clock = new StorageClock(node, storage);
        assertThrows(StorageUnavailableException.class, clock::instant);
    }

    @ParameterizedTest
    @ValueSource(longs = {60, -1, -2})
    @Tag("attack:A20")
    void a_node_whose_clock_is_set_forward_or_back_measures_anew(long minutes) {
        StorageClock clock = new StorageClock(node, storage);
        node.move(Duration.ofMinutes(minutes));
        assertThrows(StorageUnavailableException.class, clock::instant);
    }

    @Test
    void the_difference_is_measured_every_minute_and_a_repaired_clock_serves_again() {
        StorageClock clock = new StorageClock(node, storage);
        there.move(Duration.ofSeconds(4));
        node.move(Duration.ofSeconds(59));
        there.move(Duration.ofSeconds(59));
        assertEquals(node.instant(), clock.instant(), "still by the first measurement");
        node.move(Duration.ofSeconds(1));
        there.move(Duration.ofSeconds(1));
        assertEquals(there.instant(), clock.instant(), "measured anew");
        there.move(Duration.ofSeconds(10));
        node.move(Duration.ofMinutes(1));
        there.move(Duration.ofMinutes(1));
        assertThrows(StorageUnavailableException.class, clock::instant);
        node.move(Duration.ofSeconds(74));
        there.move(Duration.ofMinutes(1));
        assertEquals(there.instant(), clock.instant(), "repaired");
    }
}
