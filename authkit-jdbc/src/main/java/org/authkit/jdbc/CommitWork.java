package org.authkit.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.authkit.model.AccountId;
import org.authkit.spi.Handle;
import org.authkit.spi.Storage.Commit;
import org.authkit.spi.Storage.Outcome;
import org.authkit.spi.Storage.StoredEvent;
import org.authkit.spi.Storage.StoredMessage;
import org.authkit.spi.Storage.StoredTicket;
import org.authkit.spi.Storage.Write;

/**
 * The statements of one commit, in this order on every node: document, handles, tickets, events, messages. Whatever several
 * transactions may want is touched in sorted order, so that they queue instead of blocking each other.
 *
 * <p>An identity column counts in the order of inserts, not of commits. For one account the two agree because each commit first
 * writes the account's row, or locks it when it only appends events, and so excludes all others until its end. Events of no
 * account queue at a row of {@code authkit_lock} instead.
 */
final class CommitWork {
    private static final Comparator<Handle> ORDER =
            Comparator.comparing(Handle::kind).thenComparing(Handle::digest);

    private final Connection connection;
    private final Dialect dialect;
    private final Optional<InstantSource> clock;

    CommitWork(Connection connection, Dialect dialect, Optional<InstantSource> clock) {
        this.connection = connection;
        this.dialect = dialect;
        this.clock = clock;
    }

    Outcome apply(Commit commit) throws SQLException {
        if (commit.document().isPresent()) {
            Write write = commit.document().get();
            if (!write(write)) {
                return Outcome.VERSION_CONFLICT;
            }
            release(commit.releases(), write.account());
            if (!claim(commit.claims(), write.account())) {
                return Outcome.HANDLE_TAKEN;
            }
        }
        if (!take(commit.ticketsTaken())) {
            return Outcome.TICKET_GONE;
        }
        put(commit.ticketsPut());
        queue(commit);
        append(commit.events());
        cancel(commit.cancelKeys());
        send(commit.messages());
        return Outcome.COMMITTED;
    }

    private boolean write(Write write) throws SQLException {
        if (write.expectedVersion() == 0) {
            return create(write);
        }
        try (PreparedStatement update = connection.prepareStatement("update authkit_account set version = version + 1,"
                + " body = ? where id = ? and version = ? and not quarantined")) {
            update.setBytes(1, write.body());
            update.setString(2, write.account().value());
            update.setLong(3, write.expectedVersion());
            return update.executeUpdate() == 1;
        }
    }

    private boolean create(Write write) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into authkit_account (id, version, body) values (?, 1, ?)" + dialect.orNothing())) {
            insert.setString(1, write.account().value());
            insert.setBytes(2, write.body());
            return insertedOne(insert);
        }
    }

    /** Whether the row was new. On H2 a row that is there fails the statement, though not the transaction. */
    private static boolean insertedOne(PreparedStatement insert) throws SQLException {
        try {
            return insert.executeUpdate() == 1;
        } catch (SQLException e) {
            if (Database.DUPLICATE.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    private void release(Set<Handle> handles, AccountId account) throws SQLException {
        if (handles.isEmpty()) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement(
                "delete from authkit_handle where kind = ? and digest = ? and account = ?")) {
            for (Handle handle : handles.stream().sorted(ORDER).toList()) {
                delete.setString(1, handle.kind());
                delete.setString(2, handle.digest());
                delete.setString(3, account.value());
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }

    private boolean claim(Set<Handle> handles, AccountId account) throws SQLException {
        if (handles.isEmpty()) {
            return true;
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into authkit_handle (kind, digest, account) values (?, ?, ?)" + dialect.orNothing())) {
            for (Handle handle : handles.stream().sorted(ORDER).toList()) {
                insert.setString(1, handle.kind());
                insert.setString(2, handle.digest());
                insert.setString(3, account.value());
                if (!insertedOne(insert) && !holds(account, handle)) {
                    return false;
                }
            }
            return true;
        }
    }

    private boolean holds(AccountId account, Handle handle) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select account from authkit_handle where kind = ? and digest = ?")) {
            select.setString(1, handle.kind());
            select.setString(2, handle.digest());
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getString(1).equals(account.value());
            }
        }
    }

    private boolean take(Set<String> ids) throws SQLException {
        if (ids.isEmpty()) {
            return true;
        }
        try (PreparedStatement delete = connection.prepareStatement("delete from authkit_ticket where id = ?")) {
            for (String id : new TreeSet<>(ids)) {
                delete.setString(1, id);
                delete.addBatch();
            }
            return Sql.allOne(delete.executeBatch());
        }
    }

    private void put(List<StoredTicket> tickets) throws SQLException {
        if (tickets.isEmpty()) {
            return;
        }
        try (PreparedStatement insert =
                connection.prepareStatement("insert into authkit_ticket (id, expires_at, body) values (?, ?, ?)")) {
            for (StoredTicket ticket : tickets) {
                insert.setString(1, ticket.id());
                Sql.setInstant(insert, 2, ticket.expiresAt());
                insert.setBytes(3, ticket.body());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Waits for its turn in every list of events it appends to, the written account's excepted: its row is held already. */
    private void queue(Commit commit) throws SQLException {
        Optional<AccountId> written = commit.document().map(Write::account);
        Set<String> others = new TreeSet<>();
        boolean nobody = false;
        for (StoredEvent event : commit.events()) {
            if (event.account().isEmpty()) {
                nobody = true;
            } else if (!event.account().equals(written)) {
                others.add(event.account().get().value());
            }
        }
        for (String account : others) {
            nobody |= !lock(dialect.lockAccount(), account);
        }
        if (nobody) {
            lock(Outbox.LOCK, "events");
        }
    }

    private boolean lock(String sql, String key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, key);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    void append(List<StoredEvent> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into authkit_event (id, account, occurred_at, body) values (?, ?, ?, ?)")) {
            for (StoredEvent event : events) {
                insert.setString(1, event.id());
                if (event.account().isPresent()) {
                    insert.setString(2, event.account().get().value());
                } else {
                    insert.setNull(2, Types.VARCHAR);
                }
                Sql.setInstant(insert, 3, event.at());
                insert.setBytes(4, event.body());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void cancel(Set<String> keys) throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        // blocked_until stays: one that is just being delivered keeps its stream until its lease ends.
        try (PreparedStatement update =
                connection.prepareStatement("update authkit_message set body = ?, settled_at = coalesce("
                        + "cast(? as timestamp with time zone), " + dialect.clock()
                        + ") where cancel_key = ? and cancel_key <> '' and settled_at is null")) {
            for (String key : new TreeSet<>(keys)) {
                update.setBytes(1, new byte[0]);
                Sql.setNow(update, 2, clock);
                update.setString(3, key);
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    private void send(List<StoredMessage> messages) throws SQLException {
        if (messages.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into authkit_message (id, stream, not_before, cancel_key, body) values (?, ?, ?, ?, ?)")) {
            for (StoredMessage message : messages) {
                insert.setString(1, message.id());
                insert.setString(2, message.stream());
                Sql.setInstant(insert, 3, message.notBefore());
                insert.setString(4, message.cancelKey());
                insert.setBytes(5, message.body());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
