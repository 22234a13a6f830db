/**
 * What adopters test and drill with: a customer's phone and authenticator app in software, an outside party that signs
 * statements, a clock that moves when told, and contracts that prove a hand-written storage.
 *
 * <p>Everything is repeatable: randomness and time are arguments, so a failing test names its seed and fails again. Nothing here
 * weakens or bypasses a check: the helpers do what an honest phone does, and leave it to the tests to do worse (attacks A21, A31,
 * A36). They keep private keys in ordinary memory, which a phone must not, and so refuse to be more than test equipment.
 */
package org.authkit.testkit;
