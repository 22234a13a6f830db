package org.authkit.model;

/** Where an account stands. It moves only through actions of the policy and never back from {@code BOUND}. */
public enum Stage {
    /** Inside the registration ceremony: at most 15 minutes old, no device bound, nothing to steal. */
    NEW,
    /** No possession factor was ever enrolled: imported, or older than its registration. */
    BARE,
    /** A possession factor is or was enrolled. */
    BOUND
}
