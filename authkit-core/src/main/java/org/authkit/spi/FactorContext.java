package org.authkit.spi;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.authkit.model.AccountId;

/**
 * All a factor may know of the world, so that its functions stay pure.
 *
 * @param account whose credential it is
 * @param now the instant of this request; never moves back for one account
 * @param random for new secrets
 * @param slowHash for secrets a person can type
 * @param siblings the account's other credentials of the same kind
 */
public record FactorContext(
        AccountId account, Instant now, SecureRandom random, SlowHash slowHash, List<Credential> siblings) {
    public FactorContext {
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(now, "now");
        Objects.requireNonNull(random, "random");
        Objects.requireNonNull(slowHash, "slowHash");
        siblings = List.copyOf(siblings);
    }
}
