package org.authkit.verification;

import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.util.Random;

/** The same "secrets" for the same seed, so that a walk can be walked again. */
final class SeededRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    SeededRandom(long seed) {
        super(new Seeded(seed), null);
    }

    private static final class Seeded extends SecureRandomSpi {
        private static final long serialVersionUID = 1L;
        private final Random random;

        Seeded(long seed) {
            this.random = new Random(seed);
        }

        @Override
        protected void engineSetSeed(byte[] seed) {
            // What is seeded from outside stays as it was seeded.
        }

        @Override
        protected void engineNextBytes(byte[] bytes) {
            random.nextBytes(bytes);
        }

        @Override
        protected byte[] engineGenerateSeed(int count) {
            byte[] seed = new byte[count];
            random.nextBytes(seed);
            return seed;
        }
    }
}
