package org.authkit.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.authkit.model.Login;
import org.authkit.model.Password;
import org.authkit.model.PaymentApproval;
import org.authkit.model.RequestContext;
import org.authkit.model.Session;
import org.authkit.model.SessionToken;
import org.authkit.model.Ticket;
import org.authkit.model.VerifiedContact;
import org.authkit.operator.Operator;
import org.authkit.recovery.PasswordReset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What no caller can even write down, read from the compiled API. */
class PublicSurfaceTest {
    private static final Pattern SESSION = Pattern.compile(Pattern.quote(Session.class.getName()) + "(?![$\\w])");

    /** Whether a session, its token included, can come out of a type such as {@code Decision<Session>}. */
    private static boolean isOrHoldsSession(Type type) {
        return SESSION.matcher(type.getTypeName()).find();
    }

    @Test
    @Tag("attack:A9")
    @Tag("attack:A25")
    @Tag("req:ASVS-6.3.4")
    void sessions_come_out_of_sign_in_and_of_a_confirmed_registration_and_of_nothing_else() {
        Set<String> sources = Surface.publicMethods().stream()
                .filter(method -> isOrHoldsSession(method.getGenericReturnType()))
                .map(Surface::verb)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                Set.of(
                        "Registration.confirm(Ticket, Password, RequestContext)",
                        "SignIn.withPassword(Login, Password, RequestContext)"),
                sources);
    }

    @Test
    @Tag("attack:A25")
    @Tag("req:ASVS-6.3.4")
    void no_public_method_turns_a_bare_account_id_into_a_session_or_a_token() {
        List<Method> methods = Surface.publicMethods();
        assertTrue(methods.size() > 100, "the surface is read");
        for (Method method : methods) {
            boolean bare = Arrays.stream(method.getParameterTypes())
                    .anyMatch(type -> type.getName().equals("org.authkit.model.AccountId"));
            boolean token = method.getReturnType().equals(SessionToken.class);
            assertFalse(bare && (token || isOrHoldsSession(method.getGenericReturnType())), Surface.verb(method));
        }
    }

    @Test
    @Tag("attack:A1")
    @Tag("req:ASVS-6.4.3")
    void a_password_reset_takes_no_destination_and_gives_no_session() {
        Set<Class<?>> harmless = Set.of(Login.class, RequestContext.class, Ticket.class, Password.class);
        List<Method> verbs = Arrays.stream(PasswordReset.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .toList();
        assertEquals(2, verbs.size());
        for (Method verb : verbs) {
            assertEquals(
                    1,
                    Arrays.stream(verb.getParameterTypes())
                            .filter(RequestContext.class::equals)
                            .count());
            assertTrue(
                    Arrays.stream(verb.getParameterTypes())
                                    .filter(Login.class::equals)
                                    .count()
                            <= 1,
                    "one login, never a second address");
            assertTrue(harmless.containsAll(Set.of(verb.getParameterTypes())), Surface.verb(verb));
            assertFalse(isOrHoldsSession(verb.getGenericReturnType()));
        }
        for (Method method : RequestContext.class.getDeclaredMethods()) {
            assertFalse(
                    Arrays.stream(method.getParameterTypes()).anyMatch(Login.class::isAssignableFrom),
                    "a request carries no address: " + method);
        }
    }

    @Test
    @Tag("attack:A13")
    @Tag("req:ASVS-6.4.6")
    void an_operator_sets_no_secret_and_no_factor_and_names_no_destination_of_an_account_that_exists() {
        Set<String> verbs = new TreeSet<>();
        for (Method verb : Operator.class.getDeclaredMethods()) {
            if (Modifier.isPublic(verb.getModifiers())) {
                verbs.add(Surface.verb(verb));
            }
        }
        assertEquals(
                Set.of(
                        "Operator.events(Optional, Optional, int)",
                        "Operator.find(Login)",
                        "Operator.freeze(AccountId, String)",
                        "Operator.importAccount(AccountImport)",
                        "Operator.unfreeze(AccountId, String)"),
                verbs);
    }

    @Test
    @Tag("attack:A36")
    void what_authorises_cannot_be_made_outside() {
        for (Class<?> type : List.of(PaymentApproval.class, VerifiedContact.class)) {
            assertTrue(type.isSealed(), type.getName());
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                assertTrue(permitted.getPackageName().startsWith("org.authkit.internal."), permitted.getName());
            }
        }
        for (Class<?> capability : Surface.capabilities()) {
            for (Constructor<?> constructor : capability.getConstructors()) {
                assertTrue(
                        Arrays.stream(constructor.getParameterTypes())
                                .allMatch(type -> type.getPackageName().startsWith("org.authkit.internal.")),
                        "only AuthKit can make a " + capability.getSimpleName());
                assertEquals(1, constructor.getParameterCount());
            }
        }
    }

    @Test
    void no_public_method_takes_a_boolean_or_answers_with_one_where_a_decision_is_due() {
        for (Class<?> capability : Surface.capabilities()) {
            for (Method verb : capability.getDeclaredMethods()) {
                if (Modifier.isPublic(verb.getModifiers()) && !verb.isSynthetic()) {
                    assertFalse(Arrays.asList(verb.getParameterTypes()).contains(boolean.class), Surface.verb(verb));
                    assertFalse(verb.getReturnType().equals(boolean.class), Surface.verb(verb));
                }
            }
        }
    }
}
