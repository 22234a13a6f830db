package org.authkit.internal.password;

import org.authkit.spi.SlowHash;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2id in pure Java, about twice the time of the native library; always there. Lanes run one after another. */
final class BouncyCastleEngine implements SlowHash {
    @Override
    public String name() {
        return "BouncyCastle";
    }

    @Override
    public byte[] hash(byte[] secret, byte[] salt, Cost cost) {
        final Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.iterations())
                .withParallelism(cost.parallelism())
                .withSalt(salt)
                .build());
        final byte[] tag = new byte[cost.tagLength()];
        generator.generateBytes(secret, tag);
        return tag;
    }
}
