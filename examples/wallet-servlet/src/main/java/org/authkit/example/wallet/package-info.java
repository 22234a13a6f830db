/**
 * A wallet that embeds AuthKit on Jakarta servlets. Read in this order, five minutes in all:
 *
 * <ol>
 *   <li>{@code Embedding}: how AuthKit is built;
 *   <li>{@code ContextFilter}: how an HTTP request becomes a {@code RequestContext};
 *   <li>{@code Replies}: how a {@code Decision} becomes an HTTP response;
 *   <li>{@code SmtpNotifier}: how messages leave.
 * </ol>
 *
 * <p>The rest is the wallet: {@code Ledger} moves money for nothing but a redeemed approval, the {@code …Routes} classes are the
 * JSON API, {@code Pages} the pages, {@code DevMail} a mail server to play with. It is an example to copy from, not a product:
 * money is made up, and its in-app inbox forgets at a restart.
 *
 * <p>It refuses: JSON that says a thing twice, in a list, or that nobody asked for (attacks A2, A3); any trust in the
 * {@code Host} header (A7); money without an approval that AuthKit redeemed just now.
 */
@NullMarked
package org.authkit.example.wallet;

import org.jspecify.annotations.NullMarked;
