package org.authkit.internal.password;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import org.authkit.model.Password;
import org.authkit.spi.SlowHash;
import org.authkit.spi.SlowHash.Cost;

/**
 * Turns passwords into records and back into verdicts.
 *
 * <p>Every hash runs in a bulkhead: at most so many at once, those who wait served in order and turned away with an
 * {@link OverloadedException} when their patience ends. A password that is oversized or malformed costs no hash at all,
 * whether or not the login exists.
 *
 * <p>Safe for use by several threads.
 */
public final class PasswordHasher {
    /**
     * 64 MiB and three passes, the second recommendation of RFC 9106 section 4, with one lane: more lanes shorten a
     * login only on an idle machine. 256-bit tag.
     */
    public static final Cost DEFAULT_COST = new Cost(65_536, 3, 1, 32);

    /** How long a hash waits for its turn. */
    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(2);

    private static final int SALT_LENGTH = 16;

    /** What a comparison found. */
    public enum Verdict {
        /** The password is the stored one. */
        MATCH,
        /** The password is the stored one; its record has other parameters than the current ones, so hash it again. */
        MATCH_REHASH,
        /** The password is not the stored one, or cannot be a password at all. */
        MISMATCH
    }

    private final SlowHash engine;
    private final Cost cost;
    private final SecureRandom random;
    private final Bulkhead bulkhead;
    private final PhcRecord nobody;

    /**
     * A hasher with {@link #DEFAULT_PATIENCE}.
     *
     * @param engine the engine, see {@link SlowHashEngines}
     * @param cost the current parameters, at or above one of 46 MiB with one pass, 19 MiB with two, 12 MiB with three
     *     (OWASP Password Storage Cheat Sheet, OWASP ASVS 5.0 V11.4.2)
     * @param random where salts come from
     * @param maxConcurrent the most hashes to run at once; each holds {@link Cost#memoryKib()} while it runs
     * @throws IllegalArgumentException if the cost is below every floor or too high to verify what it makes
     */
    public PasswordHasher(SlowHash engine, Cost cost, SecureRandom random, int maxConcurrent) {
        this(engine, cost, random, maxConcurrent, DEFAULT_PATIENCE);
    }

    /**
     * A hasher.
     *
     * @param engine the engine, see {@link SlowHashEngines}
     * @param cost the current parameters, at or above one of 46 MiB with one pass, 19 MiB with two, 12 MiB with three
     * @param random where salts come from
     * @param maxConcurrent the most hashes to run at once; each holds {@link Cost#memoryKib()} while it runs
     * @param patience how long a hash waits for its turn
     * @throws IllegalArgumentException if the cost is below every floor or too high to verify what it makes
     */
    public PasswordHasher(SlowHash engine, Cost cost, SecureRandom random, int maxConcurrent, Duration patience) {
        CostFloor.check(cost);
        this.engine = engine;
        this.cost = cost;
        this.random = random;
        this.bulkhead = new Bulkhead(maxConcurrent, patience);
        this.nobody = new PhcRecord(cost, randomBytes(SALT_LENGTH), randomBytes(cost.tagLength()));
    }

    /**
     * Hashes a password that the rules accepted.
     *
     * @param password the password; stays the caller's to close
     * @return a PHC string, {@code $argon2id$v=19$m=…,t=…,p=…$salt$tag}, with a fresh salt
     * @throws IllegalArgumentException if the password is oversized or malformed
     * @throws OverloadedException if too many hashes are waiting
     */
    public String hash(Password password) {
        if (password.form() != Password.Form.ACCEPTABLE) {
            throw new IllegalArgumentException("password cannot be hashed: " + password.form());
        }
        final byte[] salt = randomBytes(SALT_LENGTH);
        return new PhcRecord(cost, salt, tag(password, salt, cost)).encoded();
    }

    /**
     * Compares a password with a stored record.
     *
     * @param password what was typed; stays the caller's to close
     * @param stored a string that {@link #hash} made, possibly under other parameters
     * @return the verdict; {@link Verdict#MISMATCH} without any hash if the password is oversized or malformed
     * @throws MalformedRecordException if the record is not one this class could have made
     * @throws OverloadedException if too many hashes are waiting
     */
    public Verdict verify(Password password, String stored) {
        return verify(password, PhcRecord.parse(stored));
    }

    /**
     * The work of one {@link #verify} at the current parameters, for a login that does not exist (NIST SP 800-63B-4 and
     * OWASP ASVS 5.0 V6.3.8: whether an account exists must not show).
     *
     * @param password what was typed; stays the caller's to close
     * @throws OverloadedException if too many hashes are waiting, exactly as for a login that exists
     */
    public void dummy(Password password) {
        final Verdict unused = verify(password, nobody);
        assert unused == Verdict.MISMATCH : "a random tag was guessed";
    }

    private Verdict verify(Password password, PhcRecord stored) {
        if (password.form() != Password.Form.ACCEPTABLE) {
            return Verdict.MISMATCH;
        }
        final byte[] tag = tag(password, stored.salt(), stored.cost());
        try {
            if (!stored.hasTag(tag)) {
                return Verdict.MISMATCH;
            }
        } finally {
            Arrays.fill(tag, (byte) 0);
        }
        // Any difference counts, stronger records included: as long as old parameters live on, the time a verification
        // takes differs from the dummy's and tells that the account exists.
        final boolean current = stored.cost().equals(cost) && stored.saltLength() == SALT_LENGTH;
        return current ? Verdict.MATCH : Verdict.MATCH_REHASH;
    }

    private byte[] tag(Password password, byte[] salt, Cost parameters) {
        return bulkhead.run(() -> {
            final byte[] secret = password.utf8();
            try {
                final byte[] tag = engine.hash(secret, salt, parameters);
                if (tag.length != parameters.tagLength()) {
                    throw new IllegalStateException("the engine answered with a tag of the wrong length");
                }
                return tag;
            } finally {
                Arrays.fill(secret, (byte) 0);
            }
        });
    }

    private byte[] randomBytes(int length) {
        final byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
