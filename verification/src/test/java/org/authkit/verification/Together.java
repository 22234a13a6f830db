package org.authkit.verification;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import org.authkit.model.Decision;

/** Many callers at one instant. */
final class Together {
    static final int CALLERS = 64;
    private static final long LIMIT_SECONDS = 120;

    private Together() {}

    /** Runs one task per caller on a thread of its own, all released together; returns what each returned, in their order. */
    static <T> List<T> all(int callers, IntFunction<Callable<T>> tasks) {
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        try {
            CyclicBarrier start = new CyclicBarrier(callers);
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                Callable<T> task = tasks.apply(i);
                running.add(pool.submit(() -> {
                    start.await(LIMIT_SECONDS, TimeUnit.SECONDS);
                    return task.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : running) {
                results.add(future.get(LIMIT_SECONDS, TimeUnit.SECONDS));
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (ExecutionException e) {
            throw new AssertionError("a caller failed", e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("no end within " + LIMIT_SECONDS + " s", e);
        } finally {
            pool.shutdownNow();
        }
    }

    /** The values of those that were allowed. */
    static <R> List<R> allowed(List<Decision<R>> decisions) {
        return decisions.stream()
                .filter(Decision.Allowed.class::isInstance)
                .map(World::allowed)
                .toList();
    }
}
