package org.authkit.verification;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Few doors: every public type is a promise. Raising a number takes a line in docs/DECISIONS.md. */
class PublicTypesTest {
    private static final List<JavaClass> PUBLIC = new ClassFileImporter()
            .withImportOption(Production::only).importPackages("org.authkit").stream()
                    .filter(c -> c.getModifiers().contains(JavaModifier.PUBLIC))
                    .filter(c -> c.getEnclosingClass().isEmpty())
                    .filter(c -> !c.getSimpleName().equals("package-info"))
                    .toList();

    @Test
    void core_shows_at_most_45_types_and_its_spi_at_most_20() {
        atMost("core", 45, name -> isCore(name) && !name.startsWith("org.authkit.spi"));
        atMost("spi", 20, name -> name.equals("org.authkit.spi"));
    }

    @Test
    void totp_shows_at_most_6_types_and_device_at_most_15() {
        atMost("totp", 6, "org.authkit.totp"::equals);
        atMost("device", 15, "org.authkit.device"::equals);
    }

    private static boolean isCore(String name) {
        return List.of(
                                "contact",
                                "enrollment",
                                "model",
                                "operator",
                                "payment",
                                "pending",
                                "policy",
                                "recovery",
                                "registration",
                                "session",
                                "signin")
                        .stream()
                        .anyMatch(p -> name.equals("org.authkit." + p))
                || name.equals("org.authkit");
    }

    private static void atMost(String what, int limit, Predicate<String> ofPackage) {
        List<String> names = PUBLIC.stream()
                .filter(c -> ofPackage.test(c.getPackageName()))
                .map(JavaClass::getName)
                .sorted()
                .toList();
        System.out.println(what + ": " + names.size() + " public types, at most " + limit);
        assertTrue(!names.isEmpty() && names.size() <= limit, () -> what + " shows " + names.size() + ": " + names);
    }
}
