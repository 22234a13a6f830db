package org.authkit.testkit;

import java.lang.reflect.Field;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.authkit.spi.MemoryStorage;
import org.authkit.spi.Storage;

class MemoryStorageTest extends StorageContract {
    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-01T00:00:00Z"));
    private final MemoryStorage storage = new MemoryStorage(clock);

    @Override
    protected Storage open() {
        return storage;
    }

    @Override
    protected Optional<List<byte[]>> everyStoredBody() {
        List<byte[]> bodies = new ArrayList<>();
        collect(storage, bodies, java.util.Collections.newSetFromMap(new IdentityHashMap<>()));
        return Optional.of(bodies);
    }

    /** Every byte array reachable through our own classes and the collections they use. */
    private static void collect(Object object, List<byte[]> bodies, Set<Object> seen) {
        if (object == null || !seen.add(object)) {
            return;
        }
        if (object instanceof byte[] body) {
            bodies.add(body);
        } else if (object instanceof Map<?, ?> map) {
            map.values().forEach(value -> collect(value, bodies, seen));
        } else if (object instanceof Iterable<?> values) {
            values.forEach(value -> collect(value, bodies, seen));
        } else if (object.getClass().getName().startsWith("org.authkit.spi")) {
            for (Field field : object.getClass().getDeclaredFields()) {
                field.setAccessible(true);
                try {
                    collect(field.get(object), bodies, seen);
                } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }
}
