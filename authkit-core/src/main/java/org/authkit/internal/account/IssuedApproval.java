package org.authkit.internal.account;

import java.time.Instant;
import org.authkit.model.AccountId;
import org.authkit.model.Payment;
import org.authkit.model.PaymentApproval;

/** The one implementation of {@link PaymentApproval}; only the payment capability makes it, from an approval in the
 * account's document. */
public record IssuedApproval(String id, AccountId account, Payment payment, Instant expiresAt)
        implements PaymentApproval {}
