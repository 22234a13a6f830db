/**
 * Tests over all modules together: the rules of the house, stories, attacks, races and tampering.
 *
 * <p>Nothing here is shipped. What one module can show about itself is tested in that module; what takes more than
 * one of them, or is true of all of them, is tested here.
 */
package org.authkit.verification;
