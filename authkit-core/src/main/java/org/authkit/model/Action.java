package org.authkit.model;

import java.util.Locale;

/** What a policy decides about: each constant is one row of its table. */
public enum Action {
    SIGN_IN,
    VIEW,
    PAY,
    TOP_UP,
    TRANSFER,
    BIND_DEVICE,
    APPROVE_DEVICE,
    REMOVE_DEVICE,
    ENROLL_FACTOR,
    REMOVE_FACTOR,
    CHANGE_PASSWORD,
    RESET_PASSWORD,
    ADD_CONTACT,
    REMOVE_CONTACT,
    VETO;

    /** The name used in policy files, statements and events, such as {@code bind-device}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether money moves. */
    public boolean movesMoney() {
        return this == PAY || this == TOP_UP || this == TRANSFER;
    }
}
