package org.authkit.model;

import java.text.Normalizer;
import java.util.Objects;

/** One phone number in E.164 form ({@code +819012345678}): a plus sign and 8 to 15 digits; hyphens, spaces and full-width digits are folded. */
public final class PhoneNumber implements Login {
    private static final int MAX_TYPED = 40;

    private final String canonical;

    private PhoneNumber(String canonical) {
        this.canonical = canonical;
    }

    /**
     * @throws IllegalArgumentException naming {@code text} when it is not in international form
     */
    public static PhoneNumber of(String text) {
        Objects.requireNonNull(text, "text");
        if (text.length() > MAX_TYPED) {
            throw new IllegalArgumentException("text: the phone number is too long");
        }
        String digits = Normalizer.normalize(text, Normalizer.Form.NFKC).replaceAll("[ ()-]", "");
        if (!digits.matches("\\+[1-9][0-9]{7,14}")) {
            throw new IllegalArgumentException("text: a phone number is written +<country><number>");
        }
        return new PhoneNumber(digits);
    }

    @Override
    public String canonical() {
        return canonical;
    }

    @Override
    public String masked() {
        return canonical.substring(0, 3) + "***" + canonical.substring(canonical.length() - 2);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PhoneNumber that && canonical.equals(that.canonical);
    }

    @Override
    public int hashCode() {
        return canonical.hashCode();
    }

    /** The masked form: numbers are personal data and stay out of logs. */
    @Override
    public String toString() {
        return masked();
    }
}
