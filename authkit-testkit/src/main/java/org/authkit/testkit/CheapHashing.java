package org.authkit.testkit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.authkit.spi.SlowHash;

/**
 * A hashing engine that costs nothing and protects nothing, and counts its calls. Core takes it only under the waiver
 * {@code INSECURE_TEST_HASHING} in a JVM started with {@code authkit.testing=true}.
 */
public final class CheapHashing implements SlowHash {
    private final AtomicLong hashes = new AtomicLong();

    /** An engine that has hashed nothing yet. */
    public CheapHashing() {}

    @Override
    public String name() {
        return "cheap-test-hashing";
    }

    @Override
    public byte[] hash(byte[] secret, byte[] salt, Cost cost) {
        hashes.incrementAndGet();
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(salt);
            return Arrays.copyOf(sha.digest(secret), cost.tagLength());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }

    /** How many hashes were computed. */
    public long hashes() {
        return hashes.get();
    }
}
