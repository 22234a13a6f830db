package org.authkit.spi;

/** The storage could not answer. Nothing was allowed and nothing half-done remains; the same call may be made again. */
public final class StorageUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StorageUnavailableException(String message) {
        super(message);
    }

    public StorageUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
