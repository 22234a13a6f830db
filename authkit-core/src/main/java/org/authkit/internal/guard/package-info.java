/**
 * The one guard every verb passes, and the pieces it is made of.
 *
 * <p>Order of a call: request proof, subject, budget (charged before anything is compared), evidence, formula, freeze and
 * hold, work, one commit. It refuses to decide by anything but the policy, to answer a stranger differently for a right, a
 * wrong and an unknown password (attack A6), to take a proof made for another call (A36), and to skip a check because a part
 * is missing (A45). {@code Round} is one evaluation: it reads a {@code Visit} (the call before the account), lets
 * {@code Presented} find out what was proved, and asks {@code Judge} what the policy says to that; {@code Attempt} holds what
 * must happen once per call, however many rounds it takes.
 */
package org.authkit.internal.guard;
