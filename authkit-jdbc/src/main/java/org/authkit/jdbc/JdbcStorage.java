package org.authkit.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.authkit.model.AccountId;
import org.authkit.spi.Counters;
import org.authkit.spi.Handle;
import org.authkit.spi.Storage;

/**
 * A {@link Storage} in PostgreSQL or H2. Thread-safe; holds no connection between calls and changes no setting of the
 * connections it borrows. Its {@code DataSource} must lead to the primary, never to a replica, and hand out connections at READ
 * COMMITTED. Instants are kept to the microsecond.
 *
 * <p>A commit survives the death of the process on PostgreSQL as that server is set, and on H2 because each is written to the
 * file at once, for which H2 wants a user with admin rights.
 *
 * <p>Deadlocks and serialization failures, after which nothing remains, are tried again a few times; every other failure is a
 * {@link org.authkit.spi.StorageUnavailableException} without SQL parameters. An erased body is gone for every query; when its
 * bytes leave the disk and the database's log is the database's affair (VACUUM, retention of the log and of backups).
 */
public final class JdbcStorage implements Storage {
    private final Database database;
    private final Optional<InstantSource> clock;
    private final Outbox outbox;
    private final JdbcCounters counters;

    private JdbcStorage(Database database, Optional<InstantSource> clock) {
        this.database = database;
        this.clock = clock;
        this.outbox = new Outbox(database, clock);
        this.counters = new JdbcCounters(database);
    }

    /**
     * A storage whose clock is the database's, so that all nodes agree.
     *
     * @throws IllegalStateException when the database is neither PostgreSQL nor H2, or its schema is not this jar's; see
     *     {@link Schema#migrate}
     */
    public static JdbcStorage of(DataSource source) {
        return new JdbcStorage(Database.checked(source), Optional.empty());
    }

    /**
     * The same with another clock: for tests that move time.
     *
     * @throws IllegalStateException as above
     */
    public static JdbcStorage of(DataSource source, InstantSource clock) {
        return new JdbcStorage(Database.checked(source), Optional.of(clock));
    }

    @Override
    public Counters counters() {
        return counters;
    }

    @Override
    public Instant now() {
        if (clock.isPresent()) {
            return clock.get().instant();
        }
        return database.single(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                            "select " + database.dialect().clock());
                    ResultSet row = select.executeQuery()) {
                row.next();
                return Sql.instant(row, 1);
            }
        });
    }

    @Override
    public Optional<Stored> load(AccountId account) {
        Objects.requireNonNull(account, "account");
        return database.single(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "select version, body, quarantined from authkit_account where id = ?")) {
                select.setString(1, account.value());
                try (ResultSet row = select.executeQuery()) {
                    return row.next()
                            ? Optional.of(new Stored(account, row.getLong(1), row.getBytes(2), row.getBoolean(3)))
                            : Optional.empty();
                }
            }
        });
    }

    @Override
    public Optional<AccountId> find(Handle handle) {
        Objects.requireNonNull(handle, "handle");
        return database.single(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("select account from authkit_handle where kind = ? and digest = ?")) {
                select.setString(1, handle.kind());
                select.setString(2, handle.digest());
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(new AccountId(row.getString(1))) : Optional.empty();
                }
            }
        });
    }

    @Override
    public Optional<StoredTicket> ticket(String id) {
        Objects.requireNonNull(id, "id");
        return database.single(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("select body, expires_at from authkit_ticket where id = ?")) {
                select.setString(1, id);
                try (ResultSet row = select.executeQuery()) {
                    return row.next()
                            ? Optional.of(new StoredTicket(id, row.getBytes(1), Sql.instant(row, 2)))
                            : Optional.empty();
                }
            }
        });
    }

    @Override
    public Outcome commit(Commit commit) {
        Objects.requireNonNull(commit, "commit");
        return database.transaction(
                connection -> work(connection).apply(commit), outcome -> outcome == Outcome.COMMITTED);
    }

    private CommitWork work(Connection connection) {
        return new CommitWork(connection, database.dialect(), clock);
    }

    @Override
    public void quarantine(AccountId account, StoredEvent event) {
        database.transaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "update authkit_account set quarantined = true where id = ? and not quarantined")) {
                update.setString(1, account.value());
                if (update.executeUpdate() == 1) {
                    work(connection).append(List.of(event));
                }
                return account;
            }
        });
    }

    @Override
    public List<StoredEvent> events(Optional<AccountId> account, Optional<String> after, int limit) {
        Sql.requirePositive(limit);
        String sql = "select id, occurred_at, body from authkit_event where "
                + (account.isPresent() ? "account = ?" : "account is null")
                + (after.isPresent() ? " and seq > (select seq from authkit_event where id = ?)" : "")
                + " order by seq limit ?";
        return database.single(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                int index = 1;
                if (account.isPresent()) {
                    select.setString(index++, account.get().value());
                }
                if (after.isPresent()) {
                    select.setString(index++, after.get());
                }
                select.setInt(index, limit);
                return events(select, account);
            }
        });
    }

    private static List<StoredEvent> events(PreparedStatement select, Optional<AccountId> account) throws SQLException {
        List<StoredEvent> events = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                events.add(new StoredEvent(row.getString(1), account, Sql.instant(row, 2), row.getBytes(3)));
            }
        }
        return List.copyOf(events);
    }

    @Override
    public List<Leased> lease(Instant now, int limit, Duration leaseFor) {
        return outbox.lease(now, limit, leaseFor);
    }

    @Override
    public void settle(String messageId) {
        outbox.settle(messageId);
    }

    @Override
    public void postpone(String messageId, Instant retryAt) {
        outbox.postpone(messageId, retryAt);
    }

    @Override
    public int purge(Instant instant, int limit) {
        Sql.requirePositive(limit);
        return database.transaction(connection -> {
            int tickets = delete(connection, "authkit_ticket", "id", "expires_at", instant, limit);
            return tickets == limit
                    ? tickets
                    : tickets + delete(connection, "authkit_message", "seq", "settled_at", instant, limit - tickets);
        });
    }

    private static int delete(Connection connection, String table, String key, String column, Instant before, int limit)
            throws SQLException {
        String sql = "delete from " + table + " where " + key + " in (select " + key + " from " + table + " where "
                + column + " < ? order by " + column + " limit ?)";
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            Sql.setInstant(delete, 1, before);
            delete.setInt(2, limit);
            return delete.executeUpdate();
        }
    }
}
