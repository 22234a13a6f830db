package org.authkit.internal.password;

import java.time.Duration;

/** No hash could be started in time. Nothing was compared, so nothing may be concluded about the password. */
public final class OverloadedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    OverloadedException(Duration retryAfter) {
        super("too many password hashes are waiting");
        this.retryAfter = retryAfter;
    }

    /**
     * How long the caller waited in vain, and so a fair time to wait before the next try.
     *
     * @return a positive duration
     */
    public Duration retryAfter() {
        return retryAfter;
    }
}
