/**
 * What adopters test and drill with: a customer's phone and authenticator app in software, an outside party that signs
 * statements, a clock that moves when told to, a notifier that remembers, and contracts that prove a hand-written {@code Storage}
 * or {@code Counters}.
 *
 * <p>Everything is repeatable: randomness and time are arguments, so a failing test names its seed and fails again. The helpers do
 * what an honest phone does and leave it to the tests to do worse (attacks A21, A31, A36); the contracts answer attacks that live
 * in a store's gaps: a code, ticket or approval spent twice in a race, a notice lost, a budget overrun by a burst (attacks A20, A42,
 * A18). It refuses to be part of a running wallet: private keys lie in ordinary memory, and nothing here is fit for production.
 */
package org.authkit.testkit;
