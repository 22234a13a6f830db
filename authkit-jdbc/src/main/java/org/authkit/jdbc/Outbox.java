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
import java.util.Optional;
import org.authkit.spi.Storage.Leased;
import org.authkit.spi.Storage.StoredMessage;

/**
 * The statements that hand messages out. One node hands out at a time, waiting for the others at a row of {@code authkit_lock}:
 * the rule "none while another of its stream is leased" spans rows, so locking the messages themselves would not keep it. What
 * is held is four short statements; the deliveries happen after it.
 */
final class Outbox {
    static final String LOCK = "select name from authkit_lock where name = ? for update";

    private static final String FIRST_DUE =
            "select m.seq, m.attempts, m.id, m.stream, m.not_before, m.cancel_key, m.body"
                    + " from authkit_message m where m.settled_at is null and m.not_before <= ?"
                    + " and not exists (select 1 from authkit_message b where b.stream = m.stream and b.blocked_until > ?)"
                    + " and not exists (select 1 from authkit_message e where e.stream = m.stream and e.seq < m.seq"
                    + " and e.settled_at is null and e.not_before <= ?)"
                    + " order by m.seq limit ?";

    private final Database database;
    private final Optional<InstantSource> clock;

    Outbox(Database database, Optional<InstantSource> clock) {
        this.database = database;
        this.clock = clock;
    }

    List<Leased> lease(Instant now, int limit, Duration leaseFor) {
        Sql.requirePositive(limit);
        if (leaseFor.isNegative() || leaseFor.isZero()) {
            throw new IllegalArgumentException("leaseFor: positive");
        }
        return database.transaction(connection -> {
            lock(connection);
            List<Long> rows = new ArrayList<>();
            List<Leased> due = firstDue(connection, now, limit, rows);
            return due.isEmpty() ? due : mark(connection, due, rows, now.plus(leaseFor));
        });
    }

    private static void lock(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LOCK)) {
            select.setString(1, "outbox");
            select.executeQuery().close();
        }
    }

    private static List<Leased> firstDue(Connection connection, Instant now, int limit, List<Long> rows)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIRST_DUE)) {
            Sql.setInstant(select, 1, now);
            Sql.setInstant(select, 2, now);
            Sql.setInstant(select, 3, now);
            select.setInt(4, limit);
            List<Leased> due = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows.add(row.getLong(1));
                    due.add(new Leased(
                            new StoredMessage(
                                    row.getString(3),
                                    row.getString(4),
                                    Sql.instant(row, 5),
                                    row.getString(6),
                                    row.getBytes(7)),
                            row.getInt(2) + 1));
                }
            }
            return due;
        }
    }

    /** Marks them as leased, and leaves out what was settled or cancelled since it was read. */
    private static List<Leased> mark(Connection connection, List<Leased> due, List<Long> rows, Instant until)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update authkit_message set blocked_until = ?,"
                + " attempts = attempts + 1 where seq = ? and settled_at is null")) {
            for (long seq : rows) {
                Sql.setInstant(update, 1, until);
                update.setLong(2, seq);
                update.addBatch();
            }
            int[] counts = update.executeBatch();
            List<Leased> leased = new ArrayList<>();
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] == 1) {
                    leased.add(due.get(i));
                }
            }
            return List.copyOf(leased);
        }
    }

    void settle(String messageId) {
        database.single(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("update authkit_message set body = ?, blocked_until = null,"
                            + " settled_at = coalesce(settled_at, cast(? as timestamp with time zone), "
                            + database.dialect().clock() + ") where id = ?"
                            + " and (settled_at is null or blocked_until is not null)")) {
                update.setBytes(1, new byte[0]);
                Sql.setNow(update, 2, clock);
                update.setString(3, messageId);
                return update.executeUpdate();
            }
        });
    }

    void postpone(String messageId, Instant retryAt) {
        database.single(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("update authkit_message set blocked_until = null,"
                            + " not_before = case when settled_at is null then cast(? as timestamp with time zone)"
                            + " else not_before end where id = ?")) {
                Sql.setInstant(update, 1, retryAt);
                update.setString(2, messageId);
                return update.executeUpdate();
            }
        });
    }
}
