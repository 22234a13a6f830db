/** What adopters of AuthKit test with. Never null unless a type says {@code @Nullable}. */
@org.jspecify.annotations.NullMarked
module org.authkit.testkit {
    requires transitive org.authkit.core;
    requires static org.jspecify;
    requires org.junit.jupiter.api;

    exports org.authkit.testkit;

    opens org.authkit.testkit to
            org.junit.platform.commons;
}
