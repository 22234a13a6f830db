package org.authkit.verification;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.authkit.spi.KeyRing;

/** A key ring generated for one test. */
final class TestKeys implements KeyRing {
    private final Map<String, SecretKey> keys = new ConcurrentHashMap<>();
    private volatile String current;

    private TestKeys(String first) {
        this.current = first;
        add(first);
    }

    static TestKeys fresh() {
        return new TestKeys("k1");
    }

    /** Adds a key and makes it current. */
    void rotate(String id) {
        add(id);
        current = id;
    }

    /** The same ring in every process, for tests that span two of them. */
    static TestKeys shared() {
        TestKeys ring = new TestKeys("k1");
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 0x5a);
        ring.keys.put("k1", new SecretKeySpec(key, "AES"));
        return ring;
    }

    private void add(String id) {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        keys.put(id, new SecretKeySpec(key, "AES"));
    }

    @Override
    public String currentId() {
        return current;
    }

    @Override
    public Optional<SecretKey> key(String id) {
        return Optional.ofNullable(keys.get(id));
    }
}
