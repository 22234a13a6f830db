/**
 * What is not API. {@link org.authkit.internal.Ambient} supplies the platform's clock and randomness to the builder, and to
 * nothing else, so that everything that depends on time or chance can be tested and replayed.
 */
package org.authkit.internal;
