package org.authkit.totp;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.authkit.model.Proof;
import org.authkit.spi.Factor.Verification.Refused;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Wrong codes are what an attacker sends most of; they should cost little. */
class AllocationTest {
    private static final int ROUNDS = 50_000;
    private static final int LIMIT = 512;

    @Test
    @DisplayName("checking a wrong code allocates at most 512 bytes, reading its state included at most 1,024")
    void wrong_code() {
        byte[] key = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
        byte[] typed = "000000".getBytes(StandardCharsets.US_ASCII);
        Hotp hotp = new Hotp(TotpAlgorithm.SHA1);
        long arithmetic = perRound(() -> hotp.newestMatch(key, typed, 59_999_999, 60_000_000) == Hotp.NO_STEP);

        Bench bench = Bench.enrolled(TotpFactor.issuer("Acme Wallet"), 1, Bench.START);
        Proof wrong = new Proof.Code("totp", "000000");
        Instant later = Bench.START.plusSeconds(60);
        long whole = perRound(() -> bench.check(wrong, later) instanceof Refused);

        System.out.println("AllocationTest: arithmetic " + arithmetic + " B, whole verification " + whole + " B");
        assertTrue(arithmetic > 0 && arithmetic <= LIMIT, "arithmetic: " + arithmetic);
        assertTrue(whole > 0 && whole <= 2 * LIMIT, "whole, with reading the state: " + whole);
    }

    private interface Work {
        boolean done();
    }

    private static long perRound(Work work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assumeTrue(threads.isThreadAllocatedMemoryEnabled(), "this JVM does not count allocations");
        long before = 0;
        for (int i = 0; i < 2 * ROUNDS; i++) {
            if (i == ROUNDS) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            assertTrue(work.done());
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / ROUNDS;
    }
}
