package org.authkit.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @ParameterizedTest
    @CsvSource({
        "registrationLife, 24h",
        "resetLife, 24h",
        "contactLife, 24h",
        "challengeLife, 10m",
        "approvalLife, 15m",
        "sessionIdle, 1h",
        "sessionLife, 24h"
    })
    @Tag("req:N63B-2.2.3-01")
    @Tag("req:ASVS-7.3.2")
    void lives_end_at_their_caps(String name, String cap) throws Exception {
        Duration most = Duration.parse("PT" + cap);
        assertEquals(most, with(name, most).getClass().getMethod(name).invoke(with(name, most)));
        for (Duration wrong : new Duration[] {most.plusNanos(1), Duration.ZERO, Duration.ofMinutes(-1)}) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> with(name, wrong), wrong::toString);
            assertTrue(String.valueOf(refused.getMessage()).startsWith(name + ": "), refused.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pendingLife", "contactAging", "independenceAge", "vetoCloses"})
    void waits_are_not_negative(String name) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> with(name, Duration.ofNanos(-1)));
        assertTrue(String.valueOf(refused.getMessage()).startsWith(name + ": "), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"maxContacts, 2, 10", "maxSessions, 1, 50"})
    @Tag("req:N63B-4.6-01")
    void sizes_have_bounds(String name, int least, int most) throws Exception {
        with(name, least);
        with(name, most);
        assertThrows(IllegalArgumentException.class, () -> with(name, least - 1));
        assertThrows(IllegalArgumentException.class, () -> with(name, most + 1));
    }

    @Test
    void the_wallet_s_numbers_are_those_the_design_names() {
        Settings wallet = Settings.wallet();
        assertEquals(Duration.ofMinutes(15), wallet.registrationLife());
        assertEquals(Duration.ofHours(24), wallet.contactAging());
        assertEquals(Duration.ofHours(24), wallet.independenceAge());
        assertEquals(Duration.ofDays(30), wallet.vetoCloses());
    }

    /** The wallet's settings with one component replaced. */
    private static Settings with(String name, Object value) throws Exception {
        RecordComponent[] components = Settings.class.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = components[i].getName().equals(name)
                    ? value
                    : components[i].getAccessor().invoke(Settings.wallet());
        }
        Constructor<Settings> constructor = Settings.class.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
