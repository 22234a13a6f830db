package org.authkit.testkit;

import org.authkit.spi.Counters;
import org.authkit.spi.MemoryCounters;

class MemoryCountersTest extends CountersContract {
    @Override
    protected Counters open() {
        return new MemoryCounters();
    }
}
