package org.authkit.internal.guard;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.authkit.internal.account.Account;
import org.authkit.internal.account.Accounts;
import org.authkit.internal.message.Courier;
import org.authkit.internal.password.PasswordHasher;
import org.authkit.internal.password.PasswordRules;
import org.authkit.policy.Policy;
import org.authkit.spi.Counters;
import org.authkit.spi.Factor;
import org.authkit.spi.FactorContext;
import org.authkit.spi.SlowHash;

/** What one AuthKit is made of, once built; shared by the guard and the capabilities. Every part is thread-safe. */
public record Parts(
        Policy policy,
        Accounts accounts,
        Counters counters,
        PasswordHasher hasher,
        PasswordRules passwordRules,
        SlowHash slowHash,
        List<Factor<?, ?>> factors,
        Suppliers suppliers,
        Courier courier,
        SecureRandom random) {

    /** What a factor may see of an account. */
    public FactorContext context(Account account, Factor<?, ?> factor, Instant now) {
        return new FactorContext(account.id(), now, random, slowHash, account.credentials(factor.kind()));
    }

    /** The factor of a kind that was wired in, whichever instance asks. */
    public Factor<?, ?> factor(String kind) {
        return factors.stream()
                .filter(factor -> factor.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("factor: " + kind + " was not given to the builder"));
    }
}
