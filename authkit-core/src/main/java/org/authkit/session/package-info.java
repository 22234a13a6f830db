/**
 * Sessions: recognized, listed, ended.
 *
 * <p>A session is stored as a hash, has idle and absolute limits, records how it was entered and by which proofs, and dies when
 * the account's security epoch moves (attacks A12, A32). It refuses to be made here: sign-in and registration make them.
 */
package org.authkit.session;
