package org.authkit.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.authkit.spi.StorageUnavailableException;

/**
 * Borrows a connection for one piece of work and gives it back as it was. What fails is translated here, without the driver's
 * text, since that may quote parameters.
 */
final class Database {
    static final String DUPLICATE = "23505";
    static final String SERIALIZATION_FAILURE = "40001";
    private static final String DATA_CLASS = "22";
    private static final String NOT_WRITTEN_OUT = "58030";

    /** Serialization failure and deadlock; on H2 also a row changed or locked meanwhile. All leave nothing behind. */
    private static final Set<String> TRY_AGAIN = Set.of(SERIALIZATION_FAILURE, "40P01", "90131", "HYT00");

    private static final int ATTEMPTS = 8;

    /** What is done on a connection. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private final DataSource source;
    private final Dialect dialect;

    private final boolean writesOut;

    private Database(DataSource source, Dialect dialect, boolean writesOut) {
        this.source = source;
        this.dialect = dialect;
        this.writesOut = writesOut;
    }

    /** Without any check of the schema. */
    static Database of(DataSource source) {
        Objects.requireNonNull(source, "source");
        try (Connection connection = source.getConnection()) {
            Dialect dialect = Dialect.of(connection);
            return new Database(source, dialect, dialect == Dialect.H2 && isOnDisk(connection));
        } catch (SQLException e) {
            throw new StorageUnavailableException("the database cannot be reached", e);
        }
    }

    private static boolean isOnDisk(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet path = statement.executeQuery("call database_path()")) {
            return path.next() && path.getString(1) != null;
        }
    }

    /** A database whose tables are those of this version and whose connections read what is committed. */
    static Database checked(DataSource source) {
        Database database = of(source);
        Schema.verify(database);
        int isolation = database.single(Connection::getTransactionIsolation);
        if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
            throw new IllegalStateException("AuthKit needs connections at isolation READ COMMITTED; this DataSource"
                    + " hands out another: set the pool's default");
        }
        database.transaction(connection -> isolation);
        return database;
    }

    Dialect dialect() {
        return dialect;
    }

    /** One statement, its own transaction. */
    <T> T single(Work<T> work) {
        return attempt(connection -> {
            if (connection.getAutoCommit()) {
                return work.on(connection);
            }
            return within(connection, work, result -> true);
        });
    }

    /** Several statements, all or none. */
    <T> T transaction(Work<T> work) {
        return transaction(work, result -> true);
    }

    /**
     * Several statements, all or none.
     *
     * @param keep whether a result is to be committed; otherwise everything is rolled back
     */
    <T> T transaction(Work<T> work, Predicate<T> keep) {
        return attempt(connection -> {
            boolean autoCommit = connection.getAutoCommit();
            if (!autoCommit) {
                return within(connection, work, keep);
            }
            connection.setAutoCommit(false);
            try {
                return within(connection, work, keep);
            } finally {
                restore(connection);
            }
        });
    }

    private <T> T within(Connection connection, Work<T> work, Predicate<T> keep) throws SQLException {
        boolean done = false;
        try {
            T result = work.on(connection);
            if (keep.test(result)) {
                connection.commit();
                done = true;
                writeOut(connection);
            }
            return result;
        } finally {
            if (!done) {
                rollBack(connection);
            }
        }
    }

    /**
     * H2 keeps what was committed in the last half second in memory only, and a killed process would lose it: a payment would be
     * redeemed twice. Needs an H2 user with admin rights. Its WRITE_DELAY setting is forgotten when the database is opened again, so it is told each time. What
     * fails here must not be tried again, for the commit has happened.
     */
    private void writeOut(Connection connection) throws SQLException {
        if (!writesOut) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("checkpoint");
        } catch (SQLException e) {
            throw new SQLException("H2 did not write out a commit", NOT_WRITTEN_OUT, e.getErrorCode(), e);
        }
    }

    /** A connection that cannot roll back is broken; the database rolls back when it goes. */
    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            abandon(connection);
        }
    }

    private static void restore(Connection connection) {
        try {
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            abandon(connection);
        }
    }

    /** A connection in an unknown state must not go back to its pool alive. */
    private static void abandon(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // It is gone already.
        }
    }

    private <T> T attempt(Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = borrow()) {
                return work.on(connection);
            } catch (SQLException e) {
                String state = Objects.requireNonNullElse(e.getSQLState(), "");
                if (attempt == ATTEMPTS || !TRY_AGAIN.contains(state)) {
                    throw translate(e, state);
                }
            }
        }
    }

    private Connection borrow() {
        try {
            return source.getConnection();
        } catch (SQLException e) {
            // Nothing was asked yet, so the driver's text holds no parameters.
            throw new StorageUnavailableException("no connection to the database", e);
        }
    }

    private static RuntimeException translate(SQLException e, String state) {
        if (state.equals(DUPLICATE)) {
            return new IllegalArgumentException("an id is stored already");
        }
        if (state.startsWith(DATA_CLASS)) {
            return new IllegalArgumentException("a value does not fit its column (SQLState " + state + ")");
        }
        SQLException cause = new SQLException("text withheld: it may quote parameters", state, e.getErrorCode());
        cause.setStackTrace(e.getStackTrace());
        return new StorageUnavailableException("the database did not answer (SQLState " + state + ")", cause);
    }
}
