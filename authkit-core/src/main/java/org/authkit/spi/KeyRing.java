package org.authkit.spi;

import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * The wallet's keys: one current key for sealing, older ones for opening. They live outside the database. Thread-safe.
 */
public interface KeyRing {

    /** The id of the key new data is sealed under: 1 to 16 lower-case letters and digits. */
    String currentId();

    /**
     * @return the 256-bit key of that id, or empty when the ring does not hold it
     * @throws KeyUnavailableException when the ring cannot be read
     */
    Optional<SecretKey> key(String id);
}
