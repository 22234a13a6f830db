package org.authkit.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** The few texts in which the databases differ. Any other database is refused rather than tried. */
enum Dialect {
    POSTGRESQL(
            "clock_timestamp()",
            "select to_regclass('authkit_schema') is not null",
            " on conflict do nothing",
            "select id from authkit_account where id = ? for no key update"),
    H2(
            "current_timestamp",
            "select count(*) > 0 from information_schema.tables"
                    + " where upper(table_name) = 'AUTHKIT_SCHEMA' and table_schema = current_schema",
            "",
            "select id from authkit_account where id = ? for update");

    private final String clock;
    private final String schemaExists;
    private final String orNothing;
    private final String lockAccount;

    Dialect(String clock, String schemaExists, String orNothing, String lockAccount) {
        this.clock = clock;
        this.schemaExists = schemaExists;
        this.orNothing = orNothing;
        this.lockAccount = lockAccount;
    }

    /**
     * @throws IllegalStateException for any other product
     */
    static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product.toLowerCase(Locale.ROOT)) {
            case "postgresql" -> POSTGRESQL;
            case "h2" -> H2;
            default ->
                throw new IllegalStateException(
                        "AuthKit stores its state in PostgreSQL or H2; this DataSource leads to " + product);
        };
    }

    /** The folder of its scripts, beside this package's classes; the name Flyway gives the vendor. */
    String folder() {
        return "schema/" + name().toLowerCase(Locale.ROOT) + "/";
    }

    /** The database's own clock as an expression; on PostgreSQL it moves within a transaction. */
    String clock() {
        return clock;
    }

    String schemaExists() {
        return schemaExists;
    }

    /** What makes an insert of a row that is there already count 0. H2 has no such words: there the insert fails. */
    String orNothing() {
        return orNothing;
    }

    String lockAccount() {
        return lockAccount;
    }
}
