package org.authkit.verification;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.authkit.AuthKit;
import org.authkit.policy.Policy;
import org.authkit.policy.Waiver;
import org.authkit.spi.Counters;
import org.authkit.spi.Storage;

/** A second node on a world's storage whose every call to storage, counters and hashing is counted. */
final class Metered {
    private final World world;
    private final Map<String, Integer> calls = new TreeMap<>();
    final AuthKit kit;

    Metered(World world) {
        this.world = world;
        Counters counters = counting("counters", Counters.class, world.storage.counters());
        Storage storage = counting("storage", Storage.class, world.storage);
        this.kit = AuthKit.builder(storage, world.notifier, world.keys)
                .service("Acme Wallet")
                .factor(world.device)
                .factor(world.totp)
                .policy(Policy.wallet())
                .supplier("identity", world.identity.publicJwk())
                .links(URI.create("https://wallet.example/"))
                .slowHash(world.hashing)
                .counters(counters)
                .clock(world.clock)
                .random(world.random)
                .waive(Waiver.INSECURE_TEST_HASHING)
                .build();
    }

    private <T> T counting(String name, Class<T> port, T target) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("now")) {
                        calls.merge(name + "." + method.getName(), 1, Integer::sum);
                    }
                    try {
                        return method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** What a piece of work costs: calls by port and name, and hashes. */
    Map<String, Integer> cost(Runnable work) {
        calls.clear();
        long before = world.hashing.hashes();
        work.run();
        Map<String, Integer> cost = new TreeMap<>(calls);
        cost.put("hashes", (int) (world.hashing.hashes() - before));
        return cost;
    }
}
