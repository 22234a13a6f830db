package org.authkit.internal.password;

/**
 * A stored password record is not one of ours: storage lost or changed it. Says which rule it broke, never what it
 * contains.
 */
public final class MalformedRecordException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    MalformedRecordException(String rule) {
        super("stored password record is malformed: " + rule);
    }
}
