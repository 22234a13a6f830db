package org.authkit.internal.password;

import java.util.List;
import org.authkit.spi.SlowHash.Cost;

/**
 * The least work for a password: one of the equal-strength minima that both the OWASP Password Storage Cheat Sheet and
 * OWASP ASVS 5.0 (Appendix C) list. Salt and tag have floors of their own in RFC 9106 section 3.1 and here.
 */
final class CostFloor {
    private static final int MIB = 1024;

    private record Floor(int memoryKib, int iterations) {}

    private static final List<Floor> FLOORS =
            List.of(new Floor(46 * MIB, 1), new Floor(19 * MIB, 2), new Floor(12 * MIB, 3));

    private CostFloor() {}

    static void check(Cost cost) {
        final boolean enough = FLOORS.stream()
                .anyMatch(floor -> cost.memoryKib() >= floor.memoryKib && cost.iterations() >= floor.iterations);
        if (!enough) {
            throw new IllegalArgumentException("Argon2id cost is below 46 MiB/t=1, 19 MiB/t=2 and 12 MiB/t=3");
        }
        if (!PhcRecord.affordable(cost.memoryKib(), cost.iterations(), cost.parallelism())) {
            throw new IllegalArgumentException("Argon2id cost is above what a stored record may ask for");
        }
        if (cost.tagLength() < PhcRecord.MIN_TAG || cost.tagLength() > PhcRecord.MAX_BINARY) {
            throw new IllegalArgumentException("tag must be 16 to 64 bytes");
        }
    }
}
