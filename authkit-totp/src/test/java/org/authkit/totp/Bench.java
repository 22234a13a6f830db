package org.authkit.totp;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.authkit.model.AccountId;
import org.authkit.model.Evidence;
import org.authkit.model.Proof;
import org.authkit.spi.Credential;
import org.authkit.spi.Factor.Begun;
import org.authkit.spi.Factor.Confirmed;
import org.authkit.spi.Factor.Statement;
import org.authkit.spi.Factor.Verification;
import org.authkit.spi.Factor.Verification.Accepted;
import org.authkit.spi.Factor.Verification.Refused;
import org.authkit.spi.FactorContext;
import org.authkit.spi.SlowHash;

/** Plays core around the factor: keeps the state it returns and hands it back. */
final class Bench {
    static final Instant START = Instant.parse("2026-04-01T00:00:00Z");
    static final Statement NOTHING_TO_SIGN = new Statement("none", "{}");
    private static final AccountId ACCOUNT = AccountId.of(new byte[16]);

    final TotpFactor factor;
    private final SecureRandom random;
    Credential credential;

    Bench(TotpFactor factor, long seed) {
        this.factor = factor;
        random = new Seeded(seed);
        credential = new Credential("none", "totp", "none", "", Instant.EPOCH);
    }

    /** An authenticator enrolled with the code of {@code at}. */
    static Bench enrolled(TotpFactor factor, long seed, Instant at) {
        Bench bench = new Bench(factor, seed);
        bench.enroll(at);
        return bench;
    }

    App app;

    void enroll(Instant at) {
        Begun<TotpSetup> begun = begin(at);
        app = new App(begun.setup().otpauthUri());
        Confirmed confirmed = confirm(begun.pending(), app.code(at), at).orElseThrow();
        credential = new Credential(confirmed.id(), "totp", "My phone", confirmed.state(), at);
    }

    Begun<TotpSetup> begin(Instant at) {
        return factor.begin(context(at), new NewTotp("My phone", "taro@example.jp"), NOTHING_TO_SIGN);
    }

    Optional<Confirmed> confirm(String pending, String code, Instant at) {
        return factor.confirm(context(at), pending, NOTHING_TO_SIGN, new Proof.Code("totp", code));
    }

    /** Accepted, with its state stored; or the cause of the refusal. */
    String use(String code, Instant at) {
        Verification verification = check(new Proof.Code("totp", code), at);
        if (verification instanceof Accepted accepted) {
            if (!accepted.evidence().equals(Set.of(Evidence.TOTP))) {
                throw new AssertionError("evidence: " + accepted.evidence());
            }
            credential = credential.withState(accepted.nextState());
            return "accepted";
        }
        return ((Refused) verification).cause();
    }

    Verification check(Proof proof, Instant at) {
        return factor.verify(context(at), credential, NOTHING_TO_SIGN, proof);
    }

    private FactorContext context(Instant at) {
        return new FactorContext(ACCOUNT, at, random, new NoHash(), List.of());
    }

    private static final class NoHash implements SlowHash {
        @Override
        public String name() {
            return "none";
        }

        @Override
        public byte[] hash(byte[] secret, byte[] salt, Cost cost) {
            throw new AssertionError("a TOTP needs no slow hash");
        }
    }

    /** Randomness that can be had again from its seed. */
    private static final class Seeded extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final transient Random source;

        Seeded(long seed) {
            source = new Random(seed);
        }

        @Override
        public void nextBytes(byte[] bytes) {
            source.nextBytes(bytes);
        }
    }
}
