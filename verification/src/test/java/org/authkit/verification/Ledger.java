package org.authkit.verification;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.authkit.model.PaymentApproval;

/** A wallet's ledger, as small as can be: it takes nothing but what was redeemed, each id once. */
final class Ledger {
    private final DataSource source;

    Ledger(DataSource source) {
        this.source = source;
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists ledger (approval varchar(64) primary key,"
                    + " reference varchar(64) not null, payee varchar(200) not null, amount bigint not null)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Moves the money, in a transaction of its own. */
    void write(PaymentApproval.Redeemed redeemed, Crash crash) throws Exception {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("insert into ledger values (?, ?, ?, ?)")) {
                insert.setString(1, redeemed.id());
                insert.setString(2, redeemed.payment().reference());
                insert.setString(3, redeemed.payment().payee());
                insert.setLong(4, redeemed.payment().money().minorUnits());
                insert.executeUpdate();
            }
            crash.around("ledger", () -> {
                connection.commit();
                writeOut(connection);
                return redeemed;
            });
        }
    }

    /** What a wallet on H2 sets once in its address as {@code WRITE_DELAY=0}; here AuthKit's own care would hide behind that. */
    private static void writeOut(Connection connection) throws SQLException {
        if (connection.getMetaData().getDatabaseProductName().equals("H2")) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("checkpoint");
            }
        }
    }

    /** How often an order was paid. */
    int paid(String reference) {
        try (Connection connection = source.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select count(*) from ledger where reference = ?")) {
            select.setString(1, reference);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
