/**
 * The policy: one table from action to formula, holds, caps and budgets, as an immutable data object.
 *
 * <p>The guard executes this object and nothing else decides, so what a reviewer prints is what runs (attack A45: controls
 * present on paper only). It refuses tables that move money without a bound device, hand the first factor to whoever holds
 * mailbox and password, or reset by one proof what two protect (A5, A11, A14, A29).
 */
package org.authkit.policy;
