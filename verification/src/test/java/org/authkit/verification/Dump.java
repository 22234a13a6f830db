package org.authkit.verification;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;

/** Everything the database holds, as a thief of a backup reads it. */
final class Dump {
    private final List<String> rows = new ArrayList<>();
    private final List<byte[]> cells = new ArrayList<>();

    private Dump() {}

    static Dump of(DataSource source) {
        Dump dump = new Dump();
        try (Connection connection = source.getConnection()) {
            for (String table : tables(connection)) {
                dump.read(connection, table);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return dump;
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet found =
                connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (found.next()) {
                String schema = found.getString("TABLE_SCHEM").toLowerCase(Locale.ROOT);
                if (schema.equals("public")) {
                    tables.add(found.getString("TABLE_NAME"));
                }
            }
        }
        return tables.stream().sorted().toList();
    }

    private void read(Connection connection, String table) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select * from " + table)) {
            while (row.next()) {
                StringBuilder line = new StringBuilder(table);
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    Object value = row.getObject(i);
                    byte[] cell = value instanceof byte[] bytes
                            ? bytes
                            : String.valueOf(value).getBytes(StandardCharsets.UTF_8);
                    cells.add(cell);
                    line.append('|')
                            .append(value instanceof byte[] ? HexFormat.of().formatHex(cell) : value);
                }
                found.add(line.toString());
            }
        }
        found.stream().sorted().forEach(rows::add);
    }

    List<String> rows() {
        return rows;
    }

    List<String> rows(String table) {
        return rows.stream().filter(row -> row.startsWith(table + "|")).toList();
    }

    /** In which spellings a secret stands in any cell; what is searched for is at least 6 octets long. */
    List<String> find(String name, byte[] secret) {
        if (secret.length < 6) {
            throw new IllegalArgumentException(name + ": too short to be told from chance");
        }
        List<String> hits = new ArrayList<>();
        spellings(secret).forEach((spelling, needle) -> {
            if (cells.stream().anyMatch(cell -> contains(cell, needle))) {
                hits.add(name + " as " + spelling);
            }
        });
        return hits;
    }

    private static Map<String, byte[]> spellings(byte[] secret) {
        String text = new String(secret, StandardCharsets.ISO_8859_1);
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put("it is", secret);
        all.put("UTF-16BE", text.getBytes(StandardCharsets.UTF_16BE));
        all.put("UTF-16LE", text.getBytes(StandardCharsets.UTF_16LE));
        all.put("hex", HexFormat.of().formatHex(secret).getBytes(StandardCharsets.US_ASCII));
        all.put("HEX", HexFormat.of().withUpperCase().formatHex(secret).getBytes(StandardCharsets.US_ASCII));
        for (int shift = 0; shift < 3; shift++) {
            all.put("Base64 +" + shift, base64(Base64.getEncoder(), secret, shift));
            all.put("Base64url +" + shift, base64(Base64.getUrlEncoder(), secret, shift));
        }
        return all;
    }

    /** What Base64 makes of the secret when it stands {@code shift} octets behind a group's start, without the uncertain ends. */
    private static byte[] base64(Base64.Encoder encoder, byte[] secret, int shift) {
        byte[] padded = new byte[secret.length + shift];
        System.arraycopy(secret, 0, padded, shift, secret.length);
        String text = encoder.withoutPadding().encodeToString(padded);
        int from = shift == 0 ? 0 : shift + 1;
        int to = text.length() - (padded.length % 3 == 0 ? 0 : 1);
        return text.substring(from, to).getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean contains(byte[] cell, byte[] needle) {
        outer:
        for (int i = 0; i <= cell.length - needle.length; i++) {
            for (int j = 0; j < needle.length; j++) {
                if (cell[i + j] != needle[j]) {
                    continue outer;
                }
            }
            return true;
        }
        return false;
    }
}
