package org.authkit.model;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Objects;

/**
 * One e-mail address, canonicalised once and independently of the default locale: NFKC, lower case, the domain in its
 * ASCII form. It is one scalar: separators, quotes, white space inside, control characters and non-ASCII local parts are
 * refused rather than repaired (attacks A2, A3, A4). Dots and plus signs keep their meaning, so the carrier addresses of
 * Japan such as {@code a..b.@docomo.ne.jp} are accepted.
 */
public final class EmailAddress implements Login {
    private static final int MAX_LENGTH = 254;
    private static final int MAX_LOCAL = 64;
    private static final String LOCAL_PART = "[a-z0-9.!#$%&'*+/=?^_`{}~-]+";
    private static final String DOMAIN = "([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])";

    private final String canonical;

    private EmailAddress(String canonical) {
        this.canonical = canonical;
    }

    /**
     * @throws IllegalArgumentException naming {@code text} when it is not one plain address
     */
    public static EmailAddress of(String text) {
        Objects.requireNonNull(text, "text");
        if (text.length() > MAX_LENGTH) {
            throw invalid("is longer than 254 characters");
        }
        String folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        int at = folded.indexOf('@');
        if (at < 1 || at != folded.lastIndexOf('@')) {
            throw invalid("needs exactly one @");
        }
        String local = folded.substring(0, at);
        String domain = asciiDomain(folded.substring(at + 1));
        if (local.length() > MAX_LOCAL || !local.matches(LOCAL_PART)) {
            throw invalid("has a local part AuthKit does not accept");
        }
        if (!domain.matches(DOMAIN) || at + 1 + domain.length() > MAX_LENGTH) {
            throw invalid("has no valid domain");
        }
        return new EmailAddress(local + "@" + domain);
    }

    private static String asciiDomain(String domain) {
        try {
            return IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw invalid("has no valid domain");
        }
    }

    private static IllegalArgumentException invalid(String why) {
        return new IllegalArgumentException("text: the e-mail address " + why);
    }

    @Override
    public String canonical() {
        return canonical;
    }

    @Override
    public String masked() {
        return canonical.charAt(0) + "***" + canonical.substring(canonical.indexOf('@'));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EmailAddress that && canonical.equals(that.canonical);
    }

    @Override
    public int hashCode() {
        return canonical.hashCode();
    }

    /** The masked form: addresses are personal data and stay out of logs. */
    @Override
    public String toString() {
        return masked();
    }
}
