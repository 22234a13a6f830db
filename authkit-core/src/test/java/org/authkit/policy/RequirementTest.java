package org.authkit.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.authkit.model.Evidence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequirementTest {
    private static final List<Evidence> ALL = List.of(
            Evidence.PASSWORD,
            Evidence.TOTP,
            Evidence.DEVICE,
            Evidence.DEVICE_UV,
            Evidence.EMAIL,
            Evidence.OLD_DEVICE,
            Evidence.IDENTITY,
            Evidence.unopposed(Duration.ofDays(3)));

    @Test
    void more_evidence_never_turns_a_yes_into_a_no_and_no_alternative_hides_behind_a_smaller_one() {
        Random random = new Random(42);
        for (int i = 0; i < 3_000; i++) {
            List<Set<Evidence>> given = new ArrayList<>();
            for (int n = random.nextInt(6); n > 0; n--) {
                given.add(some(random));
            }
            Requirement requirement = Requirement.anyOf(given);
            for (Set<Evidence> one : requirement.alternatives()) {
                assertTrue(given.contains(one), "an alternative nobody wrote");
                for (Set<Evidence> other : requirement.alternatives()) {
                    assertTrue(one == other || !one.containsAll(other), requirement::toString);
                }
            }
            Set<Evidence> have = some(random);
            Set<Evidence> more = new HashSet<>(have);
            more.addAll(some(random));
            boolean before = satisfied(requirement.alternatives(), have);
            assertEquals(satisfied(given, have), before, "dropping implied alternatives changed the meaning");
            assertTrue(!before || satisfied(requirement.alternatives(), more), "more evidence took a yes away");
            assertEquals(requirement, Requirement.parse(requirement.toString()), "printed and read back");
            Collections.shuffle(given, random);
            assertEquals(requirement, Requirement.anyOf(given), "the order of alternatives means nothing");
            assertEquals(requirement.hashCode(), Requirement.anyOf(given).hashCode());
        }
    }

    private static Set<Evidence> some(Random random) {
        Set<Evidence> set = new HashSet<>();
        ALL.stream().filter(evidence -> random.nextInt(3) == 0).forEach(set::add);
        return set;
    }

    private static boolean satisfied(List<Set<Evidence>> alternatives, Set<Evidence> have) {
        return alternatives.stream().anyMatch(have::containsAll);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "device & password; password & device",
                "  password&device|totp ; password & device | totp",
                "password | password & device; password",
                "password & device | password; password",
                "password & password; password",
                "never; never",
                "nothing; nothing",
                "password & supplied(identity) | unopposed(72h); password & supplied(identity) | unopposed(72h)"
            })
    void formulas_print_in_one_way(String text, String printed) {
        assertEquals(printed, Requirement.parse(text).toString());
    }

    @Test
    void never_and_nothing_are_opposites() {
        assertEquals(List.of(), Requirement.never().alternatives());
        assertEquals(List.of(Set.of()), Requirement.parse("nothing").alternatives());
        assertNotEquals(Requirement.never(), Requirement.parse("nothing"));
        assertNotEquals(Requirement.parse("password"), Requirement.parse("password & device"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "password & devise; devise",
                "password + device; password + device",
                "password | sms; sms",
                "password & never; never",
                "password | nothing; nothing",
                "Password; Password",
                "unopposed(3d); unopposed(3d)",
                "password & supplied(Identity); supplied(Identity)"
            })
    void a_word_that_is_no_evidence_is_named(String text, String word) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> Requirement.parse(text));
        assertTrue(String.valueOf(refused.getMessage()).contains(word), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "password &", "& password", "password |", "|", "&", "password && device"})
    void a_missing_word_never_makes_a_formula_weaker(String text) {
        assertThrows(IllegalArgumentException.class, () -> Requirement.parse(text));
    }

    @Test
    void alternatives_cannot_be_changed_from_outside() {
        Set<Evidence> given = new HashSet<>(Set.of(Evidence.PASSWORD, Evidence.DEVICE));
        Requirement requirement = Requirement.anyOf(List.of(given));
        given.remove(Evidence.DEVICE);
        assertEquals("password & device", requirement.toString());
        assertThrows(
                UnsupportedOperationException.class,
                () -> requirement.alternatives().clear());
        assertThrows(
                UnsupportedOperationException.class,
                () -> requirement.alternatives().get(0).clear());
    }
}
