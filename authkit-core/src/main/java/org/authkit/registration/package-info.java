/**
 * Registration: a ticket to the mailbox, then an account.
 *
 * <p>It refuses to keep anything for an address that has not answered (attack A27, pre-hijacking), to answer differently for
 * an address that is taken (A6), and to make a second account for another spelling of a login (A3, A4).
 */
package org.authkit.registration;
