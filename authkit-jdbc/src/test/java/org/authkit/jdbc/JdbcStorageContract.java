package org.authkit.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.authkit.spi.Storage;
import org.authkit.testkit.MovableClock;
import org.authkit.testkit.StorageContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The storage contract over two pools on one database, and what else every database must do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JdbcStorageContract extends StorageContract {
    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-01T00:00:00.123456Z"));
    private HikariDataSource first;
    private HikariDataSource second;

    abstract String newDatabase();

    @BeforeAll
    void connect() {
        String url = newDatabase();
        first = Postgres.pool(url, 12);
        second = Postgres.pool(url, 12);
        Schema.migrate(first);
    }

    @AfterEach
    void every_connection_went_back_as_it_came() throws SQLException {
        for (HikariDataSource pool : List.of(first, second)) {
            assertEquals(0, pool.getHikariPoolMXBean().getActiveConnections());
            try (Connection connection = pool.getConnection()) {
                assertTrue(connection.getAutoCommit());
                assertFalse(connection.isReadOnly());
            }
        }
    }

    @AfterAll
    void disconnect() {
        first.close();
        second.close();
    }

    @Override
    protected Storage open() {
        return JdbcStorage.of(first, clock);
    }

    @Override
    protected Storage openSecondNode(Storage ignored) {
        return JdbcStorage.of(second, clock);
    }

    @Override
    protected Optional<List<byte[]>> everyStoredBody() {
        List<byte[]> bodies = new ArrayList<>();
        try (Connection connection = second.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : List.of("account", "ticket", "event", "message")) {
                try (ResultSet row = statement.executeQuery("select body from authkit_" + table)) {
                    while (row.next()) {
                        bodies.add(row.getBytes(1));
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return Optional.of(bodies);
    }

    @Test
    void without_a_clock_of_its_own_the_databases_clock_counts() {
        Storage storage = JdbcStorage.of(first);
        Instant before = storage.now();
        Duration off = Duration.between(before, Instant.now()).abs();
        assertTrue(off.compareTo(Duration.ofSeconds(5)) < 0, off.toString());
        assertFalse(storage.now().isBefore(before));
        storage.purge(before.minusSeconds(60), 1000);
        Storage.StoredMessage message =
                new Storage.StoredMessage("by-database-clock", "stream", before, "db-key", new byte[] {1});
        storage.commit(new Storage.Commit(
                Optional.empty(),
                java.util.Set.of(),
                java.util.Set.of(),
                List.of(),
                java.util.Set.of(),
                List.of(),
                List.of(message),
                java.util.Set.of()));
        storage.settle(message.id());
        assertEquals(0, storage.purge(storage.now().minusSeconds(60), 1000));
    }
}
