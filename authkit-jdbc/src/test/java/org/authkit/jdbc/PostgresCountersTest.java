package org.authkit.jdbc;

class PostgresCountersTest extends JdbcCountersContract {
    @Override
    String newDatabase() {
        return Postgres.newDatabase();
    }
}
