package org.authkit.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * Applies AuthKit's SQL scripts. They lie in the jar under {@code org/authkit/jdbc/schema/postgresql} and {@code .../h2}, named
 * {@code V1__authkit.sql} and so on, so that a wallet that runs Flyway may point it there instead of calling {@link #migrate}.
 */
public final class Schema {
    private static final List<String> NAMES = List.of("V1__authkit.sql");

    /** One advisory lock for all nodes that start at once; any constant will do, as long as all use the same. */
    private static final long LOCK = 0x61757468_6b697431L;

    /** H2 has no advisory lock; nodes that share an embedded database usually share this class. */
    private static final Object H2_LOCK = new Object();

    /** One script of the jar. */
    record Script(int version, String name, String text) {
        String checksum() {
            try {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        /** No script holds a semicolon inside a literal or a comment. */
        List<String> statements() {
            List<String> statements = new ArrayList<>();
            for (String part : text.replaceAll("(?m)--.*$", "").split(";")) {
                if (!part.isBlank()) {
                    statements.add(part.strip());
                }
            }
            return statements;
        }
    }

    private Schema() {}

    /**
     * Brings the database to this jar's version: creates what is missing, does nothing when all is there. Safe when several
     * nodes start at once; on PostgreSQL one transaction, on H2 (which commits each definition) repeatable after a crash.
     *
     * @throws IllegalStateException when an applied script is not the one in this jar, the database is newer than this jar, or
     *     it is neither PostgreSQL nor H2
     * @throws org.authkit.spi.StorageUnavailableException when it cannot be reached
     */
    public static void migrate(DataSource source) {
        Database database = Database.of(source);
        migrate(database, scripts(database.dialect()));
    }

    static void migrate(Database database, List<Script> scripts) {
        if (database.dialect() == Dialect.POSTGRESQL) {
            database.transaction(connection -> {
                execute(connection, "select pg_advisory_xact_lock(" + LOCK + ")");
                return apply(connection, database.dialect(), scripts);
            });
        } else {
            synchronized (H2_LOCK) {
                database.transaction(connection -> apply(connection, database.dialect(), scripts));
            }
        }
    }

    /** Refuses a database at any version but this jar's. */
    static void verify(Database database) {
        List<Script> scripts = scripts(database.dialect());
        int found = database.single(connection -> check(applied(connection, database.dialect()), scripts));
        if (found < scripts.size()) {
            throw new IllegalStateException("the database's AuthKit schema is at version " + found + ", this jar needs "
                    + scripts.size() + ": call Schema.migrate(dataSource) first");
        }
    }

    static List<Script> scripts(Dialect dialect) {
        List<Script> scripts = new ArrayList<>();
        for (String name : NAMES) {
            try (InputStream in = Schema.class.getResourceAsStream(dialect.folder() + name)) {
                if (in == null) {
                    throw new IllegalStateException("this jar lacks " + dialect.folder() + name);
                }
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
                scripts.add(new Script(scripts.size() + 1, name, text));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return scripts;
    }

    private static int apply(Connection connection, Dialect dialect, List<Script> scripts) throws SQLException {
        int found = check(applied(connection, dialect), scripts);
        for (Script script : scripts.subList(found, scripts.size())) {
            for (String statement : script.statements()) {
                execute(connection, statement);
            }
            try (PreparedStatement update =
                    connection.prepareStatement("update authkit_schema set checksum = ? where version = ?")) {
                update.setString(1, script.checksum());
                update.setInt(2, script.version());
                if (update.executeUpdate() != 1) {
                    throw new IllegalStateException(script.name() + " does not end by writing its version down");
                }
            }
        }
        return scripts.size();
    }

    /** The checksums by version; empty for a script that another tool applied and vouches for. */
    private static SortedMap<Integer, String> applied(Connection connection, Dialect dialect) throws SQLException {
        SortedMap<Integer, String> applied = new TreeMap<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet exists = statement.executeQuery(dialect.schemaExists())) {
                if (!exists.next() || !exists.getBoolean(1)) {
                    return applied;
                }
            }
            try (ResultSet rows =
                    statement.executeQuery("select version, coalesce(checksum, '') from authkit_schema")) {
                while (rows.next()) {
                    applied.put(rows.getInt(1), rows.getString(2));
                }
            }
        }
        return applied;
    }

    private static int check(SortedMap<Integer, String> applied, List<Script> scripts) {
        int expected = 1;
        for (Map.Entry<Integer, String> entry : applied.entrySet()) {
            int version = entry.getKey();
            if (version > scripts.size()) {
                throw new IllegalStateException("the database's AuthKit schema is at version " + applied.lastKey()
                        + ", this jar knows " + scripts.size() + ": run a newer authkit-jdbc");
            }
            if (version != expected++) {
                throw new IllegalStateException(
                        "authkit_schema lacks version " + (expected - 1) + " but has later ones: restore its rows");
            }
            Script script = scripts.get(version - 1);
            if (!entry.getValue().isEmpty() && !entry.getValue().equals(script.checksum())) {
                throw new IllegalStateException(script.name() + " was applied with another text than this jar's:"
                        + " restore the script, or find out who changed it");
            }
        }
        return applied.size();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
