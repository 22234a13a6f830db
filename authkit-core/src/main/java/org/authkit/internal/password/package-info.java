/**
 * Keeps passwords: says which may be chosen, hashes them slowly with Argon2id (RFC 9106) and checks them.
 *
 * <p>{@link org.authkit.internal.password.PasswordHasher} turns a password into a record and back into a verdict;
 * {@link org.authkit.internal.password.PasswordRules} says what may be chosen;
 * {@link org.authkit.internal.password.SlowHashEngines} finds an engine that proves itself.
 *
 * <p>It refuses to hash anything but the password itself (no concatenation with names, no truncation, no pre-hash), to
 * work below the cost floors of OWASP, to run more hashes at once than it was told, to use an engine that does not
 * reproduce published answers, and to start with a damaged blocklist. It has no composition rules, no expiry and no
 * hints. Whether somebody may try is decided elsewhere, before anything here is called.
 *
 * <p>Answers A23 (hash misuse) and A24 (denial of service through the cost of hashing), and the dummy work that keeps
 * unknown logins unrecognizable.
 */
package org.authkit.internal.password;
