/**
 * Pending changes: what an old phone approves or declines, and what anyone who was told can stop.
 *
 * <p>It refuses a plain "yes" (attack A22): approving takes a signature over the newcomer's name and key. Stopping is cheap,
 * needs no sign-in, and marks the password as compromised (A29).
 */
package org.authkit.pending;
