package org.authkit.verification;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The rules of the house as data: who may import whom, and which calls no production class makes. */
final class HouseRules {
    static final String ROOT = "org.authkit";

    /** The builder and its product, in the root package itself. */
    static final String TOP = "";

    static final List<String> CAPABILITIES = List.of(
            "registration", "signin", "session", "enrollment", "pending", "payment", "recovery", "contact", "operator");

    /** From a package below the root to those it may import, itself aside. A package missing here is refused. */
    static final Map<String, Set<String>> MAY_SEE = maySee();

    private static final String[] PUBLISHED_TO_PRODUCTION = {
        ROOT,
        below("model"),
        below("spi"),
        below("policy"),
        below("internal"),
        below("memory"),
        below("registration"),
        below("signin"),
        below("session"),
        below("enrollment"),
        below("pending"),
        below("payment"),
        below("recovery"),
        below("contact"),
        below("operator"),
        below("totp"),
        below("device"),
        below("jdbc")
    };

    private HouseRules() {}

    private static Map<String, Set<String>> maySee() {
        Map<String, Set<String>> table = new LinkedHashMap<>();
        table.put("model", Set.of());
        table.put("spi", Set.of("model"));
        table.put("policy", Set.of("model"));
        table.put("memory", Set.of("model", "spi"));
        table.put("internal", Set.of("model", "spi", "policy"));
        for (String capability : CAPABILITIES) {
            table.put(capability, Set.of("model", "spi", "policy", "internal"));
        }
        Set<String> core = new TreeSet<>(table.keySet());
        table.put(TOP, Set.copyOf(core));
        table.put("totp", Set.of("model", "spi"));
        table.put("device", Set.of("model", "spi"));
        table.put("jdbc", Set.of("model", "spi"));
        Set<String> testkit = new TreeSet<>(core);
        testkit.addAll(Set.of(TOP, "totp", "device"));
        table.put("testkit", Set.copyOf(testkit));
        Set<String> example = new TreeSet<>(testkit);
        example.remove("internal");
        example.addAll(Set.of("jdbc", "testkit"));
        table.put("example", Set.copyOf(example));
        return table;
    }

    static ArchRule imports(String name) {
        Set<String> seen = new TreeSet<>(MAY_SEE.getOrDefault(name, Set.of()));
        seen.add(name);
        String[] allowed = seen.stream().map(HouseRules::below).toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(below(name))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed).or(resideOutsideOfPackage(ROOT + "..")))
                .because("packages form one direction, model to AuthKit, so that each can be read without its siblings")
                .allowEmptyShould(true);
    }

    static ArchRule everyPackageHasItsPlace() {
        String[] known = MAY_SEE.keySet().stream().map(HouseRules::below).toArray(String[]::new);
        return classes()
                .should()
                .resideInAnyPackage(known)
                .because("a package outside the table of imports would be checked by nobody: give it a row");
    }

    static ArchRule noCyclesInside() {
        return slices().matching(ROOT + ".internal.(*)..")
                .should()
                .beFreeOfCycles()
                .because("a cycle among internal packages makes them one package with several names")
                .allowEmptyShould(true);
    }

    static ArchRule noAmbientTimeOrRandomness() {
        return classes()
                .that(production().or(resideInAPackage(below("example"))))
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".internal.Ambient")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".example.wallet.WalletServer")
                .should(new ForbiddenCalls("take time and randomness as arguments", AmbientCalls::isAmbient))
                .because(
                        "what depends on time or chance must be testable to the microsecond and replayable from a seed;"
                                + " only internal.Ambient supplies the defaults, and only the example's main class starts"
                                + " from them")
                .allowEmptyShould(true);
    }

    static ArchRule noWaiting() {
        return classes()
                .should(new ForbiddenCalls("never wait by sleeping", AmbientCalls::isSleep))
                .because("a sleeping thread hides a missing condition and costs a server its threads");
    }

    static ArchRule noThreadsOfItsOwn() {
        return classes()
                .that(production())
                .should(new ForbiddenCalls("start no threads", AmbientCalls::isThread))
                .because("the wallet owns the threads: it calls runDue, or hands an executor to Background")
                .allowEmptyShould(true);
    }

    static ArchRule noPrinting() {
        return noClasses()
                .that(production())
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("what a library prints escapes the host's rules for logs and secrets")
                .allowEmptyShould(true);
    }

    static ArchRule systemLoggerOnly() {
        return noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "java.util.logging..", "org.slf4j..", "org.apache.logging..", "org.apache.commons.logging.."))
                .because("System.Logger is the one logging port, so that core brings no logging library");
    }

    static ArchRule cheapHashingStaysInTests() {
        return noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".testkit.CheapHashing")
                .should()
                .dependOnClassesThat(named(ROOT + ".testkit.CheapHashing"))
                .because("a password hashed cheaply is a password given away; tests alone may hurry");
    }

    static ArchRule waiverStaysInTests() {
        return classes()
                .that(resideInAnyPackage(below("example"), below("totp"), below("device"), below("jdbc")))
                .should(new ForbiddenCalls(
                        "not ask for INSECURE_TEST_HASHING",
                        access -> access.getTarget().getName().equals("INSECURE_TEST_HASHING")))
                .because("the waiver is for tests; core knows its name only to refuse it")
                .allowEmptyShould(true);
    }

    static ArchRule testkitStaysOutOfProduction() {
        return noClasses()
                .that(production())
                .should()
                .dependOnClassesThat(resideInAnyPackage(below("testkit"), "org.junit.."))
                .because("what adopters test with never rides along into what they run")
                .allowEmptyShould(true);
    }

    static String below(String name) {
        return name.equals(TOP) ? ROOT : ROOT + "." + name + "..";
    }

    private static DescribedPredicate<JavaClass> production() {
        return resideInAnyPackage(PUBLISHED_TO_PRODUCTION);
    }

    private static DescribedPredicate<JavaClass> named(String fullName) {
        return DescribedPredicate.describe(
                "are " + fullName,
                javaClass -> javaClass.getName().equals(fullName)
                        || javaClass.getName().startsWith(fullName + "$"));
    }
}
