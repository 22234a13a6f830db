/**
 * The operator's verbs: freeze, import, look up the record.
 *
 * <p>It refuses secrets, destinations, factors, sessions and money to the people behind the desk (attacks A13, A44). A frozen
 * account is frozen for everyone, its owner included, until an operator lifts it (A40).
 */
package org.authkit.operator;
