package org.authkit.internal.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.authkit.internal.account.Vault;
import org.authkit.policy.Rule;
import org.authkit.spi.Counters;

/**
 * Attempt budgets: charged and committed before anything is compared. A bucket belongs to a kind of secret, a lane and a
 * subject, never to a session or a challenge, so opening more of those buys no guesses (attack A19).
 */
public final class Budgets {
    private final Counters counters;
    private final Vault vault;

    Budgets(Counters counters, Vault vault) {
        this.counters = counters;
        this.vault = vault;
    }

    /** The bucket of one kind of attempt. */
    public Counters.Bucket bucket(Rule rule, Rule.Lane lane, String kind, String subject) {
        Rule.Budget budget = rule.budgets().get(lane);
        if (budget == null) {
            throw new IllegalStateException("a lane without a budget: " + lane);
        }
        return new Counters.Bucket(
                vault.digest("budget", kind, lane.name(), subject), budget.attempts(), budget.refill());
    }

    /** Empty when the attempt may be made, else when the next one may. */
    public Optional<Instant> charge(Counters.Bucket bucket, Instant now) {
        return counters.charge(List.of(bucket), now);
    }

    void refund(Counters.Bucket bucket, Instant now) {
        counters.refund(List.of(bucket), now);
    }

    /** Whether this is the first of its kind in {@code window}; used to digest repeated notices and to refuse replays. */
    boolean first(String what, String subject, Duration window, Instant now) {
        return within(what, subject, 1, window, now);
    }

    /** Whether this still is among the first {@code count}, one more being let in every {@code refill}. */
    public boolean within(String what, String subject, int count, Duration refill, Instant now) {
        Counters.Bucket bucket = new Counters.Bucket(vault.digest("once", what, subject), count, refill);
        return counters.charge(List.of(bucket), now).isEmpty();
    }
}
