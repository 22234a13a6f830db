package org.authkit.spi;

/**
 * Argon2id as a port (RFC 9106, version 0x13, no secret value, no associated data): the one slow function that stands
 * between a stolen password table and the passwords in it. AuthKit brings two engines of its own; a host implements
 * this interface only to bring a third.
 *
 * <p>An implementation is thread-safe, keeps nothing between calls, never changes or retains the arrays it is given and
 * computes the whole cost it is asked for. It is not taken on trust: before AuthKit uses an engine, that engine must
 * reproduce published Argon2id answers.
 */
public interface SlowHash {
    /**
     * What a log line calls this engine.
     *
     * @return a short, stable, printable name
     */
    String name();

    /**
     * Computes one Argon2id tag.
     *
     * @param secret what is hashed, every byte of it, zero bytes included; the caller owns and wipes it
     * @param salt 8 bytes or more; the caller owns it
     * @param cost how much work to do, and the length of the answer
     * @return a fresh array of {@link Cost#tagLength()} bytes, owned and wiped by the caller
     * @throws IllegalStateException if the engine cannot compute the tag; nothing secret is in the message
     */
    byte[] hash(byte[] secret, byte[] salt, Cost cost);

    /**
     * The parameters of RFC 9106 section 3.1. The bounds checked here are the algorithm's own; what is strong enough
     * for passwords is decided where passwords are hashed.
     *
     * @param memoryKib memory in KiB, at least 8 per lane
     * @param iterations passes over that memory, at least 1
     * @param parallelism lanes, 1 to 16777215
     * @param tagLength length of the answer in bytes, at least 4
     */
    record Cost(int memoryKib, int iterations, int parallelism, int tagLength) {
        private static final int MAX_LANES = 0xFFFFFF;
        private static final int MIN_TAG = 4;

        /**
         * Checks the parameters.
         *
         * @throws IllegalArgumentException if RFC 9106 section 3.1 does not allow them
         */
        public Cost {
            if (parallelism < 1 || parallelism > MAX_LANES) {
                throw new IllegalArgumentException("parallelism must be 1 to 16777215");
            }
            if (memoryKib < 8L * parallelism) {
                throw new IllegalArgumentException("memory must be at least 8 KiB per lane");
            }
            if (iterations < 1) {
                throw new IllegalArgumentException("iterations must be at least 1");
            }
            if (tagLength < MIN_TAG) {
                throw new IllegalArgumentException("tag must be at least 4 bytes");
            }
        }
    }
}
