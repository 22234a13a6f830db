/**
 * What adopters test with: a clock that moves when told to, a notifier that remembers, and contracts that prove a hand-written
 * {@code Storage} or {@code Counters}.
 *
 * <p>It refuses to be part of a running wallet: nothing here is fit for production. The contracts answer attacks that live in a
 * store's gaps: a code, ticket or approval spent twice in a race, a notice lost, a budget overrun by a burst (attacks A20, A42,
 * A18).
 */
package org.authkit.testkit;
