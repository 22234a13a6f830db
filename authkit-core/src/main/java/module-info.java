/**
 * AuthKit's core: the API, the guard, the policy and the ports. Parameters and returns are never null unless a type says
 * {@code @Nullable}; nothing in the API says so.
 */
@org.jspecify.annotations.NullMarked
module org.authkit.core {
    requires static transitive org.jspecify;
    requires static de.mkammerer.argon2.nolibs;
    requires static com.sun.jna;
    requires org.bouncycastle.provider;
    requires com.nimbusds.jose.jwt;

    exports org.authkit.model;
    exports org.authkit.policy;
    exports org.authkit.spi;
}
