package org.authkit.jdbc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.authkit.spi.Counters;
import org.authkit.testkit.CountersContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The counters contract over two pools on one database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JdbcCountersContract extends CountersContract {
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

    @AfterAll
    void disconnect() {
        first.close();
        second.close();
    }

    @Override
    protected Counters open() {
        return JdbcCounters.of(first);
    }

    @Override
    protected Counters openSecondNode(Counters ignored) {
        return JdbcCounters.of(second);
    }

    @Test
    void drained_buckets_are_deleted_as_charges_go_on() throws SQLException {
        Counters counters = open();
        Instant start = Instant.parse("2027-01-01T00:00:00Z");
        int charges = 1300;
        for (int i = 0; i < charges; i++) {
            counters.charge(
                    List.of(new Counters.Bucket("sprayed-" + i, 5, Duration.ofSeconds(1))),
                    start.plus(Duration.ofMinutes(i)));
        }
        try (Connection connection = second.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select count(*) from authkit_counter where name like 'sprayed%'")) {
            row.next();
            int left = row.getInt(1);
            assertTrue(left < 250, left + " rows are left of " + charges);
        }
    }
}
