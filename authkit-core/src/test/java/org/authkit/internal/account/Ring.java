package org.authkit.internal.account;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.authkit.spi.KeyRing;

/** A fake: keys made of one repeated byte each, of which any can be the current one. */
public final class Ring implements KeyRing {
    private final Map<String, SecretKey> keys = new TreeMap<>();
    private String current = "";

    public static Ring of(String id, int fill) {
        return new Ring().add(id, fill);
    }

    /** Adds a key and makes it the current one. */
    public Ring add(String id, int fill) {
        byte[] bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) fill);
        keys.put(id, new SecretKeySpec(bytes, "AES"));
        current = id;
        return this;
    }

    Ring remove(String id) {
        keys.remove(id);
        return this;
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
