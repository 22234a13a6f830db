/**
 * The one guard every verb passes, and the pieces it is made of.
 *
 * <p>Order of a call: request proof, subject, budget (charged before anything is compared), evidence, formula, freeze and
 * hold, work, one commit. It refuses to decide by anything but the policy, to answer a stranger differently for a right, a
 * wrong and an unknown password (attack A6), to take a proof made for another call (A36), and to skip a check because a part
 * is missing (A45). {@code Round} is one evaluation; {@code Attempt} holds what must happen once per call.
 */
package org.authkit.internal.guard;
