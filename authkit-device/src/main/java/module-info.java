/**
 * Device keys: the key of a phone bound to an account, what it signs, and requests proved by it. It knows only the ports and
 * the model of AuthKit's core. Parameters and returns are never null unless a type says {@code @Nullable}.
 */
@org.jspecify.annotations.NullMarked
module org.authkit.device {
    requires transitive org.authkit.core;
    requires static transitive org.jspecify;
    requires com.nimbusds.jose.jwt;
    requires org.bouncycastle.provider;

    exports org.authkit.device;
}
