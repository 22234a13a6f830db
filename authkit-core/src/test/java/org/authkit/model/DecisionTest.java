package org.authkit.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DecisionTest {
    private static final Challenge CHALLENGE = new Challenge(
            "id", Action.PAY, Set.of(Set.of(Evidence.DEVICE_UV)), "t", "{}", Instant.EPOCH, Optional.empty());
    private static final Denial DENIAL = new Denial(Reason.FROZEN, Optional.empty());

    @Test
    @Tag("req:ASVS-8.1.4")
    void fold_takes_the_one_branch_that_is_meant() {
        assertEquals("allowed 7", fold(new Decision.Allowed<>(7)));
        assertEquals("challenged id", fold(new Decision.Challenged<>(CHALLENGE)));
        assertEquals("denied " + DENIAL.reason(), fold(new Decision.Denied<>(DENIAL)));
    }

    @Test
    void map_changes_values_and_passes_refusals_through() {
        assertEquals(new Decision.Allowed<>("8"), new Decision.Allowed<>(7).map(n -> String.valueOf(n + 1)));
        Decision<Integer> challenged = new Decision.Challenged<>(CHALLENGE);
        assertEquals(new Decision.Challenged<String>(CHALLENGE), challenged.map(n -> fail()));
        Decision<Integer> denied = new Decision.Denied<>(DENIAL);
        assertEquals(new Decision.Denied<String>(DENIAL), denied.map(n -> fail()));
    }

    @Test
    void a_challenge_keeps_its_own_copy_of_the_alternatives() {
        Set<Set<Evidence>> given = new HashSet<>(Set.of(Set.of(Evidence.TOTP)));
        Challenge challenge = new Challenge("id", Action.PAY, given, "t", "{}", Instant.EPOCH, Optional.empty());
        given.clear();
        assertEquals(Set.of(Set.of(Evidence.TOTP)), challenge.anyOf());
        assertThrows(
                UnsupportedOperationException.class, () -> challenge.anyOf().clear());
    }

    private static String fold(Decision<Integer> decision) {
        return decision.fold(n -> "allowed " + n, c -> "challenged " + c.id(), d -> "denied " + d.reason());
    }

    private static String fail() {
        throw new AssertionError("a refusal has no value to change");
    }
}
