package org.authkit.jdbc;

class H2StorageTest extends JdbcStorageContract {
    @Override
    String newDatabase() {
        return H2.newDatabase();
    }
}
