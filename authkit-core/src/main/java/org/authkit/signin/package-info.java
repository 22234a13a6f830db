/**
 * Sign-in by password and a factor.
 *
 * <p>It refuses to say which part of the proof was wrong or whether the account exists (attack A6), and to make a session from
 * less than the policy's row (A16, A29).
 */
package org.authkit.signin;
