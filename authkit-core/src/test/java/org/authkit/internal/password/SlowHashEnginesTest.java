package org.authkit.internal.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import java.util.function.UnaryOperator;
import org.authkit.internal.password.SlowHashEngines.Candidate;
import org.authkit.spi.SlowHash;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SlowHashEnginesTest {
    private final Log log = new Log();

    @Test
    void the_native_library_serves_where_it_loads() {
        assertEquals("argon2-jvm", SlowHashEngines.best().name());
    }

    @Test
    void an_engine_that_does_not_link_is_skipped_and_the_cause_said_once() {
        final SlowHash best = SlowHashEngines.best(
                List.of(
                        new Candidate("first", () -> {
                            throw new NoClassDefFoundError("com/sun/jna/Library");
                        }),
                        new Candidate("second", () -> {
                            throw new UnsatisfiedLinkError("no such library");
                        }),
                        new Candidate("third", () -> {
                            throw new IllegalStateException("broken");
                        }),
                        new Candidate("BouncyCastle", BouncyCastleEngine::new)),
                log);

        assertEquals("BouncyCastle", best.name());
        assertEquals(
                List.of(
                        "WARNING first does not load and is not used: "
                                + "java.lang.NoClassDefFoundError: com/sun/jna/Library",
                        "WARNING second does not load and is not used: "
                                + "java.lang.UnsatisfiedLinkError: no such library",
                        "WARNING third does not load and is not used: java.lang.IllegalStateException: broken",
                        "INFO Passwords are hashed by BouncyCastle"),
                log.lines);
    }

    @Test
    @Tag("attack:A23")
    void an_engine_with_wrong_answers_is_never_used() {
        final SlowHash best = SlowHashEngines.best(
                List.of(
                        new Candidate("wrong", CheapEngine::new),
                        new Candidate("BouncyCastle", BouncyCastleEngine::new)),
                log);

        assertEquals("BouncyCastle", best.name());
        assertEquals("ERROR wrong gives wrong Argon2id answers and is not used", log.lines.get(0));
    }

    @Test
    void without_any_engine_there_is_no_start() {
        final IllegalStateException none = assertThrows(
                IllegalStateException.class,
                () -> SlowHashEngines.best(List.of(new Candidate("wrong", CheapEngine::new)), log));

        assertEquals(1, none.getSuppressed().length);
    }

    @Test
    @Tag("attack:A23")
    void a_cheap_engine_is_not_strong() {
        assertFalse(SlowHashEngines.isStrong(new CheapEngine()));
        assertTrue(SlowHashEngines.isStrong(new Argon2JvmEngine()));
        assertTrue(SlowHashEngines.isStrong(new BouncyCastleEngine()));
    }

    @Test
    @Tag("attack:A23")
    void an_engine_that_skimps_on_memory_or_passes_or_lanes_is_not_strong() {
        final SlowHash real = new Argon2JvmEngine();

        assertFalse(SlowHashEngines.isStrong(skimping(
                real, c -> new SlowHash.Cost(Math.min(c.memoryKib(), 1024), c.iterations(), c.parallelism(), 32))));
        assertFalse(SlowHashEngines.isStrong(
                skimping(real, c -> new SlowHash.Cost(c.memoryKib(), 1, c.parallelism(), 32))));
        assertFalse(
                SlowHashEngines.isStrong(skimping(real, c -> new SlowHash.Cost(c.memoryKib(), c.iterations(), 1, 32))));
    }

    @Test
    void an_engine_that_throws_is_not_strong() {
        assertFalse(SlowHashEngines.isStrong(skimping(new CheapEngine(), c -> {
            throw new IllegalStateException("no memory");
        })));
    }

    private static SlowHash skimping(SlowHash real, UnaryOperator<SlowHash.Cost> less) {
        return new SlowHash() {
            @Override
            public String name() {
                return "skimping";
            }

            @Override
            public byte[] hash(byte[] secret, byte[] salt, Cost cost) {
                return real.hash(secret, salt, less.apply(cost));
            }
        };
    }

    /** Without argon2-jvm and JNA on the class path, as a host that excludes them starts. */
    @Test
    void without_the_argon2_jvm_jar_bouncy_castle_serves_and_verifies_what_the_native_library_made() throws Exception {
        final String made = WithoutArgon2Jvm.nativeTag();

        final WithoutArgon2Jvm.Outcome outcome = WithoutArgon2Jvm.start();

        assertEquals("BouncyCastle", outcome.engine());
        assertEquals(made, outcome.tag());
        assertEquals("MATCH", outcome.verdict());
        assertEquals("MISMATCH", outcome.wrongVerdict());
        assertEquals(2, outcome.log().size(), outcome.log().toString());
        assertTrue(
                outcome.log().get(0).contains("NoClassDefFoundError"),
                outcome.log().toString());
    }

    private static final class Log implements System.Logger {
        final List<String> lines = new ArrayList<>();

        @Override
        public String getName() {
            return "test";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String text, Throwable thrown) {
            lines.add(level + " " + text);
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
            lines.add(level + " " + MessageFormat.format(format, parameters));
        }
    }
}
