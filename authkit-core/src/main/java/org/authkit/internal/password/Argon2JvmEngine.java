package org.authkit.internal.password;

import de.mkammerer.argon2.Argon2Advanced;
import de.mkammerer.argon2.Argon2Factory;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import org.authkit.spi.SlowHash;

/**
 * The native library behind argon2-jvm. The only class that mentions argon2-jvm, so that a host may leave that jar out:
 * then loading this class fails, and {@link SlowHashEngines} goes on without it.
 */
final class Argon2JvmEngine implements SlowHash {
    private final Argon2Advanced library = Argon2Factory.createAdvanced(Argon2Types.ARGON2id);

    @Override
    public String name() {
        return "argon2-jvm";
    }

    @Override
    public byte[] hash(byte[] secret, byte[] salt, Cost cost) {
        // The raw form with our salt. The library's own verify and encoded forms would bring its parser and its salts.
        return library.pbkdf(cost.iterations(), cost.memoryKib(), cost.parallelism(), secret, salt, cost.tagLength());
    }
}
