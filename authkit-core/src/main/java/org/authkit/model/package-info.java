/**
 * The words of AuthKit's API: decisions, challenges, proofs, and the values calls take and return.
 *
 * <p>Values here are immutable and thread-safe, check themselves when made, and know nothing of storage, clocks or
 * randomness. What authorizes something ({@link org.authkit.model.PaymentApproval},
 * {@link org.authkit.model.VerifiedContact}) is sealed, so callers cannot forge it through the exported API; secrets print
 * as {@code [redacted]}. Identities are canonicalised once, here, independently of the locale (attacks A2, A3, A4).
 */
package org.authkit.model;
