package org.authkit.jdbc;

import java.util.concurrent.atomic.AtomicInteger;

/** Fresh H2 databases in this JVM's memory, in H2's regular mode. Thread-safe. */
public final class H2 {
    private static final AtomicInteger SERIAL = new AtomicInteger();

    private H2() {}

    /** The JDBC address of a new database that lives as long as the JVM. */
    public static String newDatabase() {
        return "jdbc:h2:mem:test" + SERIAL.incrementAndGet() + ";DB_CLOSE_DELAY=-1";
    }
}
