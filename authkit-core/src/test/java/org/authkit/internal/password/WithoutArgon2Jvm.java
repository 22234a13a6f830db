package org.authkit.internal.password;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.authkit.internal.password.PasswordHasher.Verdict;
import org.authkit.model.Password;
import org.authkit.spi.SlowHash;
import org.authkit.spi.SlowHash.Cost;

/** Starts the package again in a class loader that has neither argon2-jvm nor JNA. */
public final class WithoutArgon2Jvm implements Callable<List<Object>> {
    private static final Cost COST = new Cost(12 * 1024, 3, 1, 32);
    private static final String PASSWORD = "correct horse が battery";

    record Outcome(String engine, String tag, String verdict, String wrongVerdict, List<String> log) {}

    static String nativeTag() {
        return tag(new Argon2JvmEngine());
    }

    static Outcome start() throws Exception {
        final List<String> log = new ArrayList<>();
        final Logger logger = Logger.getLogger(SlowHashEngines.class.getName());
        final Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                log.add(new SimpleFormatter().formatMessage(record));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        final String stored =
                new PasswordHasher(new Argon2JvmEngine(), COST, new SecureRandom(), 1).hash(Password.of(PASSWORD));
        try (URLClassLoader alone = new Hiding(classPath())) {
            final Class<?> copy = alone.loadClass(WithoutArgon2Jvm.class.getName());
            final Object instance = copy.getConstructor(String.class).newInstance(stored);
            final List<?> result = (List<?>) ((Callable<?>) instance).call();
            return new Outcome(
                    (String) result.get(0),
                    (String) result.get(1),
                    (String) result.get(2),
                    (String) result.get(3),
                    log);
        } finally {
            logger.removeHandler(handler);
        }
    }

    private final String stored;

    public WithoutArgon2Jvm(String stored) {
        this.stored = stored;
    }

    /** Runs inside the other class loader. */
    @Override
    public List<Object> call() {
        final SlowHash engine = SlowHashEngines.best();
        final PasswordHasher hasher = new PasswordHasher(engine, COST, new SecureRandom(), 1);
        final Verdict right = hasher.verify(Password.of(PASSWORD), stored);
        final Verdict wrong = hasher.verify(Password.of(PASSWORD + "x"), stored);
        return List.of(engine.name(), tag(engine), right.name(), wrong.name());
    }

    private static String tag(SlowHash engine) {
        return HexFormat.of().formatHex(engine.hash(PASSWORD.getBytes(StandardCharsets.UTF_8), new byte[16], COST));
    }

    private static URL[] classPath() throws MalformedURLException {
        final List<URL> urls = new ArrayList<>();
        for (final String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(new File(entry).toURI().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    /** The same class path, seen afresh, minus two libraries. */
    private static final class Hiding extends URLClassLoader {
        Hiding(URL[] urls) {
            super(urls, ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("de.mkammerer.") || name.startsWith("com.sun.jna.")) {
                throw new ClassNotFoundException(name);
            }
            return super.findClass(name);
        }
    }
}
