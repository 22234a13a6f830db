package org.authkit.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** How instants and row counts travel between Java and SQL. */
final class Sql {
    private Sql() {}

    /** Cut, not rounded, to the microsecond, which is what both databases keep. */
    static void setInstant(PreparedStatement statement, int index, Instant instant) throws SQLException {
        statement.setObject(index, instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
    }

    /** The instant of the clock, or SQL's null where the database's own clock counts. */
    static void setNow(PreparedStatement statement, int index, Optional<InstantSource> clock) throws SQLException {
        if (clock.isPresent()) {
            setInstant(statement, index, clock.get().instant());
        } else {
            statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
        }
    }

    static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** Whether every statement of a batch changed exactly one row. */
    static boolean allOne(int[] counts) {
        for (int count : counts) {
            if (count != 1) {
                return false;
            }
        }
        return true;
    }

    static void requirePositive(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit: at least 1");
        }
    }
}
