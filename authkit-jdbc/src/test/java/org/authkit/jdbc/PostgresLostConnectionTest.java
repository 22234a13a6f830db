package org.authkit.jdbc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The server itself ends the connection, asked to by another. */
class PostgresLostConnectionTest extends LostConnectionContract {
    @Override
    String newDatabase() {
        return Postgres.newDatabase();
    }

    @Override
    void kill(Connection victim, HikariDataSource elsewhere) throws SQLException {
        int pid;
        try (Statement statement = victim.createStatement();
                ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            pid = row.getInt(1);
        }
        try (Connection killer = elsewhere.getConnection();
                Statement statement = killer.createStatement();
                // Waits until the victim is gone, so that the next step surely meets a dead connection.
                ResultSet row = statement.executeQuery("select pg_terminate_backend(" + pid + ", 10000)")) {
            row.next();
            assertTrue(row.getBoolean(1));
        }
    }
}
