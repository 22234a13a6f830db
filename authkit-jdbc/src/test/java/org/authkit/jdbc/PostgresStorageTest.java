package org.authkit.jdbc;

class PostgresStorageTest extends JdbcStorageContract {
    @Override
    String newDatabase() {
        return Postgres.newDatabase();
    }
}
