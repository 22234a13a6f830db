/**
 * What adopters of AuthKit test with. It belongs in a test scope, never in a running wallet. Parameters and returns are never
 * null unless a type says {@code @Nullable}.
 */
@org.jspecify.annotations.NullMarked
module org.authkit.testkit {
    requires transitive org.authkit.core;
    requires transitive org.junit.jupiter.api;
    requires static transitive org.jspecify;
    requires com.nimbusds.jose.jwt;

    exports org.authkit.testkit;

    opens org.authkit.testkit to
            org.junit.platform.commons;
}
