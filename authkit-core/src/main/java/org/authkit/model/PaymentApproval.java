package org.authkit.model;

import java.time.Instant;

/**
 * The customer's signed consent to one payment. Nobody outside AuthKit can make one: holding it is the proof that the policy
 * was satisfied. It is worth nothing until {@code payments().redeem} accepts it, once, just before the money moves.
 */
public sealed interface PaymentApproval permits org.authkit.internal.account.IssuedApproval {

    /** Stable across repeats of the same answered call; the ledger stores it under a unique constraint. */
    String id();

    AccountId account();

    Payment payment();

    Instant expiresAt();

    /**
     * What {@code redeem} returns: the one moment in which the ledger may move the money.
     *
     * @param id the approval's id, to be stored under a unique constraint in the money's own transaction
     * @param payment payee and amount the ledger must take from here and nowhere else
     */
    record Redeemed(String id, AccountId account, Payment payment, Instant redeemedAt) {}
}
