package org.authkit.verification;

import com.tngtech.archunit.core.importer.Location;

/** Tells what is shipped from other modules' tests, which stand on this class path in folders or in test-jars. */
final class Production {
    private Production() {}

    static boolean only(Location location) {
        return !location.contains("/test-classes/") && !location.contains("-tests.jar");
    }
}
