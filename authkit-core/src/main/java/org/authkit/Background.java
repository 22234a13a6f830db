package org.authkit;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Calls {@link AuthKit#runDue} on the wallet's own executor. Closing it stops that, not the executor. */
public final class Background implements AutoCloseable {
    private static final Logger LOG = System.getLogger("org.authkit");
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final int LIMIT = 200;

    private final ScheduledFuture<?> task;

    private Background(ScheduledFuture<?> task) {
        this.task = task;
    }

    /** Starts with a first run at once. */
    public static Background start(AuthKit kit, ScheduledExecutorService executor) {
        return new Background(
                executor.scheduleWithFixedDelay(() -> run(kit), 0, EVERY.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** A failed run must not end the schedule: the storage may be back at the next. */
    private static void run(AuthKit kit) {
        try {
            kit.runDue(LIMIT);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "due work failed and will be tried again", e);
        }
    }

    /** Waits for nothing: a run in progress goes on to its end. */
    @Override
    public void close() {
        task.cancel(false);
    }
}
