package org.authkit.verification;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.authkit.model.AccountId;

/** The insider at an SQL prompt. */
final class SqlTamper implements Tamper {
    private final DataSource source;

    SqlTamper(DataSource source) {
        this.source = source;
    }

    private List<List<Object>> query(String sql, Object... values) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = prepare(connection, sql, values);
                ResultSet rows = statement.executeQuery()) {
            List<List<Object>> all = new ArrayList<>();
            while (rows.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getObject(i));
                }
                all.add(row);
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void update(String sql, Object... values) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = prepare(connection, sql, values)) {
            if (statement.executeUpdate() == 0) {
                throw new IllegalStateException("nothing was edited: " + sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private Object one(String sql, Object... values) {
        return query(sql, values).get(0).get(0);
    }

    private List<String> column(String sql, Object... values) {
        return query(sql, values).stream().map(row -> (String) row.get(0)).toList();
    }

    @Override
    public byte[] body(AccountId account) {
        return (byte[]) one("select body from authkit_account where id = ?", account.value());
    }

    @Override
    public long version(AccountId account) {
        return (Long) one("select version from authkit_account where id = ?", account.value());
    }

    @Override
    public boolean isSetAside(AccountId account) {
        return (Boolean) one("select quarantined from authkit_account where id = ?", account.value());
    }

    @Override
    public void setBody(AccountId account, byte[] body) {
        update("update authkit_account set body = ? where id = ?", body, account.value());
    }

    @Override
    public void setVersion(AccountId account, long version) {
        update("update authkit_account set version = ? where id = ?", version, account.value());
    }

    @Override
    public void repoint(AccountId from, AccountId to) {
        update("update authkit_handle set account = ? where account = ?", to.value(), from.value());
    }

    @Override
    public List<String> tickets() {
        return column("select id from authkit_ticket");
    }

    @Override
    public void swapTickets(String one, String other) {
        byte[] first = (byte[]) one("select body from authkit_ticket where id = ?", one);
        byte[] second = (byte[]) one("select body from authkit_ticket where id = ?", other);
        update("update authkit_ticket set body = ? where id = ?", second, one);
        update("update authkit_ticket set body = ? where id = ?", first, other);
    }

    @Override
    public Map<String, String> messages() {
        Map<String, String> waiting = new LinkedHashMap<>();
        query("select id, stream from authkit_message where settled_at is null order by seq")
                .forEach(row -> waiting.put((String) row.get(0), (String) row.get(1)));
        return waiting;
    }

    /** Those that have left too, in the order of their commits. */
    Map<String, String> everyMessage() {
        Map<String, String> all = new LinkedHashMap<>();
        query("select id, stream from authkit_message order by seq")
                .forEach(row -> all.put((String) row.get(0), (String) row.get(1)));
        return all;
    }

    @Override
    public void editMessage(String id, UnaryOperator<byte[]> edit) {
        byte[] body = (byte[]) one("select body from authkit_message where id = ?", id);
        update("update authkit_message set body = ? where id = ?", edit.apply(body), id);
    }

    @Override
    public void setStream(String messageId, String stream) {
        update("update authkit_message set stream = ? where id = ?", stream, messageId);
    }

    @Override
    public List<String> events(AccountId account) {
        return column("select id from authkit_event where account = ? order by seq", account.value());
    }

    @Override
    public void editEvent(String id, UnaryOperator<byte[]> edit) {
        byte[] body = (byte[]) one("select body from authkit_event where id = ?", id);
        update("update authkit_event set body = ? where id = ?", edit.apply(body), id);
    }
}
