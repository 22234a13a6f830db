/**
 * AuthKit itself and its builder: the one object a wallet makes.
 *
 * <p>{@code build()} refuses to start with an unsafe policy or a part that does nothing, naming every finding at once (attack
 * A45).
 */
package org.authkit;
