package org.authkit.verification;

import static org.authkit.verification.World.allowed;
import static org.authkit.verification.World.challenged;
import static org.authkit.verification.World.password;
import static org.authkit.verification.World.reason;
import static org.authkit.verification.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.authkit.AuthKit;
import org.authkit.model.Contact;
import org.authkit.model.Decision;
import org.authkit.model.EmailAddress;
import org.authkit.model.Evidence;
import org.authkit.model.Reason;
import org.authkit.model.RequestContext;
import org.authkit.model.Ticket;
import org.authkit.policy.Policy;
import org.authkit.policy.Waiver;
import org.authkit.spi.Message;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Where reset mail goes, and what stands in it. */
class ResetDestinationAttackTest {
    private static final Pattern URL = Pattern.compile("[a-z]+://[^/\\s]+");

    private final World world = World.inMemory();
    private final Moves moves = new Moves(world);
    private final World.Customer owner = world.customer("owner@example.jp");

    private long resetMails(String address) {
        return world.count("reset", address);
    }

    @Test
    @Tag("attack:A1")
    @Tag("req:ASVS-6.4.3")
    void a_second_address_that_was_claimed_but_never_proved_receives_no_reset_mail() {
        moves.claim(owner.session(), owner.phone(), "second@example.jp");
        allowed(world.kit.passwordReset().request(owner.login(), request()));
        assertEquals(List.of("owner@example.jp"), moves.destinations("reset"));
        assertEquals(
                List.of("contact-confirm"),
                world.notifier.to("second@example.jp").stream()
                        .map(Message::template)
                        .toList());
    }

    @Test
    @Tag("attack:A1")
    void a_proved_address_receives_reset_mail_from_24_hours_after_its_proof_and_not_a_minute_earlier() {
        moves.claim(owner.session(), owner.phone(), "second@example.jp");
        moves.prove("second@example.jp");
        world.advance(Duration.ofHours(23).plusMinutes(59));
        allowed(world.kit.passwordReset().request(owner.login(), request()));
        assertEquals(0, resetMails("second@example.jp"));
        assertEquals(1, resetMails("owner@example.jp"));
        world.advance(Duration.ofMinutes(1));
        allowed(world.kit.passwordReset().request(owner.login(), request()));
        assertEquals(1, resetMails("second@example.jp"));
        assertEquals(2, resetMails("owner@example.jp"));
    }

    @Test
    @Tag("attack:A1")
    void the_wait_of_a_second_address_is_counted_from_its_proof_and_not_from_its_claim() {
        moves.claim(owner.session(), owner.phone(), "second@example.jp");
        world.advance(Duration.ofMinutes(50));
        moves.prove("second@example.jp");
        world.advance(Duration.ofHours(23).plusMinutes(20));
        allowed(world.kit.passwordReset().request(owner.login(), request()));
        assertEquals(List.of("owner@example.jp"), moves.destinations("reset"));
    }

    @Test
    @Tag("attack:A1")
    void an_address_nobody_proves_within_the_hour_is_forgotten_and_its_ticket_with_it() {
        moves.claim(owner.session(), owner.phone(), "second@example.jp");
        Ticket late = world.ticket("contact-confirm", "second@example.jp");
        world.advance(Duration.ofMinutes(59));
        assertEquals(2, contacts().size());
        world.advance(Duration.ofMinutes(2));
        assertEquals(Reason.TICKET_INVALID, reason(world.kit.contacts().confirm(late, request())));
        assertEquals(1, contacts().size());
        world.advance(Duration.ofDays(2));
        allowed(world.kit.passwordReset().request(owner.login(), request()));
        assertEquals(List.of("owner@example.jp"), moves.destinations("reset"));
    }

    private List<Contact> contacts() {
        return allowed(world.kit.contacts().list(request(world.signIn(owner, World.PASSWORD))));
    }

    @Test
    @Tag("attack:A1")
    @Tag("attack:A33")
    void a_reset_ticket_dies_when_the_mailbox_it_went_to_is_removed_from_the_account() {
        moves.claim(owner.session(), owner.phone(), "second@example.jp");
        moves.prove("second@example.jp");
        world.advance(Duration.ofHours(25));
        var session = world.signIn(owner, World.PASSWORD);
        String second = contacts().stream()
                .filter(c -> c.address().equals(EmailAddress.of("second@example.jp")))
                .findFirst()
                .orElseThrow()
                .id();
        allowed(world.kit.passwordReset().request(owner.login(), request()));
        Ticket ticket = world.ticket("reset", "second@example.jp");
        allowed(Moves.answering(
                request(session),
                context -> world.kit.contacts().remove(second, context),
                owner.phone()::answerVerified));
        assertEquals(Reason.TICKET_INVALID, reason(moves.reset(ticket, World.NEW_PASSWORD, owner.phone()::answer)));
    }

    @Test
    @Tag("attack:A5")
    @Tag("req:ASVS-6.4.2")
    void birth_dates_and_other_profile_data_are_no_evidence_a_policy_could_name() {
        List<String> kinds =
                java.util.Arrays.stream(Evidence.Kind.values()).map(Enum::name).toList();
        assertEquals(
                List.of(
                        "PASSWORD",
                        "TOTP",
                        "DEVICE",
                        "DEVICE_UV",
                        "EMAIL",
                        "OLD_DEVICE",
                        "REGISTRATION",
                        "SUPPLIED",
                        "UNOPPOSED"),
                kinds);
        for (String word : List.of("birth-date", "birthdate", "phone-number", "name", "kba", "secret-question")) {
            assertTrue(Surface.refuses(() -> Evidence.parse(word)), word);
        }
    }

    @Test
    @Tag("attack:A5")
    @Tag("req:ASVS-6.4.2")
    void nothing_a_customer_knows_about_themselves_can_be_presented_anywhere_in_the_api() {
        List<String> suspicious = Surface.publicMethods().stream()
                .map(Surface::signature)
                .filter(text -> text.contains("LocalDate")
                        || text.toLowerCase(Locale.ROOT).matches(".*(birth|question|hint).*"))
                .toList();
        assertEquals(List.of(), suspicious);
        assertFalse(Surface.publicMethods().isEmpty());
    }

    @Test
    @Tag("attack:A7")
    void links_lead_to_the_configured_origin_whatever_the_request_says() {
        List<String> spoofs = List.of(
                "evil.example",
                "wallet.example.evil.example",
                "wallet.example@evil.example",
                "evil.example#wallet.example",
                "https://evil.example/",
                "//evil.example",
                "evil.example:443",
                "wallet.example, evil.example",
                "wallet.example\r\nHost: evil.example",
                "[::ffff:203.0.113.9]",
                "xn--wallt-9ua.example",
                "evil.example/.wallet.example");
        int asked = 0;
        for (String spoof : spoofs) {
            RequestContext context = RequestContext.of(spoof, "Mozilla Host: " + spoof)
                    .withHttp(new RequestContext.Http(
                            "POST", URI.create("https://evil.example/reset"), Optional.of(spoof)))
                    .withLocale(Locale.ENGLISH);
            world.advance(Duration.ofHours(3));
            allowed(world.kit.passwordReset().request(owner.login(), context));
            allowed(world.kit.registration().register(EmailAddress.of("new" + asked++ + "@example.jp"), context));
        }
        world.deliver();
        assertEquals(12, world.notifier.ofTemplate("reset").size());
        assertEquals(12, world.notifier.ofTemplate("registration").size() - 1);
        for (Message message : world.notifier.messages()) {
            Matcher url = URL.matcher(message.subject() + message.text());
            while (url.find()) {
                assertEquals("https://wallet.example", url.group());
            }
            assertFalse(message.text().contains("evil"), message.text());
        }
    }

    @Test
    @Tag("attack:A7")
    void without_a_configured_origin_messages_carry_a_code_and_no_address_at_all() {
        AuthKit codeOnly = AuthKit.builder(world.storage, world.notifier, world.keys)
                .service("Acme Wallet")
                .factor(world.device)
                .policy(Policy.wallet())
                .slowHash(world.hashing)
                .clock(world.clock)
                .random(world.random)
                .waive(Waiver.INSECURE_TEST_HASHING)
                .build();
        world.deliver();
        world.notifier.clear();
        allowed(codeOnly.passwordReset().request(owner.login(), request()));
        allowed(codeOnly.registration().register(EmailAddress.of("new@example.jp"), request()));
        codeOnly.runDue(10);
        assertEquals(2, world.notifier.messages().size());
        for (Message message : world.notifier.messages()) {
            assertFalse(message.text().contains("://") || message.text().contains("www."), message.text());
        }
        Matcher code = Pattern.compile("(?m)^[A-Za-z0-9_-]{43}$")
                .matcher(world.notifier.ofTemplate("reset").get(0).text());
        assertTrue(code.find());
        Decision<?> next =
                codeOnly.passwordReset().complete(Ticket.of(code.group()), password(World.NEW_PASSWORD), request());
        challenged(next);
    }
}
