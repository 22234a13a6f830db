package org.authkit.example.wallet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.authkit.example.wallet.Mailbox.Mail;
import org.authkit.example.wallet.WalletClient.Answer;
import org.authkit.model.AccountId;
import org.authkit.model.Decision;
import org.authkit.model.EmailAddress;
import org.authkit.model.Event;
import org.authkit.model.PhoneNumber;
import org.authkit.operator.AccountImport;
import org.authkit.policy.Waiver;
import org.authkit.spi.SlowHash;
import org.authkit.testkit.CheapHashing;
import org.authkit.testkit.MovableClock;
import org.authkit.testkit.SoftwarePhone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The thief's story over the wallet's own API: ¥0 moved, no device bound, the owner told. */
class ThiefStoryTest {
    private static final String PASSWORD = "correct horse battery staple";
    private static final long CREDIT = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path data;

    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-01T00:00:00Z"));
    private final SecureRandom random = new SecureRandom();
    private final CheapHashing hashing = new CheapHashing();
    private WalletServer server;
    private WalletClient wallet;

    @BeforeEach
    void start() throws IOException {
        server = WalletServer.start(Settings.defaults()
                .withPort(0)
                .withData(data)
                .withClock(clock)
                .withCustomizer(builder -> builder.slowHash(hashing).waive(Waiver.INSECURE_TEST_HASHING)));
        wallet = WalletClient.of(server.address(), clock);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @Tag("attack:A29")
    @Tag("attack:A16")
    void with_the_right_password_a_thief_on_another_phone_moves_nothing_and_every_verified_contact_is_told() {
        Customer owner = ownerWithTwoMailboxes("taro@example.jp", "hanako@example.jp");
        Thief thief = thief("taro@example.jp");

        assertTrue(thief.signIn().isChallenge());
        assertEquals("WRONG_CREDENTIALS", thief.signInWithOwnKey().code());
        assertTold("password-used-elsewhere", "taro@example.jp", "hanako@example.jp");
        assertTrue(thief.bindPhone().isChallenge());
        assertTold("change-requested", "taro@example.jp", "hanako@example.jp");
        for (int day = 0; day < 30; day++) {
            clock.advance(Duration.ofDays(1));
            assertFalse(thief.bindPhone().isOk());
        }
        owner.signIn();
        assertUnharmed(owner);
    }

    @Test
    @Tag("attack:A11")
    @Tag("attack:A14")
    void with_password_and_mailbox_the_thief_cannot_reset_bind_or_pay() {
        Customer owner = ownerWithTwoMailboxes("taro@example.jp", "hanako@example.jp");
        Thief thief = thief("taro@example.jp");

        wallet.call("password/forgot", "login", "taro@example.jp").ok();
        String ticket = wallet.mail("taro@example.jp", "reset").ticket();
        assertEquals(
                "WRONG_PROOF", thief.reset(ticket, "a password of the thief").code());
        assertTrue(thief.signIn().isChallenge());
        for (int day = 0; day < 30; day++) {
            clock.advance(Duration.ofDays(1));
            assertFalse(thief.bindPhone().isOk());
        }
        assertTold("change-requested", "taro@example.jp", "hanako@example.jp");
        owner.signIn();
        assertUnharmed(owner);
    }

    @Test
    @Tag("attack:A1")
    @Tag("attack:A5")
    void birth_date_and_phone_number_open_nothing_and_an_address_in_the_request_receives_nothing() {
        Customer owner = ownerWithTwoMailboxes("taro@example.jp", "hanako@example.jp");
        Thief thief = thief("taro@example.jp");
        String facts = "\"birthDate\":\"2019-01-01\",\"phone\":\"09012345678\",\"sendTo\":\"evil@example.com\"";

        Answer forgot = thief.send("password/forgot", "{\"login\":\"taro@example.jp\"," + facts + "}");
        assertEquals("BAD_REQUEST", forgot.code());
        assertEquals(
                "BAD_REQUEST",
                thief.send("sign-in", "{\"login\":\"taro@example.jp\",\"password\":\"" + PASSWORD + "\"," + facts + "}")
                        .code());
        thief.signIn();
        thief.bindPhone();
        assertTold("change-requested", "taro@example.jp", "hanako@example.jp");
        assertEquals(List.of(), server.mailbox().matching(mail -> mail.to().contains("evil")));
        assertEquals(
                List.of(), server.mailbox().matching(mail -> mail.template().equals("reset")));
        owner.signIn();
        assertUnharmed(owner);
    }

    @Test
    @Tag("attack:A14")
    @Tag("attack:A29")
    void an_imported_account_without_a_phone_stays_shut_for_a_thief_who_holds_its_only_mailbox_and_waits_30_days() {
        AccountId account = imported("yamada@example.jp", Optional.empty());
        Thief thief = thief("yamada@example.jp");

        String token = thief.signIn().ok().text("token");
        assertTold("signed-in", "yamada@example.jp");
        assertEquals(
                Set.of(),
                Set.copyOf(wallet.withSession(token).call("factors/list").ok().items()));
        for (int day = 0; day < 30; day++) {
            clock.advance(Duration.ofDays(1));
            token = thief.signIn().ok().text("token");
            assertFalse(thief.bindPhone(token).isOk());
            assertFalse(thief.bindPhone().isOk());
            assertEquals("NOT_PERMITTED", thief.pay(token, 1_000 + day).code());
        }
        wallet.call("password/forgot", "login", "yamada@example.jp").ok();
        String ticket = wallet.mail("yamada@example.jp", "reset").ticket();
        thief.reset(ticket, "a password of the thief's own");
        assertTold("password-reset", "yamada@example.jp");
        assertEquals(0, count(account, Event.Kind.DEVICE_BOUND));
        assertEquals(0, count(account, Event.Kind.FACTOR_ENROLLED));
        assertEquals(0, count(account, Event.Kind.PAYMENT_APPROVED));
        assertEquals(CREDIT, server.ledger().balance(account));
    }

    @Test
    @Tag("attack:A14")
    void a_number_the_thief_does_not_hold_is_told_at_once_and_stops_the_wait() {
        AccountId account = imported("suzuki@example.jp", Optional.of("+819012345678"));
        Thief thief = thief("suzuki@example.jp");

        assertTrue(thief.bindPhone().isChallenge());
        Mail notice = assertTold("change-requested", "+819012345678").get(0);
        clock.advance(Duration.ofHours(36));
        assertTold("change-reminder", "+819012345678", "suzuki@example.jp");
        String veto = notice.text().replaceAll("(?s).*#([A-Za-z0-9_-]+).*", "$1");
        wallet.call("veto", "ticket", veto).ok();
        for (int day = 0; day < 29; day++) {
            clock.advance(Duration.ofDays(1));
            assertFalse(thief.bindPhone().isOk());
        }
        assertTold("change-stopped", "+819012345678", "suzuki@example.jp");
        assertEquals(0, count(account, Event.Kind.DEVICE_BOUND));
        assertEquals(CREDIT, server.ledger().balance(account));
    }

    // ---- the cast

    private Customer ownerWithTwoMailboxes(String first, String second) {
        Customer owner = new Customer(wallet, clock, first, PASSWORD, SoftwarePhone.of("Pixel 9", random))
                .register()
                .bindPhone();
        owner.approveOnPhone("contacts/add", WalletClient.members("email", second))
                .ok();
        String ticket = wallet.mail(second, "contact-confirm").ticket();
        wallet.call("contacts/confirm", "ticket", ticket).ok();
        clock.advance(Duration.ofHours(25));
        return owner.signIn();
    }

    private Thief thief(String login) {
        return new Thief(wallet, clock, SoftwarePhone.of("Mule's phone", random), login, PASSWORD);
    }

    private AccountId imported(String email, Optional<String> phone) {
        Decision<AccountId> decision = server.kit()
                .operator()
                .importAccount(new AccountImport(
                        EmailAddress.of(email),
                        List.of(EmailAddress.of(email)),
                        phone.map(PhoneNumber::of).stream().toList(),
                        Optional.of(hash()),
                        Locale.JAPANESE));
        return ((Decision.Allowed<AccountId>) decision).value();
    }

    private String hash() {
        byte[] salt = new byte[16];
        random.nextBytes(salt);
        byte[] tag = hashing.hash(PASSWORD.getBytes(StandardCharsets.UTF_8), salt, new SlowHash.Cost(65_536, 3, 1, 32));
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=65536,t=3,p=1$" + base64.encodeToString(salt) + "$" + base64.encodeToString(tag);
    }

    // ---- the verdict

    private void assertUnharmed(Customer owner) {
        assertEquals(CREDIT, owner.balance());
        assertEquals(
                List.of("Pixel 9"),
                owner.session().call("factors/list").ok().items().stream()
                        .map(item -> item.get("name").getAsString())
                        .toList());
    }

    private List<Mail> assertTold(String template, String... addresses) {
        List<Mail> told = new java.util.ArrayList<>();
        for (String address : addresses) {
            try {
                List<Mail> mails = server.mailbox()
                        .await(
                                mail -> mail.to().equals(address)
                                        && mail.template().equals(template),
                                PATIENCE);
                assertFalse(mails.isEmpty(), () -> address + " was not told by " + template);
                told.add(mails.get(0));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return told;
    }

    private long count(AccountId account, Event.Kind kind) {
        return server.kit().operator().events(Optional.of(account), Optional.empty(), 1000).stream()
                .filter(event -> event.kind() == kind)
                .count();
    }
}
