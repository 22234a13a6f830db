package org.authkit.verification;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.authkit.jdbc.JdbcStorage;
import org.authkit.jdbc.Postgres;
import org.authkit.jdbc.Schema;
import org.authkit.policy.Policy;
import org.authkit.spi.MemoryStorage;
import org.authkit.spi.Storage;
import org.authkit.testkit.MovableClock;

/** The three stores everything must hold on. */
enum Stores {
    MEMORY,
    H2,
    POSTGRESQL;

    private static final int POOL = 8;

    /** An empty store with two nodes on it, each with connections of its own. */
    Cluster open() {
        return open(Policy.wallet());
    }

    Cluster open(Policy policy) {
        return open(policy, TestKeys.fresh());
    }

    Cluster open(Policy policy, TestKeys keys) {
        return this == MEMORY ? inMemory(policy, keys) : on(newDatabase(), policy, keys, new MovableClock(World.START));
    }

    private static Cluster inMemory(Policy policy, TestKeys keys) {
        MovableClock clock = new MovableClock(World.START);
        Storage storage = new MemoryStorage(clock);
        return new Cluster(clock, keys, policy, List.of(storage, storage), List.of(), Optional.empty());
    }

    /** Two nodes on a database that may be there already. */
    static Cluster on(String url, Policy policy, TestKeys keys, MovableClock clock) {
        List<HikariDataSource> pools = new ArrayList<>();
        List<Storage> nodes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            HikariDataSource pool = Postgres.pool(url, POOL);
            pools.add(pool);
            Schema.migrate(pool);
            nodes.add(JdbcStorage.of(pool, clock));
        }
        return new Cluster(clock, keys, policy, nodes, pools, Optional.of(url));
    }

    /** The address of a fresh database: for H2 a file in a directory that goes with the JVM. */
    String newDatabase() {
        if (this == POSTGRESQL) {
            return Postgres.newDatabase();
        }
        try {
            Path directory = Files.createTempDirectory("authkit-h2-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
            return "jdbc:h2:file:" + directory.resolve("wallet");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            // Left to the system's own cleaning of temporary files.
        }
    }
}
