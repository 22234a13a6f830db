package org.authkit.internal.password;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.authkit.spi.SlowHash;

/** A fake: answers at once, depends on every byte and parameter, and remembers what it was asked. */
class CheapEngine implements SlowHash {
    final List<Cost> calls = Collections.synchronizedList(new ArrayList<>());

    @Override
    public String name() {
        return "cheap";
    }

    @Override
    public byte[] hash(byte[] secret, byte[] salt, Cost cost) {
        calls.add(cost);
        final byte[] input = ByteBuffer.allocate(20 + salt.length + secret.length)
                .putInt(cost.memoryKib())
                .putInt(cost.iterations())
                .putInt(cost.parallelism())
                .putInt(cost.tagLength())
                .putInt(salt.length)
                .put(salt)
                .put(secret)
                .array();
        final byte[] first = Blocklist.sha256(input);
        final byte[] both =
                ByteBuffer.allocate(64).put(first).put(Blocklist.sha256(first)).array();
        return Arrays.copyOf(both, cost.tagLength());
    }
}
