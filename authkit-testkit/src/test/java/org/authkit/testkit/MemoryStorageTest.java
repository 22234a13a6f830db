package org.authkit.testkit;

import java.time.Instant;
import org.authkit.spi.MemoryStorage;
import org.authkit.spi.Storage;

class MemoryStorageTest extends StorageContract {
    @Override
    protected Storage open() {
        return new MemoryStorage(new MovableClock(Instant.parse("2026-11-01T00:00:00Z")));
    }
}
