package org.authkit.model;

import java.util.Objects;

/**
 * A movement of money to be approved. The phone shows and signs exactly these fields.
 *
 * @param action {@code PAY}, {@code TOP_UP} or {@code TRANSFER}
 * @param payee who receives it, as the customer recognises them; 1 to 140 characters, no control or invisible characters
 * @param money how much; above zero
 * @param reference the wallet's own order id, 1 to 64 printable ASCII characters
 */
public record Payment(Action action, String payee, Money money, String reference) {
    /** Letters, marks and symbols that show nothing although their category does not say so. */
    private static final String BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0";

    public Payment {
        Objects.requireNonNull(money, "money");
        if (!action.movesMoney()) {
            throw new IllegalArgumentException("action: does not move money");
        }
        if (!showsSomething(payee) || payee.codePointCount(0, payee.length()) > 140 || hasControl(payee)) {
            throw new IllegalArgumentException("payee: 1 to 140 characters, no control characters");
        }
        if (money.minorUnits() == 0) {
            throw new IllegalArgumentException("money: above zero");
        }
        if (!reference.matches("[\\x21-\\x7e]{1,64}")) {
            throw new IllegalArgumentException("reference: 1 to 64 printable ASCII characters");
        }
    }

    /** A purchase at a shop or from a person. */
    public static Payment pay(String payee, Money money, String reference) {
        return new Payment(Action.PAY, payee, money, reference);
    }

    /** Invisible and direction-changing characters could make the phone show another payee than the one that is signed. */
    private static boolean hasControl(String text) {
        return text.codePoints().anyMatch(c -> {
            int type = Character.getType(c);
            return type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.SURROGATE
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR
                    || BLANK.indexOf(c) >= 0;
        });
    }

    private static boolean showsSomething(String text) {
        return text.codePoints().anyMatch(c -> {
            int type = Character.getType(c);
            return type != Character.SPACE_SEPARATOR && type != Character.NON_SPACING_MARK;
        });
    }
}
