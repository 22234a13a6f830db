package org.authkit.verification;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.authkit.AuthKit;

/** What callers can reach, read by reflection: the capabilities, and every public type of the exported packages. */
final class Surface {
    private Surface() {}

    /** The capabilities {@code AuthKit} hands out. */
    static List<Class<?>> capabilities() {
        List<Class<?>> capabilities = new ArrayList<>();
        for (Method method : AuthKit.class.getDeclaredMethods()) {
            boolean accessor = Modifier.isPublic(method.getModifiers()) && method.getParameterCount() == 0;
            if (accessor
                    && method.getReturnType().getName().startsWith("org.authkit.")
                    && !Modifier.isStatic(method.getModifiers())) {
                capabilities.add(method.getReturnType());
            }
        }
        capabilities.removeIf(type -> type.getPackageName().equals("org.authkit.policy"));
        capabilities.sort(Comparator.comparing(Class::getName));
        return capabilities;
    }

    /** The public types of core's exported packages. */
    static List<Class<?>> publicTypes() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("org.authkit").stream()
                        .filter(type -> !type.getPackageName().contains(".internal")
                                && !type.getPackageName().contains(".verification")
                                && !type.getPackageName().contains(".testkit")
                                && !type.getPackageName().contains(".example"))
                        .map(JavaClass::reflect)
                        .filter(type -> Modifier.isPublic(type.getModifiers()))
                        .collect(Collectors.toList());
    }

    /** Their public methods. */
    static List<Method> publicMethods() {
        return publicTypes().stream()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .toList();
    }

    /** Every verb of every capability, such as {@code SignIn.withPassword(Login, Password, RequestContext)}. */
    static Set<String> verbs() {
        TreeSet<String> verbs = new TreeSet<>();
        for (Class<?> capability : capabilities()) {
            for (Method method : capability.getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic()) {
                    verbs.add(verb(method));
                }
            }
        }
        verbs.add("AuthKit.runDue(int)");
        return verbs;
    }

    static String verb(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName() + "("
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", "))
                + ")";
    }

    /** With generic types, and with the parameter names where the compiler kept them. */
    static String signature(Method method) {
        return method.toGenericString();
    }

    static boolean refuses(Runnable action) {
        try {
            action.run();
            return false;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }
}
