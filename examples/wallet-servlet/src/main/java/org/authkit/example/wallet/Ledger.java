package org.authkit.example.wallet;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.authkit.model.AccountId;
import org.authkit.model.PaymentApproval;
import org.authkit.spi.StorageUnavailableException;

/**
 * The wallet's own books, in tables of their own beside AuthKit's. Money moves by {@link #execute} and by nothing else: it takes
 * amount and payee from a redeemed approval and stores the approval's id under a unique constraint in the money's own
 * transaction. So after any crash a payment happened once or not at all. Whole yen only. Thread-safe.
 */
public final class Ledger {
    /** What a new account starts with, so that there is something to spend in a demonstration. */
    public static final long DEMO_CREDIT = 10_000;

    private static final String UNIQUE_VIOLATION = "23505";
    private static final int HISTORY = 50;

    /** How {@link #execute} ended; nothing moved unless {@code PAID}. */
    public enum Outcome {
        PAID,
        /** This approval was paid before: nothing moved now. */
        PAID_BEFORE,
        INSUFFICIENT_FUNDS
    }

    /** One line of the books. */
    public record Entry(String approvalId, String payee, long amount, String reference, Instant paidAt) {}

    private final DataSource database;

    private Ledger(DataSource database) {
        this.database = database;
    }

    /** Opens the books, creating the tables when they are not there. */
    public static Ledger open(DataSource database) {
        Ledger ledger = new Ledger(database);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists wallet_balance ("
                    + "account varchar(22) primary key, yen bigint not null check (yen >= 0))");
            statement.execute("create table if not exists wallet_payment ("
                    + "approval varchar(64) primary key, account varchar(22) not null, payee varchar(560) not null,"
                    + " yen bigint not null check (yen > 0), reference varchar(64) not null,"
                    + " paid_at timestamp with time zone not null)");
            statement.execute("create index if not exists wallet_payment_account on wallet_payment (account, paid_at)");
        } catch (SQLException e) {
            throw lost(e);
        }
        return ledger;
    }

    /** The account's balance in yen; an account seen for the first time is given {@link #DEMO_CREDIT}. */
    public long balance(AccountId account) {
        try (Connection connection = database.getConnection()) {
            Optional<Long> known = read(connection, account);
            if (known.isPresent()) {
                return known.get();
            }
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into wallet_balance (account, yen) values (?, ?)")) {
                insert.setString(1, account.value());
                insert.setLong(2, DEMO_CREDIT);
                insert.executeUpdate();
            } catch (SQLException e) {
                if (!UNIQUE_VIOLATION.equals(e.getSQLState())) { // else another request was first
                    throw e;
                }
            }
            return read(connection, account).orElse(0L);
        } catch (SQLException e) {
            throw lost(e);
        }
    }

    private static Optional<Long> read(Connection connection, AccountId account) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select yen from wallet_balance where account = ?")) {
            select.setString(1, account.value());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
            }
        }
    }

    /**
     * Moves the money of one approval: the only way to do so.
     *
     * @throws IllegalArgumentException when the approval is in another currency
     * @throws StorageUnavailableException when the outcome is not known; executing the same approval again finds out
     */
    public Outcome execute(PaymentApproval.Redeemed approved) {
        if (!approved.payment().money().currency().getCurrencyCode().equals("JPY")) {
            throw new IllegalArgumentException("approved: this ledger keeps yen");
        }
        balance(approved.account());
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Outcome outcome = write(connection, approved);
                if (outcome == Outcome.PAID) {
                    connection.commit();
                } else {
                    connection.rollback();
                }
                return outcome;
            } catch (SQLException e) {
                connection.rollback();
                if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                    return Outcome.PAID_BEFORE;
                }
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw lost(e);
        }
    }

    private static Outcome write(Connection connection, PaymentApproval.Redeemed approved) throws SQLException {
        long yen = approved.payment().money().minorUnits();
        try (PreparedStatement insert = connection.prepareStatement("insert into wallet_payment"
                + " (approval, account, payee, yen, reference, paid_at) values (?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, approved.id());
            insert.setString(2, approved.account().value());
            insert.setString(3, approved.payment().payee());
            insert.setLong(4, yen);
            insert.setString(5, approved.payment().reference());
            insert.setObject(6, OffsetDateTime.ofInstant(approved.redeemedAt(), ZoneOffset.UTC));
            insert.executeUpdate();
        }
        try (PreparedStatement update =
                connection.prepareStatement("update wallet_balance set yen = yen - ? where account = ? and yen >= ?")) {
            update.setLong(1, yen);
            update.setString(2, approved.account().value());
            update.setLong(3, yen);
            return update.executeUpdate() == 1 ? Outcome.PAID : Outcome.INSUFFICIENT_FUNDS;
        }
    }

    /** The account's payments, newest first, 50 at the most. */
    public List<Entry> history(AccountId account) {
        return entries(
                "where account = ? order by paid_at desc, approval fetch first " + HISTORY + " rows only",
                account.value());
    }

    /** The payment made on this approval, if it was made. */
    public Optional<Entry> find(String approvalId) {
        return entries("where approval = ?", approvalId).stream().findFirst();
    }

    private List<Entry> entries(String condition, String parameter) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select approval, payee, yen, reference, paid_at from wallet_payment " + condition)) {
            select.setString(1, parameter);
            List<Entry> entries = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    entries.add(new Entry(
                            row.getString(1),
                            row.getString(2),
                            row.getLong(3),
                            row.getString(4),
                            row.getObject(5, OffsetDateTime.class).toInstant()));
                }
            }
            return entries;
        } catch (SQLException e) {
            throw lost(e);
        }
    }

    private static StorageUnavailableException lost(SQLException e) {
        return new StorageUnavailableException("the ledger cannot be reached", e);
    }
}
