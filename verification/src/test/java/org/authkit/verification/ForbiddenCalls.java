package org.authkit.verification;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.Predicate;

/** Reports every access of a class that a predicate names: calls, constructors, fields and method references alike. */
final class ForbiddenCalls extends ArchCondition<JavaClass> {
    private final Predicate<JavaAccess<?>> forbidden;

    ForbiddenCalls(String description, Predicate<JavaAccess<?>> forbidden) {
        super(description);
        this.forbidden = forbidden;
    }

    @Override
    public void check(JavaClass javaClass, ConditionEvents events) {
        for (JavaAccess<?> access : javaClass.getAccessesFromSelf()) {
            if (forbidden.test(access)) {
                events.add(SimpleConditionEvent.violated(javaClass, access.getDescription()));
            }
        }
    }
}
