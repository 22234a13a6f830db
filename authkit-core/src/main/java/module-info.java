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

    exports org.authkit;
    exports org.authkit.contact;
    exports org.authkit.enrollment;
    exports org.authkit.model;
    exports org.authkit.operator;
    exports org.authkit.payment;
    exports org.authkit.pending;
    exports org.authkit.policy;
    exports org.authkit.recovery;
    exports org.authkit.registration;
    exports org.authkit.session;
    exports org.authkit.signin;
    exports org.authkit.spi;
}
