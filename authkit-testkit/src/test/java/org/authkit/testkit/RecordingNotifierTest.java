package org.authkit.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.authkit.spi.Message;
import org.authkit.spi.Message.Channel;
import org.junit.jupiter.api.Test;

class RecordingNotifierTest {
    private static final String MAIL = "a@example.com";
    private static final String PHONE = "+819012345678";

    private final RecordingNotifier notifier = new RecordingNotifier();

    private static Message message(Channel channel, String destination, String template) {
        return new Message("m", Optional.empty(), channel, destination, template, Locale.ROOT, "subject", "text");
    }

    @Test
    void messages_are_found_by_destination_and_by_template() throws IOException {
        Message reset = message(Channel.EMAIL, MAIL, "password-reset");
        Message notice = message(Channel.SMS, PHONE, "new-device");
        notifier.send(reset);
        notifier.send(notice);
        assertEquals(List.of(reset, notice), notifier.messages());
        assertEquals(List.of(notice), notifier.to(PHONE));
        assertEquals(List.of(reset), notifier.ofTemplate("password-reset"));
        notifier.clear();
        assertEquals(List.of(), notifier.messages());
    }

    @Test
    void it_refuses_what_it_was_told_to_and_remembers_what() throws IOException {
        Message mail = message(Channel.EMAIL, MAIL, "password-reset");
        Message sms = message(Channel.SMS, PHONE, "new-device");
        notifier.refuse(Channel.SMS);
        assertThrows(IOException.class, () -> notifier.send(sms));
        notifier.send(mail);
        notifier.refuseTo(MAIL);
        assertThrows(IOException.class, () -> notifier.send(mail));
        notifier.acceptAll();
        notifier.refuseNext(2);
        assertThrows(IOException.class, () -> notifier.send(mail));
        assertThrows(IOException.class, () -> notifier.send(sms));
        notifier.send(sms);
        assertEquals(List.of(mail, sms), notifier.messages());
        assertEquals(List.of(sms, mail, mail, sms), notifier.refused());
    }

    @Test
    void the_clock_moves_only_when_told_to() {
        MovableClock clock = new MovableClock(Instant.EPOCH);
        assertEquals(Instant.EPOCH, clock.instant());
        assertEquals(Instant.ofEpochSecond(5), clock.advance(Duration.ofSeconds(5)));
        assertThrows(IllegalArgumentException.class, () -> clock.advance(Duration.ofSeconds(-1)));
        clock.set(Instant.EPOCH);
        assertEquals(Instant.EPOCH, clock.instant());
    }
}
