package org.authkit.example.wallet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.authkit.example.wallet.Mailbox.Mail;
import org.authkit.model.Action;
import org.authkit.policy.Policy;
import org.authkit.policy.Rule;
import org.authkit.policy.Waiver;
import org.authkit.testkit.CheapHashing;
import org.authkit.testkit.MovableClock;
import org.authkit.testkit.SoftwarePhone;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The card's sentence, through the servlet: whatever a request says, reset mail goes to the verified set and nowhere else. */
class TamperedRequestsTest {
    private static final int REQUESTS = 10_000;
    private static final int CONTROL_EVERY = 250;
    private static final String OWNER = "taro@example.jp";
    private static final String UNPROVEN = "unproven@example.jp";
    private static final String NOT_AGED = "notaged@example.jp";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path data;

    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-01T00:00:00Z"));

    @Test
    @Tag("attack:A1")
    @Tag("attack:A2")
    void ten_thousand_tampered_requests_send_nothing_outside_the_verified_set() throws Exception {
        long seed = Long.getLong("authkit.seed", new SecureRandom().nextLong());
        System.out.println("tampered requests: seed " + seed + " (repeat with -Dauthkit.seed)");
        // Without a budget, so that every request reaches what decides where mail goes.
        Rule unlimited = Policy.wallet()
                .rule(Action.RESET_PASSWORD)
                .withBudget(Rule.Lane.STRANGER, 1_000_000, Duration.ofMillis(1));
        Settings settings = Settings.defaults()
                .withPort(0)
                .withData(data)
                .withClock(clock)
                .withCustomizer(builder -> builder.slowHash(new CheapHashing())
                        .waive(Waiver.INSECURE_TEST_HASHING)
                        .policy(Policy.wallet().with(unlimited)));
        try (WalletServer server = WalletServer.start(settings)) {
            WalletClient wallet = WalletClient.of(server.address(), clock);
            ownerWithPowerlessContacts(wallet);
            Tamper tamper = new Tamper(seed, OWNER);
            Set<String> outside = new TreeSet<>();
            int controls = 0;
            for (int i = 1; i <= REQUESTS; i++) {
                tamper.send(wallet);
                if (i % CONTROL_EVERY == 0) {
                    settle(server, outside);
                    long before = last(server);
                    wallet.call("password/forgot", "login", OWNER).ok();
                    server.mailbox().await(mail -> mail.number() > before, PATIENCE);
                    settle(server, outside);
                    List<Mail> control = server.mailbox().matching(mail -> mail.number() > before);
                    assertEquals(Set.of(OWNER), control.stream().map(Mail::to).collect(Collectors.toSet()));
                    assertTrue(control.get(0).text().contains(server.address() + "/reset#"), control.get(0)::text);
                    controls++;
                }
            }
            System.out.println("tampered requests: " + REQUESTS + " sent, " + tamper.accepted() + " accepted, "
                    + controls + " controls arrived, recipients outside the verified set: " + outside);
            assertEquals(Set.of(), outside);
            int sent = controls;
            List<Mail> toOwner = server.mailbox()
                    .matching(mail -> mail.to().equals(OWNER) && mail.template().equals("reset"));
            assertTrue(
                    toOwner.size() >= sent, () -> sent + " controls were sent, " + toOwner.size() + " mails arrived");
            assertTrue(tamper.accepted() > 0 && tamper.accepted() < REQUESTS, "the mutations must sometimes bite");
        }
    }

    /** One address is claimed and never answers; one has answered a moment ago. Neither has any power. */
    private void ownerWithPowerlessContacts(WalletClient wallet) {
        Customer owner = new Customer(
                        wallet,
                        clock,
                        OWNER,
                        "correct horse battery staple",
                        SoftwarePhone.of("Pixel 9", new SecureRandom()))
                .register();
        owner.session().call("contacts/add", "email", UNPROVEN).ok();
        owner.session().call("contacts/add", "email", NOT_AGED).ok();
        String ticket = wallet.mail(NOT_AGED, "contact-confirm").ticket();
        wallet.call("contacts/confirm", "ticket", ticket).ok();
        owner.bindPhone();
    }

    /** Waits until every mail asked for so far has left, then looks at every recipient. */
    private static void settle(WalletServer server, Set<String> outside) throws InterruptedException {
        while (server.kit().runDue(1000) > 0) {
            // until nothing is due; what the server's own thread holds leased arrives before the marker below
        }
        server.mailbox()
                .matching(mail -> mail.template().equals("reset") && !mail.to().equals(OWNER))
                .forEach(mail -> outside.add(mail.to()));
        server.mailbox().matching(mail -> mail.to().contains("evil")).forEach(mail -> outside.add(mail.to()));
    }

    private static long last(WalletServer server) {
        return server.mailbox().all().stream().mapToLong(Mail::number).max().orElse(0);
    }
}
