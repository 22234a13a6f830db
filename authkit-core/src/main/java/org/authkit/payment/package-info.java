/**
 * Payments: approved by a signature over amount and payee, redeemed once.
 *
 * <p>It refuses to approve by anything but a bound device (attacks A29, A31), to let an approval serve another amount, payee or
 * action (A36), and to redeem what a freeze, a hold, a cap or a change of the account has overtaken (A35, A40).
 */
package org.authkit.payment;
