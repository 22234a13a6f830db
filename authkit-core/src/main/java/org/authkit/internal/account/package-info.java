/**
 * The account document: its values, its text form, its seal, and the repository that loads and commits it.
 *
 * <p>Everything an account is stands in one versioned document changed by compare-and-set, so single use of codes, tickets and
 * challenges holds on any store with one conditional write (attacks A10, A20). It refuses to read a body that was edited,
 * swapped or rolled back under the current version (A44): such an account is set aside and nothing is granted on it.
 */
package org.authkit.internal.account;
