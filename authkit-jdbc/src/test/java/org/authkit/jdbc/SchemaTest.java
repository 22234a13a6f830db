package org.authkit.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchemaTest {
    private enum Product {
        H2,
        POSTGRESQL;

        String newDatabase() {
            return this == POSTGRESQL ? Postgres.newDatabase() : org.authkit.jdbc.H2.newDatabase();
        }

        HikariDataSource open() {
            return Postgres.pool(newDatabase(), 16);
        }
    }

    private static void execute(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int count(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    private static String refusal(DataSource source) {
        String message = assertThrows(IllegalStateException.class, () -> Schema.migrate(source))
                .getMessage();
        assertEquals(
                message,
                assertThrows(IllegalStateException.class, () -> JdbcStorage.of(source))
                        .getMessage());
        assertThrows(IllegalStateException.class, () -> JdbcCounters.of(source));
        return message;
    }

    @ParameterizedTest
    @EnumSource
    void migrating_twice_is_migrating_once(Product product) throws SQLException {
        try (HikariDataSource source = product.open()) {
            Schema.migrate(source);
            execute(source, "insert into authkit_account (id, version, body) values ('a', 1, '')");
            Schema.migrate(source);
            assertEquals(1, count(source, "select count(*) from authkit_account"));
            assertEquals(1, count(source, "select count(*) from authkit_schema where length(checksum) = 64"));
            JdbcStorage.of(source);
        }
    }

    @ParameterizedTest
    @EnumSource
    void nodes_that_start_at_once_all_find_the_schema_whole(Product product) throws Exception {
        int nodes = 8;
        ExecutorService threads = Executors.newFixedThreadPool(nodes);
        try (HikariDataSource source = product.open()) {
            CyclicBarrier start = new CyclicBarrier(nodes);
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < nodes; i++) {
                running.add(threads.submit(() -> {
                    start.await();
                    Schema.migrate(source);
                    return JdbcStorage.of(source).now();
                }));
            }
            for (Future<?> node : running) {
                node.get();
            }
            assertEquals(1, count(source, "select count(*) from authkit_schema"));
            assertEquals(2, count(source, "select count(*) from authkit_lock"));
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_empty_database_is_not_served_but_sent_to_migrate(Product product) {
        try (HikariDataSource source = product.open()) {
            String message = assertThrows(IllegalStateException.class, () -> JdbcStorage.of(source))
                    .getMessage();
            assertTrue(message.contains("Schema.migrate"), message);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_changed_script_is_refused_by_name(Product product) throws SQLException {
        try (HikariDataSource source = product.open()) {
            Schema.migrate(source);
            execute(source, "update authkit_schema set checksum = 'f00d' where version = 1");
            String message = refusal(source);
            assertTrue(message.contains("V1__authkit.sql"), message);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_database_newer_than_the_jar_is_refused(Product product) throws SQLException {
        try (HikariDataSource source = product.open()) {
            Schema.migrate(source);
            execute(source, "insert into authkit_schema (version) values (2)");
            String message = refusal(source);
            assertTrue(message.contains("version 2") && message.contains("newer authkit-jdbc"), message);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_script_another_tool_applied_is_accepted(Product product) throws SQLException {
        try (HikariDataSource source = product.open()) {
            for (Schema.Script script : Schema.scripts(Database.of(source).dialect())) {
                execute(source, script.text());
            }
            JdbcStorage.of(source);
            Schema.migrate(source);
            JdbcStorage.of(source);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_script_that_breaks_off_is_not_written_down(Product product) throws SQLException {
        try (HikariDataSource source = product.open()) {
            Database database = Database.of(source);
            List<Schema.Script> scripts = new ArrayList<>(Schema.scripts(database.dialect()));
            Schema.migrate(database, scripts);
            scripts.add(new Schema.Script(2, "V2__broken.sql", "create table half (id integer);\ncreate nonsense;\n"));
            assertThrows(RuntimeException.class, () -> Schema.migrate(database, scripts));
            assertEquals(1, count(source, "select count(*) from authkit_schema"));
            JdbcStorage.of(source);
            if (product == Product.POSTGRESQL) {
                assertEquals(0, count(source, "select count(*) from pg_tables where tablename = 'half'"));
            }
        }
    }

    @Test
    void another_database_is_refused_by_name() {
        DatabaseMetaData metaData = answering(DatabaseMetaData.class, "getDatabaseProductName", "MariaDB");
        Connection connection = answering(Connection.class, "getMetaData", metaData);
        DataSource source = answering(DataSource.class, "getConnection", connection);
        for (org.junit.jupiter.api.function.Executable door : List.<org.junit.jupiter.api.function.Executable>of(
                () -> Schema.migrate(source), () -> JdbcStorage.of(source), () -> JdbcCounters.of(source))) {
            String message = assertThrows(IllegalStateException.class, door).getMessage();
            assertTrue(message.contains("MariaDB") && message.contains("PostgreSQL or H2"), message);
        }
    }

    @ParameterizedTest
    @EnumSource
    void another_isolation_is_refused(Product product) {
        try (HikariDataSource source = product.open()) {
            Schema.migrate(source);
        }
        String url = product.newDatabase();
        try (HikariDataSource plain = Postgres.pool(url, 2);
                HikariDataSource strict = new HikariDataSource()) {
            Schema.migrate(plain);
            strict.setJdbcUrl(url);
            strict.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
            String message = assertThrows(IllegalStateException.class, () -> JdbcStorage.of(strict))
                    .getMessage();
            assertTrue(message.contains("READ COMMITTED"), message);
        }
    }

    @ParameterizedTest
    @EnumSource
    void connections_that_come_without_autocommit_go_back_so_and_leave_no_transaction_open(Product product)
            throws SQLException {
        String url = product.newDatabase();
        try (HikariDataSource plain = Postgres.pool(url, 2);
                HikariDataSource manual = new HikariDataSource()) {
            manual.setJdbcUrl(url);
            manual.setAutoCommit(false);
            manual.setMaximumPoolSize(1);
            Schema.migrate(manual);
            JdbcStorage storage = JdbcStorage.of(manual);
            storage.settle("nobody");
            storage.now();
            try (Connection connection = manual.getConnection()) {
                assertFalse(connection.getAutoCommit());
            }
            assertEquals(1, count(plain, "select count(*) from authkit_schema"));
            if (product == Product.POSTGRESQL) {
                assertEquals(
                        0,
                        count(
                                plain,
                                "select count(*) from pg_stat_activity where state like 'idle in transaction%'"
                                        + " and datname = current_database()"));
            }
        }
    }

    /** Answers one method, and nothing else. */
    private static <T> T answering(Class<T> type, String name, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> method.getName().equals(name) ? answer : null));
    }
}
