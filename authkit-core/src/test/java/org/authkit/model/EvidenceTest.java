package org.authkit.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.authkit.model.Evidence.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceTest {

    @ParameterizedTest
    @EnumSource(Kind.class)
    void every_kind_prints_and_reads_back(Kind kind) {
        String parameter = switch (kind) {
            case SUPPLIED -> "my-check-2";
            case UNOPPOSED -> "72h";
            default -> "";
        };
        Evidence evidence = new Evidence(kind, parameter);
        assertEquals(evidence, Evidence.parse(evidence.toString()));
        assertEquals(kind == Kind.OLD_DEVICE || kind == Kind.UNOPPOSED, evidence.isAwaited());
        assertEquals(kind == Kind.UNOPPOSED ? Duration.ofDays(3) : Duration.ZERO, evidence.delay());
    }

    @Test
    void the_printed_names_are_those_of_the_policy_file() {
        assertEquals("device-uv", Evidence.DEVICE_UV.toString());
        assertEquals("old-device", Evidence.OLD_DEVICE.toString());
        assertEquals("supplied(identity)", Evidence.IDENTITY.toString());
        assertEquals("unopposed(72h)", Evidence.unopposed(Duration.ofDays(3)).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " password",
                "password ",
                "Password",
                "PASSWORD",
                "device_uv",
                "device uv",
                "password()",
                "password(x)",
                "password)",
                "password(",
                "(password)",
                "()",
                "supplied",
                "supplied()",
                "supplied(Identity)",
                "supplied(1d)",
                "supplied(a b)",
                "supplied(a)b",
                "supplied((a))",
                "supplied(a\n)",
                "unopposed",
                "unopposed()",
                "unopposed(72)",
                "unopposed(0h)",
                "unopposed(072h)",
                "unopposed(-1h)",
                "unopposed(3d)",
                "unopposed(99999h)",
                "unopposed(72h))",
                "sms",
                "passwords"
            })
    void anything_else_is_refused_naming_the_word(String text) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Evidence.parse(text), text);
        assertTrue(String.valueOf(refused.getMessage()).contains(text), refused.getMessage());
    }

    @Test
    void a_wait_is_whole_positive_hours_and_a_name_is_short() {
        assertThrows(IllegalArgumentException.class, () -> Evidence.unopposed(Duration.ofMinutes(90)));
        assertThrows(IllegalArgumentException.class, () -> Evidence.unopposed(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> Evidence.unopposed(Duration.ofDays(-1)));
        assertThrows(IllegalArgumentException.class, () -> Evidence.unopposed(Duration.ofHours(10_000)));
        assertEquals(
                "unopposed(9999h)", Evidence.unopposed(Duration.ofHours(9_999)).toString());
        assertEquals("a".repeat(31), Evidence.supplied("a".repeat(31)).parameter());
        assertThrows(IllegalArgumentException.class, () -> Evidence.supplied("a".repeat(32)));
        assertThrows(IllegalArgumentException.class, () -> new Evidence(Kind.PASSWORD, "x"));
    }

    @Test
    void order_agrees_with_equality() {
        List<Evidence> all = new ArrayList<>(List.of(
                Evidence.PASSWORD,
                Evidence.DEVICE,
                Evidence.DEVICE_UV,
                Evidence.supplied("a"),
                Evidence.supplied("b"),
                Evidence.unopposed(Duration.ofHours(24)),
                Evidence.unopposed(Duration.ofDays(3))));
        Collections.shuffle(all, new Random(1));
        assertEquals(all.size(), new TreeSet<>(all).size());
        for (Evidence one : all) {
            for (Evidence other : all) {
                assertEquals(one.equals(other), one.compareTo(other) == 0);
                assertEquals(Integer.signum(one.compareTo(other)), -Integer.signum(other.compareTo(one)));
            }
        }
    }
}
