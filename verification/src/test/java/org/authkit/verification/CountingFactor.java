package org.authkit.verification;

import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.authkit.model.Action;
import org.authkit.model.Proof;
import org.authkit.spi.Credential;
import org.authkit.spi.Factor;
import org.authkit.spi.FactorContext;

/** A factor that counts how often a proof is compared with a credential. */
record CountingFactor<N, S>(Factor<N, S> factor, AtomicInteger comparisons) implements Factor<N, S> {
    @Override
    public String kind() {
        return factor.kind();
    }

    @Override
    public Action enrollAction() {
        return factor.enrollAction();
    }

    @Override
    public Action removeAction() {
        return factor.removeAction();
    }

    @Override
    public int limit() {
        return factor.limit();
    }

    @Override
    public SortedMap<String, String> describe(N newcomer) {
        return factor.describe(newcomer);
    }

    @Override
    public Begun<S> begin(FactorContext context, N newcomer, Statement statement) {
        return factor.begin(context, newcomer, statement);
    }

    @Override
    public Optional<Confirmed> confirm(FactorContext context, String pending, Statement statement, Proof proof) {
        return factor.confirm(context, pending, statement, proof);
    }

    @Override
    public Verification verify(FactorContext context, Credential credential, Statement statement, Proof proof) {
        comparisons.incrementAndGet();
        return factor.verify(context, credential, statement, proof);
    }
}
