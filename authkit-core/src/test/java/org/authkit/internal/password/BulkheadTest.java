package org.authkit.internal.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.authkit.model.Password;
import org.authkit.spi.SlowHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BulkheadTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch running = new CountDownLatch(2);

    @AfterEach
    void stop() throws InterruptedException {
        release.countDown();
        threads.shutdown();
        assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
    }

    @Test
    @Tag("attack:A24")
    void never_more_hashes_run_at_once_than_allowed_and_all_are_served() throws Exception {
        final AtomicInteger now = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        final CountDownLatch third = new CountDownLatch(3);
        final SlowHash watching = new CheapEngine() {
            @Override
            public byte[] hash(byte[] secret, byte[] salt, Cost cost) {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                third.countDown();
                try {
                    // The first two linger for a third, who could join them only if nothing held it back.
                    if (third.await(200, TimeUnit.MILLISECONDS)) {
                        most.accumulateAndGet(now.get(), Math::max);
                    }
                    return super.hash(secret, salt, cost);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                } finally {
                    now.decrementAndGet();
                }
            }
        };
        final PasswordHasher hasher =
                new PasswordHasher(watching, PasswordHasher.DEFAULT_COST, new SecureRandom(), 2, LONG);
        final List<Future<String>> hashes = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            hashes.add(threads.submit(() -> hasher.hash(Password.of("correct horse"))));
        }
        for (final Future<String> hash : hashes) {
            assertTrue(hash.get().startsWith("$argon2id$"));
        }
        assertEquals(2, most.get());
    }

    @Test
    @Tag("attack:A24")
    void whoever_waits_too_long_is_turned_away_and_told_when_to_return() throws Exception {
        final SlowHash stuck = new CheapEngine() {
            @Override
            public byte[] hash(byte[] secret, byte[] salt, Cost cost) {
                running.countDown();
                awaitQuietly(release);
                return super.hash(secret, salt, cost);
            }
        };
        final PasswordHasher hasher =
                new PasswordHasher(stuck, PasswordHasher.DEFAULT_COST, new SecureRandom(), 2, SHORT);
        final Password password = Password.of("correct horse");
        final String record = new PasswordHasher(new CheapEngine(), PasswordHasher.DEFAULT_COST, new SecureRandom(), 1)
                .hash(password);
        final Future<String> first = threads.submit(() -> hasher.hash(password));
        final Future<String> second = threads.submit(() -> hasher.hash(password));
        running.await();

        final OverloadedException known =
                assertThrows(OverloadedException.class, () -> hasher.verify(password, record));
        final OverloadedException unknown = assertThrows(OverloadedException.class, () -> hasher.dummy(password));

        assertEquals(SHORT, known.retryAfter());
        assertEquals(known.getMessage(), unknown.getMessage());
        assertEquals(known.retryAfter(), unknown.retryAfter());
        release.countDown();
        first.get();
        second.get();
        assertEquals(PasswordHasher.Verdict.MATCH, hasher.verify(password, record));
    }

    @Test
    void a_place_is_given_back_when_the_work_fails() {
        final Bulkhead bulkhead = new Bulkhead(1, SHORT);
        for (int i = 0; i < 3; i++) {
            assertThrows(
                    IllegalStateException.class,
                    () -> bulkhead.run(() -> {
                        throw new IllegalStateException("no memory");
                    }));
        }
        assertEquals("served", bulkhead.run(() -> "served"));
    }

    @Test
    void an_interrupted_wait_is_turned_away_and_stays_interrupted() {
        final Bulkhead bulkhead = new Bulkhead(1, LONG);
        bulkhead.run(() -> {
            Thread.currentThread().interrupt();
            assertThrows(OverloadedException.class, () -> bulkhead.run(() -> "served"));
            return assertInterrupted();
        });
        assertFalse(Thread.interrupted());
    }

    @Test
    void a_bulkhead_without_places_or_patience_cannot_be_made() {
        assertThrows(IllegalArgumentException.class, () -> new Bulkhead(0, LONG));
        assertThrows(IllegalArgumentException.class, () -> new Bulkhead(1, Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> new Bulkhead(1, Duration.ofSeconds(-1)));
    }

    private static boolean assertInterrupted() {
        assertTrue(Thread.interrupted());
        return true;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
