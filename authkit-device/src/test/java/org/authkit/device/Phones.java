package org.authkit.device;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.authkit.model.AccountId;
import org.authkit.spi.Credential;
import org.authkit.spi.Factor.Confirmed;
import org.authkit.spi.Factor.Statement;
import org.authkit.spi.FactorContext;
import org.authkit.spi.SlowHash;
import org.authkit.testkit.SoftwarePhone;

/** What the tests of this package share: repeatable phones, contexts and bound credentials. */
final class Phones {
    static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
    static final Statement BINDING =
            new Statement("authkit-bind-device+jwt", "{\"action\":\"bind-device\",\"nonce\":\"n-1\",\"v\":1}");
    static final Statement PAYMENT = new Statement(
            "authkit-pay+jwt",
            "{\"action\":\"pay\",\"amount\":\"1200\",\"currency\":\"JPY\",\"nonce\":\"n-2\",\"payee\":\"さくら商店\",\"v\":1}");

    private Phones() {}

    /** The same phone for the same seed, in every run. */
    static SoftwarePhone seeded(long seed) {
        return SoftwarePhone.of("phone " + seed, random(seed));
    }

    static SecureRandom random(long seed) {
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(seed);
            return random;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static FactorContext context(Instant now, Credential... siblings) {
        return new FactorContext(AccountId.of(new byte[16]), now, random(0), new NoHash(), List.of(siblings));
    }

    /** Binds the phone as the guard would. */
    static Credential bind(DeviceFactor factor, SoftwarePhone phone) {
        FactorContext context = context(NOW);
        String pending = factor.begin(context, new NewDevice(phone.name(), phone.publicJwk()), BINDING)
                .pending();
        Confirmed bound = factor.confirm(context, pending, BINDING, phone.sign(BINDING.type(), BINDING.text()))
                .orElseThrow();
        return new Credential(bound.id(), factor.kind(), phone.name(), bound.state(), NOW);
    }

    /** A device factor has no secret a person could type. */
    private static final class NoHash implements SlowHash {
        @Override
        public String name() {
            return "none";
        }

        @Override
        public byte[] hash(byte[] secret, byte[] salt, Cost cost) {
            throw new AssertionError("a device key needs no slow hash");
        }
    }
}
