/**
 * Messages: their texts in Japanese and English, the courier that writes them into a commit, the outbox that delivers them.
 *
 * <p>A message exists only because an event was committed with it (attack A42), leaves after that commit, at least once and in
 * order per account. It refuses destinations that come from a request: recovery and notices are addressed to
 * {@link org.authkit.model.VerifiedContact}s (A1, A2), and links are built from one configured origin (A7).
 */
package org.authkit.internal.message;
