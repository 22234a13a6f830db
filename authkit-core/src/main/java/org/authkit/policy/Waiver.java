package org.authkit.policy;

/** A named exception to what {@code build()} insists on. Each is long, so that a reviewer finds it by searching. */
public enum Waiver {
    /**
     * Accepts a hashing engine that is not Argon2id. Passwords hashed so are as good as readable. Honored only in a JVM
     * started with the system property {@code authkit.testing=true}; everywhere else {@code build()} refuses it.
     */
    INSECURE_TEST_HASHING
}
