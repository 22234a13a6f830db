package org.authkit.verification;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.authkit.AuthKit;
import org.authkit.policy.Policy;
import org.authkit.spi.Counters;
import org.authkit.spi.Storage;
import org.authkit.testkit.MovableClock;

/** One store, two wallet nodes on it: separate kits, separate storages, separate connections; one clock and one world. */
final class Cluster implements AutoCloseable {
    /** For races about something else than budgets, which would let only the first few through. */
    static final Counters UNLIMITED = new Counters() {
        @Override
        public Optional<Instant> charge(List<Bucket> buckets, Instant now) {
            return Optional.empty();
        }

        @Override
        public void refund(List<Bucket> buckets, Instant now) {}
    };

    final World world;
    final List<Storage> nodes;
    final Optional<String> url;
    private final Policy policy;
    private final List<HikariDataSource> pools;
    private final List<AuthKit> kits;
    private final List<AuthKit> unlimited;

    Cluster(
            MovableClock clock,
            TestKeys keys,
            Policy policy,
            List<Storage> nodes,
            List<HikariDataSource> pools,
            Optional<String> url) {
        this.policy = policy;
        this.nodes = List.copyOf(nodes);
        this.pools = List.copyOf(pools);
        this.url = url;
        this.world = new World(clock, nodes.get(0), keys, policy);
        this.kits = List.of(world.kit, world.node(nodes.get(1), policy).build());
        this.unlimited = nodes.stream()
                .map(node -> world.node(node, policy).counters(UNLIMITED).build())
                .toList();
    }

    /** Callers are spread over the nodes as a load balancer would. */
    AuthKit kit(int caller) {
        return kits.get(caller % kits.size());
    }

    /** The same nodes with counters that refuse nobody. */
    AuthKit unlimited(int caller) {
        return unlimited.get(caller % unlimited.size());
    }

    AuthKit.Builder node(Storage storage) {
        return world.node(storage, policy);
    }

    /** A way into the database beside AuthKit's own. */
    HikariDataSource pool() {
        return pools.get(0);
    }

    @Override
    public void close() {
        pools.forEach(HikariDataSource::close);
    }
}
