package org.authkit.totp;

/**
 * A new secret on its way into an authenticator app: shown once, then kept nowhere but in the app and in the sealed document.
 * Every form holds the whole secret, so none of them belongs into a log, a cache, a mail or a URL of the wallet's own.
 * Immutable; its pictures are drawn when asked for.
 */
public final class TotpSetup {
    private final String issuer;
    private final String account;
    private final String secret;
    private final String uri;

    TotpSetup(String issuer, String account, TotpState state) {
        this.issuer = issuer;
        this.account = account;
        secret = Base32.encode(state.key());
        String encodedIssuer = Label.percentEncoded(issuer);
        uri = "otpauth://totp/" + encodedIssuer + ":" + Label.percentEncoded(account)
                + "?secret=" + secret
                + "&issuer=" + encodedIssuer
                + "&algorithm=" + state.algorithm().name()
                + "&digits=" + state.digits()
                + "&period=" + state.period();
    }

    /**
     * The Key URI that authenticator apps read, also as a link on the phone itself:
     * {@code otpauth://totp/ISSUER:ACCOUNT?secret=…&issuer=…&algorithm=…&digits=…&period=…}. ASCII only; what is not is
     * percent-encoded UTF-8, a space is {@code %20}.
     */
    public String otpauthUri() {
        return uri;
    }

    /** The secret to type by hand: Base32 (RFC 4648 §6) in groups of four, separated by spaces. */
    public String secretBase32Grouped() {
        return Base32.grouped(secret);
    }

    /**
     * The URI as a QR code: one standalone {@code <svg>} element, black on white on any page, without script, style or
     * outside reference. Its title is issuer and account, escaped.
     */
    public String qrSvg() {
        return new QrPicture(uri).svg(issuer + ": " + account);
    }

    /** The URI as a QR code in a PNG file, black on white, eight pixels a module. */
    public byte[] qrPng() {
        return new QrPicture(uri).png();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "TotpSetup[redacted]";
    }
}
