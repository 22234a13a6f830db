package org.authkit.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/** H2 runs in this process; its connection is closed under the statement. */
class H2LostConnectionTest extends LostConnectionContract {
    @Override
    String newDatabase() {
        return H2.newDatabase();
    }

    @Override
    void kill(Connection victim, HikariDataSource elsewhere) throws SQLException {
        victim.unwrap(org.h2.jdbc.JdbcConnection.class).close();
        evict(victim);
        throw new SQLException("closed", "08006");
    }
}
