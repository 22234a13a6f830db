/**
 * Passwords forgotten and passwords changed.
 *
 * <p>It refuses destinations from a request (attack A1), mailboxes that are unproved or not yet aged (A11), a reset by the
 * mailbox alone where a factor is enrolled (A9, A11), and sessions out of a reset. Nothing a customer's profile knows is ever a
 * proof (A5).
 */
package org.authkit.recovery;
