/**
 * Contacts: claimed, confirmed, aged.
 *
 * <p>It refuses any power to an address that is unproved, or proved but not yet aged (attacks A1, A33), to change contacts on a
 * session alone, and to leave an account without a mailbox that can receive a recovery.
 */
package org.authkit.contact;
