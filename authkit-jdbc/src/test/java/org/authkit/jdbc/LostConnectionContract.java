package org.authkit.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.authkit.model.AccountId;
import org.authkit.spi.Counters.Bucket;
import org.authkit.spi.Handle;
import org.authkit.spi.Storage;
import org.authkit.spi.Storage.Commit;
import org.authkit.spi.Storage.Outcome;
import org.authkit.spi.Storage.StoredEvent;
import org.authkit.spi.Storage.StoredMessage;
import org.authkit.spi.Storage.StoredTicket;
import org.authkit.spi.Storage.Write;
import org.authkit.spi.StorageUnavailableException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A connection lost at any step of a commit leaves nothing half done, and the caller is told that it is not known. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LostConnectionContract {
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final String SECRET = "secret-parameter";

    private HikariDataSource pool;
    private HikariDataSource healthyPool;
    private Sabotage sabotage;
    private Storage attacked;
    private Storage healthy;
    private int serial;

    abstract String newDatabase();

    /** Takes the connection away. */
    abstract void kill(Connection victim, HikariDataSource elsewhere) throws SQLException;

    /** Tells the attacked pool that this connection is dead. */
    final void evict(Connection victim) {
        pool.evictConnection(victim);
    }

    @BeforeAll
    void connect() {
        String url = newDatabase();
        pool = Postgres.pool(url, 2);
        healthyPool = Postgres.pool(url, 2);
        Schema.migrate(healthyPool);
        sabotage = new Sabotage(pool);
        attacked = JdbcStorage.of(sabotage.source());
        healthy = JdbcStorage.of(healthyPool);
    }

    @AfterAll
    void disconnect() {
        pool.close();
        healthyPool.close();
    }

    private static Commit commit(Optional<Write> document) {
        return new Commit(document, Set.of(), Set.of(), List.of(), Set.of(), List.of(), List.of(), Set.of());
    }

    private static StoredTicket ticket(String id) {
        return new StoredTicket(id, new byte[] {2}, NOW);
    }

    /** What one round starts from, and the commit that changes all of it. */
    private final class Scene {
        private final String mark = "scene" + serial++;
        private final AccountId account = AccountId.of(String.format(java.util.Locale.ROOT, "%16s", mark)
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        private final Handle handle = new Handle("login", mark);

        Scene() {
            healthy.commit(commit(Optional.of(new Write(account, 0, new byte[] {1}))));
            healthy.commit(new Commit(
                    Optional.empty(),
                    Set.of(),
                    Set.of(),
                    List.of(ticket(mark)),
                    Set.of(),
                    List.of(),
                    List.of(),
                    Set.of()));
        }

        Commit everything() {
            return new Commit(
                    Optional.of(new Write(account, 1, new byte[] {9})),
                    Set.of(handle),
                    Set.of(new Handle("login", mark + "-old")),
                    List.of(ticket(mark + "-new")),
                    Set.of(mark),
                    List.of(
                            new StoredEvent(mark, Optional.of(account), NOW, new byte[] {3}),
                            new StoredEvent(mark + "-nobody", Optional.empty(), NOW, new byte[] {3})),
                    List.of(new StoredMessage(mark, mark, NOW, "", new byte[] {4})),
                    Set.of(mark + "-key"));
        }

        /** Whether the commit happened; fails when it happened in part. */
        boolean happened() {
            boolean done = healthy.load(account).orElseThrow().version() == 2;
            assertEquals(done, healthy.find(handle).isPresent());
            assertEquals(done, healthy.ticket(mark + "-new").isPresent());
            assertEquals(!done, healthy.ticket(mark).isPresent());
            assertEquals(
                    done ? 1 : 0,
                    healthy.events(Optional.of(account), Optional.empty(), 10).size());
            assertEquals(
                    done,
                    healthy.events(Optional.empty(), Optional.empty(), 1000).stream()
                            .anyMatch(event -> event.id().equals(mark + "-nobody")));
            assertEquals(
                    done,
                    healthy.lease(NOW, 100, Duration.ofNanos(1000)).stream()
                            .anyMatch(leased -> leased.message().id().equals(mark)));
            return done;
        }
    }

    @Test
    void a_connection_killed_at_any_step_of_a_commit_leaves_nothing_half_done() {
        int step = 1;
        boolean reached = true;
        while (reached && step < 20) {
            Scene scene = new Scene();
            sabotage.before(step, step, connection -> kill(connection, healthyPool));
            try {
                assertEquals(Outcome.COMMITTED, attacked.commit(scene.everything()));
                reached = false;
            } catch (StorageUnavailableException e) {
                assertFalse(scene.happened(), "step " + step);
                step++;
            }
            assertEquals(0, pool.getHikariPoolMXBean().getActiveConnections());
            assertEquals(!reached, scene.happened());
        }
        // document, release, claim, take, put, queue, events, cancel, messages, commit
        assertEquals(10, step - 1);
    }

    @Test
    void an_answer_lost_after_the_commit_is_unavailable_and_never_tried_again() {
        Scene scene = new Scene();
        sabotage.after(10, connection -> {
            throw new SQLException("lost", "08006");
        });
        assertThrows(StorageUnavailableException.class, () -> attacked.commit(scene.everything()));
        assertEquals(10, sabotage.steps());
        assertTrue(scene.happened());
    }

    @Test
    void what_left_nothing_behind_is_tried_again_and_not_for_ever() {
        for (String state : List.of("40001", "40P01")) {
            Scene scene = new Scene();
            sabotage.before(1, 3, connection -> {
                throw new SQLException("deadlock", state);
            });
            assertEquals(Outcome.COMMITTED, attacked.commit(scene.everything()));
            assertTrue(scene.happened());
        }
        Scene scene = new Scene();
        sabotage.before(1, Integer.MAX_VALUE, connection -> {
            throw new SQLException("deadlock", "40001");
        });
        assertThrows(StorageUnavailableException.class, () -> attacked.commit(scene.everything()));
        assertTrue(sabotage.steps() <= 10, "tries: " + sabotage.steps());
        assertFalse(scene.happened());
    }

    @Test
    @Tag("attack:A45")
    void every_verb_says_unavailable_and_never_guesses() {
        AccountId account = new Scene().account;
        JdbcCounters counters = JdbcCounters.of(sabotage.source());
        List<Runnable> verbs = List.of(
                attacked::now,
                () -> attacked.load(account),
                () -> attacked.find(new Handle("login", "x")),
                () -> attacked.ticket("x"),
                () -> attacked.events(Optional.empty(), Optional.empty(), 1),
                () -> attacked.quarantine(account, new StoredEvent("q", Optional.of(account), NOW, new byte[0])),
                () -> attacked.lease(NOW, 1, Duration.ofMinutes(1)),
                () -> attacked.settle("x"),
                () -> attacked.postpone("x", NOW),
                () -> attacked.purge(NOW, 1),
                () -> counters.charge(List.of(new Bucket("x", 1, Duration.ofSeconds(1))), NOW),
                () -> counters.refund(List.of(new Bucket("x", 1, Duration.ofSeconds(1))), NOW));
        for (Runnable verb : verbs) {
            sabotage.before(1, Integer.MAX_VALUE, connection -> {
                throw new SQLException("syntax near '" + SECRET + "'", "42000");
            });
            StorageUnavailableException thrown = assertThrows(StorageUnavailableException.class, verb::run);
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            assertFalse(trace.toString().contains(SECRET));
            assertTrue(trace.toString().contains("42000"));
            assertEquals(0, pool.getHikariPoolMXBean().getActiveConnections());
        }
        assertFalse(healthy.load(account).orElseThrow().quarantined());
    }

    @Test
    void an_id_stored_twice_is_named_without_the_drivers_text() {
        sabotage.before(Integer.MAX_VALUE, Integer.MAX_VALUE, connection -> {});
        Scene scene = new Scene();
        assertEquals(Outcome.COMMITTED, attacked.commit(scene.everything()));
        Commit again = new Commit(
                Optional.empty(),
                Set.of(),
                Set.of(),
                List.of(),
                Set.of(),
                List.of(new StoredEvent(scene.mark, Optional.of(scene.account), NOW, new byte[0])),
                List.of(),
                Set.of());
        IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, () -> attacked.commit(again));
        assertFalse(thrown.getMessage().contains(scene.mark));
        assertEquals(null, thrown.getCause());
    }

    @Test
    void the_usual_verbs_take_few_statements() {
        Scene scene = new Scene();
        assertEquals(1, stepsOf(() -> attacked.load(scene.account)));
        assertEquals(1, stepsOf(() -> attacked.find(scene.handle)));
        assertEquals(1, stepsOf(() -> attacked.ticket(scene.mark)));
        assertEquals(1, stepsOf(attacked::now));
        assertEquals(1, stepsOf(() -> attacked.settle("x")));
        assertEquals(
                2, stepsOf(() -> attacked.commit(commit(Optional.of(new Write(scene.account, 1, new byte[] {1}))))));
        // Document, all events, all messages, commit.
        assertEquals(
                4,
                stepsOf(() -> attacked.commit(new Commit(
                        Optional.of(new Write(scene.account, 2, new byte[] {1})),
                        Set.of(),
                        Set.of(),
                        List.of(),
                        Set.of(),
                        List.of(
                                new StoredEvent(scene.mark + "a", Optional.of(scene.account), NOW, new byte[0]),
                                new StoredEvent(scene.mark + "b", Optional.of(scene.account), NOW, new byte[0])),
                        List.of(
                                new StoredMessage(scene.mark + "a", scene.mark, NOW, "", new byte[0]),
                                new StoredMessage(scene.mark + "b", scene.mark, NOW, "", new byte[0])),
                        Set.of()))));
        // Lock, read, mark, commit.
        assertEquals(4, stepsOf(() -> attacked.lease(NOW, 10, Duration.ofMinutes(1))));
    }

    private int stepsOf(Runnable verb) {
        sabotage.before(Integer.MAX_VALUE, Integer.MAX_VALUE, connection -> {});
        verb.run();
        return sabotage.steps();
    }
}
