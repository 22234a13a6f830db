package org.authkit.internal.password;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Supplier;
import org.authkit.spi.SlowHash;

/**
 * Finds the engine for this process.
 *
 * <p>The order is fixed: the native library first, pure Java second. A race at start would be decided by whatever else
 * the machine does at that moment, and the order never changes on an otherwise quiet one: native code takes about half
 * the time. Both give the same answers, so records made by one are verified by the other.
 */
public final class SlowHashEngines {
    /** An engine that may not be there: making it may fail to link. */
    record Candidate(String name, Supplier<SlowHash> maker) {}

    // Lambdas and not method references: a reference to a constructor is resolved when the list is made.
    private static final List<Candidate> CANDIDATES = List.of(
            new Candidate("argon2-jvm", () -> new Argon2JvmEngine()),
            new Candidate("BouncyCastle", () -> new BouncyCastleEngine()));

    private SlowHashEngines() {}

    /**
     * The first engine that loads and reproduces the known answers. Says once, through {@link System.Logger}, which
     * one serves and why any before it does not.
     *
     * @return a proven engine
     * @throws IllegalStateException if none works
     */
    public static SlowHash best() {
        return best(CANDIDATES, System.getLogger(SlowHashEngines.class.getName()));
    }

    /**
     * Whether an engine really is Argon2id at the cost it is asked for, tried on published answers. Cheap engines made
     * for tests fail.
     *
     * @param engine the engine on trial
     * @return whether it reproduces every answer; an engine that throws does not
     */
    public static boolean isStrong(SlowHash engine) {
        try {
            return KnownAnswers.reproducedBy(engine);
        } catch (RuntimeException | LinkageError e) {
            return false;
        }
    }

    static SlowHash best(List<Candidate> candidates, Logger log) {
        final IllegalStateException none = new IllegalStateException("no working Argon2id engine");
        for (final Candidate candidate : candidates) {
            try {
                final SlowHash engine = candidate.maker.get();
                if (KnownAnswers.reproducedBy(engine)) {
                    log.log(Level.INFO, "Passwords are hashed by {0}", engine.name());
                    return engine;
                }
                none.addSuppressed(new IllegalStateException(candidate.name + " gives wrong answers"));
                log.log(Level.ERROR, "{0} gives wrong Argon2id answers and is not used", candidate.name);
            } catch (RuntimeException | LinkageError e) {
                none.addSuppressed(e);
                log.log(Level.WARNING, "{0} does not load and is not used: {1}", candidate.name, e.toString());
            }
        }
        throw none;
    }
}
