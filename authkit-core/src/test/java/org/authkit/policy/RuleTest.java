package org.authkit.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.authkit.model.Action;
import org.authkit.model.Evidence;
import org.authkit.model.Money;
import org.authkit.model.Stage;
import org.authkit.policy.Rule.Budget;
import org.authkit.policy.Rule.Cap;
import org.authkit.policy.Rule.Lane;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RuleTest {
    private static final Cap CAP = new Cap(Duration.ZERO, Evidence.DEVICE, Money.yen(1));

    @ParameterizedTest
    @EnumSource(Action.class)
    void a_fresh_row_asks_for_what_never_comes(Action action) {
        for (Stage stage : Stage.values()) {
            assertEquals(Requirement.never(), Rule.of(action).requires(stage));
        }
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    @Tag("attack:A35")
    void exactly_the_rows_that_move_money_have_caps(Action action) {
        Rule rule = Rule.of(action);
        assertEquals(action.movesMoney(), !rule.caps().isEmpty());
        if (action.movesMoney()) {
            assertThrows(IllegalArgumentException.class, rule::withCaps);
            assertEquals(List.of(CAP, CAP), rule.withCaps(CAP, CAP).caps());
        } else {
            assertThrows(IllegalArgumentException.class, () -> rule.withCaps(CAP));
        }
    }

    @ParameterizedTest
    @EnumSource(Lane.class)
    @Tag("req:ASVS-6.3.1")
    void every_lane_has_a_budget(Lane lane) {
        Rule rule = Rule.of(Action.SIGN_IN);
        Map<Lane, Budget> budgets = new HashMap<>(rule.budgets());
        budgets.remove(lane);
        assertThrows(
                IllegalArgumentException.class,
                () -> new Rule(
                        rule.action(),
                        rule.requires(),
                        rule.proofs(),
                        rule.grants(),
                        rule.startsHold(),
                        rule.heldBy(),
                        rule.caps(),
                        budgets,
                        rule.tells()));
        assertEquals(
                new Budget(3, Duration.ofMinutes(7)),
                rule.withBudget(lane, 3, Duration.ofMinutes(7)).budgets().get(lane));
        assertThrows(IllegalArgumentException.class, () -> rule.withBudget(lane, 0, Duration.ofMinutes(7)));
        assertThrows(IllegalArgumentException.class, () -> rule.withBudget(lane, 3, Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> rule.withBudget(lane, 3, Duration.ofMinutes(-1)));
    }

    @Test
    void each_with_method_changes_one_thing() {
        Rule rule = Rule.of(Action.BIND_DEVICE).at(Stage.NEW, "registration");
        Rule changed = rule.at(Stage.BOUND, "password & old-device")
                .withProofs(Rule.Proofs.SESSION)
                .granting(Evidence.PASSWORD)
                .startingHold(Duration.ofHours(24))
                .heldBy(Rule.HeldBy.CHANGES)
                .withBudget(Lane.DEVICE, 1, Duration.ofMinutes(1))
                .tellingNobody();
        assertEquals("registration", changed.requires(Stage.NEW).toString());
        assertEquals("password & old-device", changed.requires(Stage.BOUND).toString());
        assertEquals(Rule.Proofs.SESSION, changed.proofs());
        assertEquals(Set.of(Evidence.PASSWORD), changed.grants());
        assertEquals(Duration.ofHours(24), changed.startsHold());
        assertEquals(Rule.HeldBy.CHANGES, changed.heldBy());
        assertEquals(1, changed.budgets().get(Lane.DEVICE).attempts());
        assertEquals(rule.budgets().get(Lane.STRANGER), changed.budgets().get(Lane.STRANGER));
        assertEquals(Rule.Tells.NOBODY, changed.tells());
        assertEquals(Rule.of(Action.BIND_DEVICE).at(Stage.NEW, "registration"), rule, "the original stays");
    }

    @Test
    void a_row_keeps_its_own_copies() {
        Map<Stage, Requirement> requires = new HashMap<>(Map.of(Stage.BOUND, Requirement.parse("device-uv")));
        Rule pay = Rule.of(Action.PAY);
        Rule rule = new Rule(
                Action.PAY,
                requires,
                pay.proofs(),
                pay.grants(),
                pay.startsHold(),
                pay.heldBy(),
                pay.caps(),
                pay.budgets(),
                pay.tells());
        requires.put(Stage.BOUND, Requirement.parse("nothing"));
        assertEquals("device-uv", rule.requires(Stage.BOUND).toString());
        assertThrows(UnsupportedOperationException.class, () -> rule.requires().clear());
        assertThrows(UnsupportedOperationException.class, () -> rule.caps().clear());
        assertThrows(UnsupportedOperationException.class, () -> rule.budgets().clear());
        assertTrue(rule.grants().isEmpty());
    }
}
