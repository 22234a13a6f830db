package org.authkit.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Many threads that start at one instant. */
final class Race {
    static final int THREADS = 64;
    private static final long LIMIT_SECONDS = 60;

    private Race() {}

    /** Runs one task per thread, all released together, and returns what each returned. */
    static <T> List<T> of(int threads, IntFunction<Callable<T>> tasks) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
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
            throw new AssertionError("a racing thread failed", e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("the race did not end within " + LIMIT_SECONDS + " s", e);
        } finally {
            pool.shutdownNow();
        }
    }
}
