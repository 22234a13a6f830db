package org.authkit.internal;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;

/** The one place where time, randomness and the process's own settings come from the platform; everything else is given them. */
public final class Ambient {
    private static final String TESTING = "authkit.testing";

    private Ambient() {}

    public static InstantSource clock() {
        return Clock.systemUTC();
    }

    public static SecureRandom random() {
        return new SecureRandom();
    }

    /** How many password hashes may run at once: one per core. */
    public static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** Whether this JVM was started for tests; nothing but the refusal of test waivers depends on it. */
    public static boolean isTesting() {
        return Boolean.getBoolean(TESTING);
    }
}
