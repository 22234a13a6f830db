package org.authkit.jdbc;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2FileStorageTest extends JdbcStorageContract {
    @TempDir
    private static Path folder;

    @Override
    String newDatabase() {
        return "jdbc:h2:file:" + folder.resolve("authkit");
    }
}
