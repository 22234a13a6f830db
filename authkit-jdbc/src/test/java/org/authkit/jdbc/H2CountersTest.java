package org.authkit.jdbc;

class H2CountersTest extends JdbcCountersContract {
    @Override
    String newDatabase() {
        return H2.newDatabase();
    }
}
