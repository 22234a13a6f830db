/** AuthKit's storage and counters over {@code java.sql}. Never null unless a type says {@code @Nullable}. */
@org.jspecify.annotations.NullMarked
module org.authkit.jdbc {
    requires transitive java.sql;
    requires transitive org.authkit.core;
    requires static org.jspecify;

    exports org.authkit.jdbc;
}
