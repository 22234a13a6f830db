package org.authkit.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.authkit.spi.Counters;
import org.authkit.spi.StorageUnavailableException;

/**
 * {@link Counters} in PostgreSQL or H2, beside the storage or in a database of their own. Thread-safe. On PostgreSQL a charge is
 * one statement, whatever the number of buckets.
 *
 * <p>A bucket is one row with the instant at which it will have drained (the generic cell rate algorithm, ITU-T I.371), to the
 * microsecond. A drained bucket equals one never charged; now and then a charge deletes some of those rows.
 */
public final class JdbcCounters implements Counters {
    /** Deletes more often than charges create, so drained rows do not pile up. */
    private static final int SWEEP_EVERY = 64;

    private static final int SWEEP_ROWS = 1000;
    private static final long HOUR = Duration.ofHours(1).toSeconds() * 1_000_000;
    private static final Duration MICROSECOND = Duration.ofNanos(1000);

    /** Half of what a bigint of microseconds holds. */
    private static final Duration LARGEST = MICROSECOND.multipliedBy(Long.MAX_VALUE / 2);

    /**
     * A bucket in microseconds.
     *
     * @param room how far from drained a bucket may be and still take one charge
     */
    private record Row(String name, long refill, long room) {
        static Row of(Bucket bucket) {
            Duration longest = LARGEST.dividedBy(bucket.capacity());
            if (bucket.refill().compareTo(longest) > 0) {
                throw new IllegalArgumentException("buckets: capacity times refill is too long");
            }
            // Rounded up: a bucket never drains faster than asked.
            long refill = bucket.refill().plusNanos(999).dividedBy(MICROSECOND);
            return new Row(bucket.key(), refill, refill * (bucket.capacity() - 1L));
        }
    }

    private final Database database;
    private final AtomicLong charges = new AtomicLong();

    JdbcCounters(Database database) {
        this.database = database;
    }

    /**
     * Counters in the tables that {@link Schema#migrate} makes.
     *
     * @throws IllegalStateException when the database is neither PostgreSQL nor H2, or its schema is not this jar's
     */
    public static JdbcCounters of(DataSource source) {
        return new JdbcCounters(Database.checked(source));
    }

    @Override
    public Optional<Instant> charge(List<Bucket> buckets, Instant now) {
        Objects.requireNonNull(now, "now");
        List<Row> rows = rows(buckets);
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        long micros = micros(now);
        Database.Work<Optional<Instant>> work = database.dialect() == Dialect.POSTGRESQL
                ? connection -> upsert(connection, rows, micros)
                : connection -> readThenWrite(connection, rows, micros);
        // One bucket on PostgreSQL is one statement, which is all or nothing by itself.
        Optional<Instant> roomAt = rows.size() == 1 && database.dialect() == Dialect.POSTGRESQL
                ? database.single(work)
                : database.transaction(work, Optional::isEmpty);
        if (charges.incrementAndGet() % SWEEP_EVERY == 0) {
            sweep(micros);
        }
        return roomAt;
    }

    @Override
    public void refund(List<Bucket> buckets, Instant now) {
        List<Row> rows = rows(buckets);
        if (rows.isEmpty()) {
            return;
        }
        database.transaction(connection -> {
            // What falls below now is drained; charge counts from now on then.
            try (PreparedStatement update = connection.prepareStatement(
                    "update authkit_counter set drained_at = drained_at - ? where name = ? and drained_at > ?")) {
                for (Row row : rows) {
                    update.setLong(1, row.refill());
                    update.setString(2, row.name());
                    update.setLong(3, micros(now));
                    update.addBatch();
                }
                return update.executeBatch();
            }
        });
    }

    /** Sorted by name, so that transactions queue at the first bucket they share. */
    private static List<Row> rows(List<Bucket> buckets) {
        Set<String> names = new HashSet<>();
        for (Bucket bucket : buckets) {
            if (!names.add(bucket.key())) {
                throw new IllegalArgumentException("buckets: a key appears twice");
            }
        }
        return buckets.stream()
                .map(Row::of)
                .sorted(Comparator.comparing(Row::name))
                .toList();
    }

    private static Optional<Instant> upsert(Connection connection, List<Row> rows, long now) throws SQLException {
        String sql = "insert into authkit_counter as c (name, drained_at, refill, room, drained_hour) values "
                + String.join(", ", Collections.nCopies(rows.size(), "(?, ?, ?, ?, ?)"))
                + " on conflict (name) do update set"
                + " drained_at = greatest(c.drained_at, excluded.drained_at - excluded.refill) + excluded.refill,"
                + " refill = excluded.refill, room = excluded.room,"
                + " drained_hour = (greatest(c.drained_at, excluded.drained_at - excluded.refill) + excluded.refill) / "
                + HOUR
                + " where c.drained_at - (excluded.drained_at - excluded.refill) <= excluded.room returning c.name";
        Set<String> charged = new HashSet<>();
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            int index = 1;
            for (Row row : rows) {
                insert.setString(index++, row.name());
                insert.setLong(index++, now + row.refill());
                insert.setLong(index++, row.refill());
                insert.setLong(index++, row.room());
                insert.setLong(index++, (now + row.refill()) / HOUR);
            }
            try (ResultSet names = insert.executeQuery()) {
                while (names.next()) {
                    charged.add(names.getString(1));
                }
            }
        }
        List<Row> full =
                rows.stream().filter(row -> !charged.contains(row.name())).toList();
        return full.isEmpty() ? Optional.empty() : Optional.of(roomAt(full, drained(connection, full, ""), now));
    }

    /** H2 knows no conditional upsert; locking the rows first comes to the same within one process. */
    private static Optional<Instant> readThenWrite(Connection connection, List<Row> rows, long now)
            throws SQLException {
        Map<String, Long> drained = drained(connection, rows, " for update");
        List<Row> full = rows.stream()
                .filter(row -> drained.getOrDefault(row.name(), now) - now > row.room())
                .toList();
        if (!full.isEmpty()) {
            return Optional.of(roomAt(full, drained, now));
        }
        for (Row row : rows) {
            long next = Math.max(drained.getOrDefault(row.name(), now), now) + row.refill();
            String sql = drained.containsKey(row.name())
                    ? "update authkit_counter set drained_at = ?, refill = ?, room = ?, drained_hour = ? where name = ?"
                    : "insert into authkit_counter (drained_at, refill, room, drained_hour, name)"
                            + " values (?, ?, ?, ?, ?)";
            try (PreparedStatement write = connection.prepareStatement(sql)) {
                write.setLong(1, next);
                write.setLong(2, row.refill());
                write.setLong(3, row.room());
                write.setLong(4, next / HOUR);
                write.setString(5, row.name());
                write.executeUpdate();
            } catch (SQLException e) {
                if (Database.DUPLICATE.equals(e.getSQLState())) {
                    // Another charge made the row since it was looked for: read again.
                    throw new SQLException("raced", Database.SERIALIZATION_FAILURE, e);
                }
                throw e;
            }
        }
        return Optional.empty();
    }

    private static Map<String, Long> drained(Connection connection, List<Row> rows, String lock) throws SQLException {
        String sql = "select name, drained_at from authkit_counter where name in ("
                + String.join(", ", Collections.nCopies(rows.size(), "?")) + ") order by name" + lock;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < rows.size(); i++) {
                select.setString(i + 1, rows.get(i).name());
            }
            Map<String, Long> drained = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    drained.put(row.getString(1), row.getLong(2));
                }
            }
            return drained;
        }
    }

    private static Instant roomAt(List<Row> full, Map<String, Long> drained, long now) {
        long latest = now;
        for (Row row : full) {
            latest = Math.max(latest, drained.getOrDefault(row.name(), now) - row.room());
        }
        return Instant.EPOCH.plus(latest, ChronoUnit.MICROS);
    }

    /** The charge is committed whatever becomes of this; the next sweep comes soon. */
    private void sweep(long now) {
        // An hour behind: nodes whose clocks differ a little never drop what another still counts.
        long before = now / HOUR - 1;
        try {
            database.single(connection -> {
                try (PreparedStatement delete = connection.prepareStatement(
                        "delete from authkit_counter where name in"
                                + " (select name from authkit_counter where drained_hour < ? limit ? for update skip locked)")) {
                    delete.setLong(1, before);
                    delete.setInt(2, SWEEP_ROWS);
                    return delete.executeUpdate();
                }
            });
        } catch (StorageUnavailableException e) {
            System.getLogger(JdbcCounters.class.getName())
                    .log(System.Logger.Level.DEBUG, "drained counters were not deleted", e);
        }
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
