package org.authkit.verification;

import static org.authkit.verification.World.allowed;
import static org.authkit.verification.World.password;
import static org.authkit.verification.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.authkit.model.EmailAddress;
import org.authkit.model.Login;
import org.authkit.model.Session;
import org.authkit.model.Ticket;
import org.authkit.spi.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins that are two at once, look like others, or fold into others. */
class IdentifierAttackTest {
    private static final int INPUTS = 12_000;
    private static final String OWNER = "mike@example.jp";
    private static final String EVIL = "evil@attacker.example";
    private static final List<String> GLUE = List.of(
            ",",
            ";",
            "|",
            " ",
            "\t",
            "\r\n",
            "\n",
            "\0",
            "%00",
            "%0d%0a",
            "&",
            "&login=",
            "\r\nBcc: ",
            "%0d%0acc:",
            ">,<",
            "\",\"",
            "\u2028",
            "\u00a0",
            "\uff0c",
            "\uff1b",
            "\u0000",
            "/",
            "\\",
            "'",
            "\"",
            "+",
            "@",
            "\uff20",
            "#",
            "?to=");
    private static final List<String> LOOKALIKES = List.of(
            "m\u0131ke@example.jp",
            "M\u0130KE@example.jp",
            "mi\u212ae@example.jp",
            "\uff4d\uff49\uff4b\uff45@example.jp",
            "\u043cike@example.jp",
            "mik\u0435@example.jp",
            "mike@ex\u0430mple.jp",
            "mike@example\u3002jp",
            "mike@exam\u00adple.jp",
            "mike@xn--exmple-cua.jp",
            "mike@EXAMPLE.JP",
            "MIKE@example.jp",
            "mike@example.jp.",
            "mi\u200bke@example.jp",
            "mike\u202e@example.jp");

    private final Locale before = Locale.getDefault();
    private final World world = World.inMemory();

    @AfterEach
    void restoreTheLocale() {
        Locale.setDefault(before);
    }

    private static Set<String> destinations(World world) {
        world.deliver();
        Set<String> destinations = new TreeSet<>();
        for (Message message : world.notifier.messages()) {
            if (message.channel() != Message.Channel.APP) {
                destinations.add(message.destination());
            }
        }
        return destinations;
    }

    @Test
    @Tag("attack:A2")
    void twelve_thousand_tampered_logins_send_reset_mail_to_nobody_but_the_proved_mailbox() {
        long seed = Long.getLong("authkit.seed", 20190703L);
        System.out.println("seed of the tampered logins: " + seed);
        Random random = new Random(seed);
        world.customer(OWNER);
        world.deliver();
        world.notifier.clear();
        int parsed = 0;
        int controls = 0;
        for (int i = 0; i < INPUTS; i++) {
            if (i % 1000 == 0) {
                world.advance(Duration.ofHours(3));
                world.notifier.clear();
                allowed(world.kit.passwordReset().request(Login.parse(OWNER), request()));
                assertEquals(1, world.count("reset", OWNER), "the unmutated control, at input " + i);
                controls++;
            }
            String typed = tampered(random);
            try {
                world.kit.passwordReset().request(Login.parse(typed), request());
                parsed++;
            } catch (IllegalArgumentException e) {
                assertTrue(e.getMessage().startsWith("text: "), e.getMessage());
            }
            if (i % 500 == 499) {
                Set<String> strangers = destinations(world);
                strangers.remove(OWNER);
                assertEquals(Set.of(), strangers, "recipients outside the verified set");
            }
        }
        assertEquals(12, controls);
        assertTrue(parsed > INPUTS / 50 && parsed < INPUTS, "inputs that were addresses at all: " + parsed);
    }

    private static String tampered(Random random) {
        String glue = GLUE.get(random.nextInt(GLUE.size()));
        String text = switch (random.nextInt(7)) {
            case 0 -> OWNER + glue + EVIL;
            case 1 -> EVIL + glue + OWNER;
            case 2 -> glue + OWNER;
            case 3 -> LOOKALIKES.get(random.nextInt(LOOKALIKES.size()));
            case 4 -> "[\"" + OWNER + "\"," + glue + "\"" + EVIL + "\"]";
            case 5 -> "\"" + EVIL + glue + "\"<" + OWNER + ">";
            default -> OWNER;
        };
        int mutations = random.nextInt(3);
        StringBuilder mutated = new StringBuilder(text);
        for (int m = 0; m < mutations; m++) {
            int at = random.nextInt(mutated.length());
            switch (random.nextInt(4)) {
                case 0 -> mutated.insert(at, glue);
                case 1 -> mutated.setCharAt(at, (char) random.nextInt(0x3100));
                case 2 -> mutated.setCharAt(at, Character.toUpperCase(mutated.charAt(at)));
                default -> mutated.insert(at, (char) random.nextInt(0x80));
            }
        }
        return mutated.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "|", " ", "\t", "\r\nBcc:", "\0", "\n", "<", ">", "\"", "(", "\\", ":", "\u2028"})
    @Tag("attack:A2")
    void an_address_with_a_separator_in_it_is_refused_rather_than_repaired(String separator) {
        for (String text : List.of(
                OWNER + separator + EVIL, OWNER + separator, separator + OWNER, "mi" + separator + "ke@example.jp")) {
            assertTrue(Surface.refuses(() -> EmailAddress.of(text)), text);
            assertTrue(Surface.refuses(() -> Login.parse(text)), text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tr-TR", "az-AZ", "lt-LT", "ja-JP"})
    @Tag("attack:A3")
    void lookalikes_of_a_login_reach_its_mailbox_or_nobody_and_never_open_a_second_account(String locale) {
        Locale.setDefault(Locale.forLanguageTag(locale));
        world.customer(OWNER);
        world.deliver();
        world.notifier.clear();
        for (String typed : LOOKALIKES) {
            world.advance(Duration.ofHours(3));
            try {
                EmailAddress address = EmailAddress.of(typed);
                boolean same = address.canonical().equals(OWNER);
                assertEquals(same, world.kit.operator().find(address).isPresent(), typed);
                allowed(world.kit.passwordReset().request(address, request()));
                if (same) {
                    allowed(world.kit.registration().register(address, request()));
                }
            } catch (IllegalArgumentException e) {
                assertTrue(e.getMessage().startsWith("text: "), e.getMessage());
            }
        }
        assertEquals(Set.of(OWNER), destinations(world));
        assertEquals(0, world.notifier.ofTemplate("registration").size(), "a ticket for a second account");
        assertTrue(world.notifier.ofTemplate("registration-taken").size() >= 5);
    }

    @Test
    @Tag("attack:A3")
    void the_canonical_form_is_the_same_under_every_default_locale_and_canonical_again() {
        List<String> typed =
                List.of("MIKE@EXAMPLE.JP", "IIII@I.example.jp", "mi\u212ae@example.jp", "a..b.@docomo.ne.jp");
        List<String> expected =
                typed.stream().map(t -> EmailAddress.of(t).canonical()).toList();
        assertEquals(List.of(OWNER, "iiii@i.example.jp", OWNER, "a..b.@docomo.ne.jp"), expected);
        for (Locale locale : Locale.getAvailableLocales()) {
            Locale.setDefault(locale);
            for (int i = 0; i < typed.size(); i++) {
                String canonical = EmailAddress.of(typed.get(i)).canonical();
                assertEquals(expected.get(i), canonical, locale.toString());
                assertEquals(canonical, EmailAddress.of(canonical).canonical());
                assertTrue(Normalizer.isNormalized(canonical, Normalizer.Form.NFKC));
            }
        }
    }

    @Test
    @Tag("attack:A4")
    void sixty_four_confirmations_of_one_address_in_every_spelling_make_one_account() throws Exception {
        List<Ticket> tickets = new ArrayList<>();
        List<String> spellings = List.of("aaa@example.jp", "aaA@example.jp", "AAA@EXAMPLE.JP", "\uff41aa@example.jp");
        for (int i = 0; i < 64; i++) {
            if (i % 3 == 0) {
                world.advance(Duration.ofHours(4));
                tickets.clear();
            }
            allowed(world.kit.registration().register(EmailAddress.of(spellings.get(i % spellings.size())), request()));
            tickets.add(world.ticket("registration", "aaa@example.jp"));
        }
        // Three mails an hour are let through, so the last live tickets are spent by 64 threads.
        ExecutorService pool = Executors.newFixedThreadPool(64);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> results = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            Ticket ticket = tickets.get(i % tickets.size());
            results.add(pool.submit(() -> {
                start.await();
                return world.kit
                        .registration()
                        .confirm(ticket, password(World.PASSWORD), request())
                        .fold((Session s) -> true, c -> false, d -> false);
            }));
        }
        start.countDown();
        int accounts = 0;
        for (Future<Boolean> result : results) {
            accounts += result.get() ? 1 : 0;
        }
        pool.shutdownNow();
        assertEquals(1, accounts);
    }

    @Test
    @Tag("attack:A4")
    void tickets_made_before_the_address_was_taken_open_no_second_account() {
        allowed(world.kit.registration().register(EmailAddress.of("aaa@example.jp"), request()));
        Ticket first = world.ticket("registration", "aaa@example.jp");
        allowed(world.kit.registration().register(EmailAddress.of("AAA@example.jp"), request()));
        Ticket second = world.ticket("registration", "aaa@example.jp");
        allowed(world.kit.registration().confirm(second, password(World.PASSWORD), request()));
        assertEquals(
                org.authkit.model.Reason.TICKET_INVALID,
                World.reason(world.kit.registration().confirm(first, password(World.NEW_PASSWORD), request())));
    }
}
