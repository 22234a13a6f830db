/** One-time codes by time (RFC 6238) as an AuthKit factor: {@link org.authkit.totp.TotpFactor}. */
@org.jspecify.annotations.NullMarked
module org.authkit.totp {
    requires static transitive org.jspecify;
    requires transitive org.authkit.core;
    requires io.nayuki.qrcodegen;

    exports org.authkit.totp;
}
