package org.authkit.internal.message;

import java.util.Locale;

/** Every text AuthKit can send; each has a Japanese and an English version in {@code messages_*.properties}. */
public enum Template {
    /** To the address typed at registration: answer to go on. */
    REGISTRATION,
    /** To the owner of an account somebody tried to register again. */
    REGISTRATION_TAKEN,
    /** To a verified contact: the reset ticket. */
    RESET,
    /** To a claimed contact: answer to confirm it. */
    CONTACT_CONFIRM,
    PASSWORD_RESET,
    PASSWORD_CHANGED,
    DEVICE_BOUND,
    DEVICE_REMOVED,
    FACTOR_ENROLLED,
    FACTOR_REMOVED,
    CONTACT_CLAIMED,
    CONTACT_CONFIRMED,
    CONTACT_REMOVED,
    /** A change was asked for that waits; carries the veto ticket. */
    CHANGE_REQUESTED,
    /** Half of the wait is over; carries the veto ticket. */
    CHANGE_REMINDER,
    /** The wait is over; carries the veto ticket. */
    CHANGE_DUE,
    CHANGE_STOPPED,
    /** The right password was entered, and nothing more was proved. */
    PASSWORD_USED_ELSEWHERE,
    /** Somebody signed in, and no bound device signed. */
    SIGNED_IN,
    /** The right password was entered and the code after it was wrong, repeatedly. */
    WRONG_CODES,
    ACCOUNT_FROZEN,
    ACCOUNT_UNFROZEN;

    /** The stable name, such as {@code password-reset}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The page of the wallet that takes this template's ticket; empty for those without one. */
    String page() {
        return switch (this) {
            case REGISTRATION -> "confirm";
            case RESET -> "reset";
            case CONTACT_CONFIRM -> "contact";
            case CHANGE_REQUESTED, CHANGE_REMINDER, CHANGE_DUE -> "veto";
            default -> "";
        };
    }
}
