/**
 * What AuthKit asks of others: storage, counters, keys, a notifier, factors and a slow hash.
 *
 * <p>Ports are few and each states what it needs, in what consistency. They refuse to carry decisions: a port stores, counts,
 * sends or computes, and the guard alone allows. A port that cannot answer throws, and the guard then denies (attack A45:
 * nothing is skipped because a part is missing).
 */
package org.authkit.spi;
