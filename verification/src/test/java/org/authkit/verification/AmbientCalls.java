package org.authkit.verification;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;

/** Says which accesses read the process's own clock or chance, put a thread to sleep, or start one. */
final class AmbientCalls {
    private static final String CONSTRUCTOR = "<init>";
    private static final Set<String> RANDOM_SOURCES = Set.of(
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.concurrent.ThreadLocalRandom",
            "java.security.SecureRandom");
    private static final Set<String> THREAD_MAKERS =
            Set.of("java.util.concurrent.Executors", "java.util.concurrent.ForkJoinPool", "java.util.Timer");

    private AmbientCalls() {}

    static boolean isAmbient(JavaAccess<?> access) {
        return isClock(access) || isChance(access);
    }

    static boolean isSleep(JavaAccess<?> access) {
        String owner = owner(access);
        String name = name(access);
        return (owner.equals("java.lang.Thread") && name.equals("sleep"))
                || (owner.equals("java.util.concurrent.TimeUnit") && name.equals("sleep"))
                || (owner.equals("java.util.concurrent.locks.LockSupport") && name.startsWith("parkNanos"));
    }

    static boolean isThread(JavaAccess<?> access) {
        String owner = owner(access);
        String name = name(access);
        return (owner.equals("java.lang.Thread") && (name.equals(CONSTRUCTOR) || name.startsWith("startVirtual")))
                || THREAD_MAKERS.contains(owner)
                || (owner.equals("java.util.concurrent.CompletableFuture") && name.endsWith("Async"));
    }

    private static boolean isClock(JavaAccess<?> access) {
        String owner = owner(access);
        String name = name(access);
        if (owner.startsWith("java.time.")) {
            return (name.equals("now") && !takesClock(access))
                    || (owner.equals("java.time.Clock") && name.startsWith("system"))
                    || (owner.equals("java.time.Clock") && name.startsWith("tick") && !takesClock(access))
                    || (owner.equals("java.time.InstantSource") && name.equals("system"));
        }
        return switch (owner) {
            case "java.lang.System" -> name.equals("currentTimeMillis") || name.equals("nanoTime");
            case "java.util.Date" -> name.equals(CONSTRUCTOR) && parameters(access) == 0;
            case "java.util.Calendar" -> name.equals("getInstance");
            case "java.util.GregorianCalendar" -> name.equals(CONSTRUCTOR) && parameters(access) == 0;
            default -> false;
        };
    }

    private static boolean isChance(JavaAccess<?> access) {
        String owner = owner(access);
        String name = name(access);
        if (RANDOM_SOURCES.contains(owner)) {
            return name.equals(CONSTRUCTOR) || name.startsWith("getInstance") || name.equals("current");
        }
        return (owner.equals("java.lang.Math") && name.equals("random"))
                || (owner.equals("java.util.UUID") && name.equals("randomUUID"))
                || (owner.equals("java.util.random.RandomGenerator") && name.matches("of|getDefault"));
    }

    private static boolean takesClock(JavaAccess<?> access) {
        return access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget unit
                && unit.getRawParameterTypes().stream().map(JavaClass::getName).anyMatch("java.time.Clock"::equals);
    }

    private static int parameters(JavaAccess<?> access) {
        return access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget unit
                ? unit.getRawParameterTypes().size()
                : 0;
    }

    private static String owner(JavaAccess<?> access) {
        return access.getTargetOwner().getName();
    }

    private static String name(JavaAccess<?> access) {
        return access.getTarget().getName();
    }
}
