package org.authkit.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HouseRulesTest {
    private static final JavaClasses PRODUCTION = production();

    private static JavaClasses production() {
        String here = HouseRulesTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        ImportOption elsewhere = location -> !location.contains(here) && Production.only(location);
        return new ClassFileImporter().withImportOption(elsewhere).importPackages(HouseRules.ROOT);
    }

    static Stream<String> packages() {
        return HouseRules.MAY_SEE.keySet().stream();
    }

    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of("every package has its place", HouseRules.everyPackageHasItsPlace()),
                Arguments.of("no cycles inside", HouseRules.noCyclesInside()),
                Arguments.of("no ambient time or randomness", HouseRules.noAmbientTimeOrRandomness()),
                Arguments.of("no waiting", HouseRules.noWaiting()),
                Arguments.of("no threads of its own", HouseRules.noThreadsOfItsOwn()),
                Arguments.of("no printing", HouseRules.noPrinting()),
                Arguments.of("System.Logger only", HouseRules.systemLoggerOnly()),
                Arguments.of("cheap hashing stays in tests", HouseRules.cheapHashingStaysInTests()),
                Arguments.of("the hashing waiver stays in tests", HouseRules.waiverStaysInTests()),
                Arguments.of("testkit stays out of production", HouseRules.testkitStaysOutOfProduction()));
    }

    @Test
    void the_rules_look_at_the_house_and_not_at_its_tests() {
        assertTrue(PRODUCTION.contain(HouseRules.ROOT + ".model.Decision"), "core is not on the class path");
        assertFalse(PRODUCTION.contain(HouseRulesTest.class));
    }

    @ParameterizedTest(name = "package [{0}] imports only what stands to its left")
    @MethodSource("packages")
    void imports_point_one_way(String name) {
        HouseRules.imports(name).check(PRODUCTION);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void the_house_keeps(String name, ArchRule rule) {
        rule.check(PRODUCTION);
    }

    @Test
    void every_forbidden_import_is_caught_and_every_allowed_one_passes(@TempDir Path folder) throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        for (String seen : HouseRules.MAY_SEE.keySet()) {
            sources.put(full(seen, "Target"), inPackage(seen) + "public class Target {}");
        }
        for (String from : HouseRules.MAY_SEE.keySet()) {
            for (String to : HouseRules.MAY_SEE.keySet()) {
                String name = "Sees" + to;
                sources.put(
                        full(from, name),
                        inPackage(from) + "class " + name + " { " + full(to, "Target") + " target; }");
            }
        }
        JavaClasses planted = Planted.compile(folder, sources);
        for (String from : HouseRules.MAY_SEE.keySet()) {
            Set<String> expected = new TreeSet<>();
            for (String to : HouseRules.MAY_SEE.keySet()) {
                if (!to.equals(from) && !HouseRules.MAY_SEE.get(from).contains(to)) {
                    expected.add(full(from, "Sees" + to));
                }
            }
            Set<String> caught = new TreeSet<>();
            String report = report(HouseRules.imports(from), planted);
            for (String to : HouseRules.MAY_SEE.keySet()) {
                if (report.contains("<" + full(from, "Sees" + to) + ".target>")) {
                    caught.add(full(from, "Sees" + to));
                }
            }
            assertEquals(expected, caught, "imports of package [" + from + "]");
        }
    }

    @Test
    void ambient_time_and_randomness_are_caught_everywhere_but_at_their_source(@TempDir Path folder)
            throws IOException {
        List<String> expressions = List.of(
                "java.time.Instant.now()",
                "java.time.LocalDate.now()",
                "java.time.LocalDate.now(java.time.ZoneOffset.UTC)",
                "java.time.ZonedDateTime.now()",
                "java.time.Clock.systemUTC()",
                "java.time.Clock.systemDefaultZone()",
                "java.time.Clock.tickSeconds(java.time.ZoneOffset.UTC)",
                "java.time.InstantSource.system()",
                "(java.util.function.Supplier<Object>) java.time.Clock::systemUTC",
                "System.currentTimeMillis()",
                "System.nanoTime()",
                "new java.util.Date()",
                "java.util.Calendar.getInstance()",
                "new java.util.GregorianCalendar()",
                "new java.security.SecureRandom()",
                "(java.util.function.Supplier<Object>) java.security.SecureRandom::new",
                "java.security.SecureRandom.getInstanceStrong()",
                "java.security.SecureRandom.getInstance(\"DRBG\")",
                "Math.random()",
                "java.util.UUID.randomUUID()",
                "java.util.concurrent.ThreadLocalRandom.current()",
                "new java.util.Random()",
                "new java.util.Random(1)",
                "new java.util.SplittableRandom()",
                "java.util.random.RandomGenerator.getDefault()");
        assertAllCaught(
                HouseRules.noAmbientTimeOrRandomness(),
                folder,
                expressions,
                List.of("", "signin", "internal", "totp", "device", "jdbc", "example"));

        String ambient = full("internal", "Ambient");
        JavaClasses source = Planted.compile(
                folder.resolve("source"), Map.of(ambient, Planted.running(ambient, expressions.get(0))));
        assertFalse(HouseRules.noAmbientTimeOrRandomness().evaluate(source).hasViolation());
    }

    @Test
    void time_and_randomness_that_were_handed_in_pass(@TempDir Path folder) throws IOException {
        List<String> expressions = List.of(
                "java.time.Instant.now(clock)",
                "java.time.Clock.tick(clock, java.time.Duration.ofSeconds(1))",
                "clock.instant()",
                "java.time.LocalDate.now(clock)",
                "random.nextInt()",
                "new java.util.Date(0)",
                "java.util.UUID.fromString(\"0-0-0-0-0\")",
                "System.identityHashCode(clock)");
        ArchRule rule = HouseRules.noAmbientTimeOrRandomness();
        JavaClasses planted = plant(folder, expressions, List.of("signin"));
        assertFalse(rule.evaluate(planted).hasViolation(), report(rule, planted));
    }

    @Test
    void sleeping_is_caught(@TempDir Path folder) throws IOException {
        List<String> expressions = List.of(
                "!Thread.sleep(1)",
                "!java.util.concurrent.TimeUnit.SECONDS.sleep(1)",
                "!java.util.concurrent.locks.LockSupport.parkNanos(1)");
        assertAllCaught(HouseRules.noWaiting(), folder, expressions, List.of("internal", "testkit", "example"));
    }

    @Test
    void a_thread_of_our_own_is_caught(@TempDir Path folder) throws IOException {
        List<String> expressions = List.of(
                "new Thread()",
                "java.util.concurrent.Executors.newCachedThreadPool()",
                "java.util.concurrent.ForkJoinPool.commonPool()",
                "java.util.concurrent.CompletableFuture.runAsync(() -> {})",
                "new java.util.Timer()");
        assertAllCaught(HouseRules.noThreadsOfItsOwn(), folder, expressions, List.of("", "internal", "jdbc"));
    }

    @Test
    void printing_is_caught(@TempDir Path folder) throws IOException {
        List<String> expressions = List.of("!System.out.println()", "!System.err.println()");
        assertAllCaught(HouseRules.noPrinting(), folder, expressions, List.of("", "internal", "device"));
    }

    @Test
    void another_logging_library_is_caught(@TempDir Path folder) throws IOException {
        List<String> expressions =
                List.of("java.util.logging.Logger.getLogger(\"x\")", "org.slf4j.LoggerFactory.getLogger(\"x\")");
        assertAllCaught(HouseRules.systemLoggerOnly(), folder, expressions, List.of("internal", "example"));
    }

    @Test
    void cheap_hashing_outside_tests_is_caught(@TempDir Path folder) throws IOException {
        JavaClasses planted = Planted.compile(
                folder,
                Map.of(
                        full("testkit", "CheapHashing"),
                        inPackage("testkit") + "public class CheapHashing {}",
                        full("example", "Planted"),
                        Planted.running(full("example", "Planted"), "new " + full("testkit", "CheapHashing") + "()")));
        assertCaught(HouseRules.cheapHashingStaysInTests(), planted, full("example", "Planted"));
    }

    @Test
    void the_hashing_waiver_outside_tests_is_caught(@TempDir Path folder) throws IOException {
        JavaClasses planted = Planted.compile(
                folder,
                Map.of(
                        full("policy", "Waiver"),
                        inPackage("policy") + "public enum Waiver { INSECURE_TEST_HASHING }",
                        full("example", "Planted"),
                        Planted.running(
                                full("example", "Planted"), full("policy", "Waiver") + ".INSECURE_TEST_HASHING")));
        assertCaught(HouseRules.waiverStaysInTests(), planted, full("example", "Planted"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"org.authkit.testkit.Tool", "org.junit.jupiter.api.Assertions"})
    void testkit_in_production_is_caught(String tool, @TempDir Path folder) throws IOException {
        JavaClasses planted = Planted.compile(
                folder,
                Map.of(
                        full("testkit", "Tool"),
                        inPackage("testkit") + "public class Tool {}",
                        full("signin", "Planted"),
                        Planted.running(full("signin", "Planted"), tool + ".class")));
        assertCaught(HouseRules.testkitStaysOutOfProduction(), planted, full("signin", "Planted"));
    }

    @Test
    void a_package_without_a_place_is_caught(@TempDir Path folder) throws IOException {
        assertCaught(
                HouseRules.everyPackageHasItsPlace(),
                plant(folder, List.of("clock"), List.of("surprise")),
                full("surprise", "Planted0x"));
    }

    @Test
    void a_cycle_inside_is_caught(@TempDir Path folder) throws IOException {
        JavaClasses planted = Planted.compile(
                folder,
                Map.of(
                        full("internal.a", "A"),
                                inPackage("internal.a") + "public class A { " + full("internal.b", "B") + " b; }",
                        full("internal.b", "B"),
                                inPackage("internal.b") + "public class B { " + full("internal.a", "A") + " a; }"));
        assertTrue(HouseRules.noCyclesInside().evaluate(planted).hasViolation());
    }

    private static JavaClasses plant(Path folder, List<String> expressions, List<String> names) throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        for (String name : names) {
            for (int i = 0; i < expressions.size(); i++) {
                String planted = full(name, "Planted" + i + "x");
                sources.put(planted, Planted.running(planted, expressions.get(i)));
            }
        }
        return Planted.compile(folder, sources);
    }

    private static void assertAllCaught(ArchRule rule, Path folder, List<String> expressions, List<String> names)
            throws IOException {
        String report = report(rule, plant(folder, expressions, names));
        for (String name : names) {
            for (int i = 0; i < expressions.size(); i++) {
                assertTrue(
                        report.contains(full(name, "Planted" + i + "x")),
                        "not caught in package [" + name + "]: " + expressions.get(i));
            }
        }
    }

    private static void assertCaught(ArchRule rule, JavaClasses planted, String fullName) {
        String report = report(rule, planted);
        assertTrue(report.contains(fullName), "not caught: " + fullName + " in [" + report + "]");
    }

    private static String report(ArchRule rule, JavaClasses planted) {
        return String.join("\n", rule.evaluate(planted).getFailureReport().getDetails());
    }

    private static String full(String name, String simple) {
        return HouseRules.ROOT + (name.equals(HouseRules.TOP) ? "" : "." + name) + "." + simple;
    }

    private static String inPackage(String name) {
        return "package " + HouseRules.ROOT + (name.equals(HouseRules.TOP) ? "" : "." + name) + ";\n";
    }
}
