package org.authkit.verification;

import static org.authkit.verification.World.allowed;
import static org.authkit.verification.World.challenged;
import static org.authkit.verification.World.password;
import static org.authkit.verification.World.reason;
import static org.authkit.verification.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.authkit.device.NewDevice;
import org.authkit.enrollment.Enrollment;
import org.authkit.model.AccountId;
import org.authkit.model.Challenge;
import org.authkit.model.Decision;
import org.authkit.model.EmailAddress;
import org.authkit.model.Money;
import org.authkit.model.Payment;
import org.authkit.model.Proof;
import org.authkit.model.Reason;
import org.authkit.model.Session;
import org.authkit.model.Ticket;
import org.authkit.spi.Message;
import org.authkit.testkit.SoftwareAuthenticator;
import org.authkit.testkit.SoftwarePhone;
import org.authkit.totp.NewTotp;
import org.authkit.totp.TotpSetup;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A copy of all tables without the keys holds nothing that opens, names or reaches anybody. */
class DumpTest {
    private static final Pattern IN_LINK = Pattern.compile("https://wallet\\.example/[a-z]+#([A-Za-z0-9_-]+)");
    private static final String PHONE_NUMBER = "+819012345678";
    private static final String SECOND_MAILBOX = "taro.second@example.org";

    /** What must not be found, by a name for the report. */
    private final Map<String, byte[]> secrets = new LinkedHashMap<>();

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    @Tag("attack:A44")
    @Tag("req:N63B-3.1.1.2-15")
    @Tag("req:TOTP-5.1-02")
    @Tag("req:OFP-Tokens-01")
    void a_dump_holds_no_ticket_token_seed_password_address_or_key(Stores stores) {
        try (Cluster cluster = stores.open()) {
            World world = cluster.world;
            story(world);
            Dump waiting = Dump.of(cluster.pool());
            assertTrue(waiting.rows("authkit_message").size() > 5
                    || waiting.rows("AUTHKIT_MESSAGE").size() > 5);
            world.deliver();
            Dump delivered = Dump.of(cluster.pool());
            mailed(world);
            assertTrue(secrets.size() > 25, "the story left too little to look for: " + secrets.keySet());

            List<String> hits = new ArrayList<>();
            secrets.forEach((name, secret) -> {
                hits.addAll(waiting.find(name, secret));
                hits.addAll(delivered.find(name, secret));
            });
            assertEquals(List.of(), hits);

            noRowIsATicket(world, waiting);
        }
    }

    /** Whatever text or digest the rows show, it is not what a customer's link carries. */
    private static void noRowIsATicket(World world, Dump dump) {
        int tried = 0;
        for (String row : dump.rows()) {
            if (row.toLowerCase(Locale.ROOT).startsWith("authkit_ticket|")) {
                String id = row.split("\\|", -1)[1];
                Ticket ticket = Ticket.of(id);
                assertEquals(
                        Reason.TICKET_INVALID,
                        reason(world.kit.registration().confirm(ticket, password(World.PASSWORD), request())));
                assertEquals(
                        Reason.TICKET_INVALID,
                        reason(world.kit.passwordReset().complete(ticket, password(World.PASSWORD), request())));
                assertEquals(Reason.TICKET_INVALID, reason(world.kit.pending().veto(ticket, request())));
                tried++;
            }
        }
        assertTrue(tried >= 4, "tickets lie in the table");
    }

    // ---- a story that leaves something of everything behind

    private void story(World world) {
        word("password", World.PASSWORD);
        word("mailbox", "taro.yamada@example.jp");
        Session session = world.register("Taro.Yamada@Example.jp");
        token("first session", session);
        SoftwarePhone phone = world.bind(session, "Pixel 9");
        word("device name", "Pixel 9");
        World.Customer taro = new World.Customer("taro.yamada@example.jp", session, phone);
        key(phone);
        contact(world, taro);
        totp(world, taro);
        token("second session", world.signIn(taro, World.PASSWORD));

        allowed(world.kit.passwordReset().request(taro.login(), request()));
        pendingChange(world, taro);
        payments(world, taro);
        signedRequest(world, taro);

        allowed(world.kit.registration().register(EmailAddress.of("half.way@example.net"), request()));
        word("unconfirmed mailbox", "half.way@example.net");
        imported(world);
    }

    private void totp(World world, World.Customer taro) {
        NewTotp newcomer = new NewTotp("My authenticator", "customer");
        Decision<Enrollment.Begun<TotpSetup>> begun =
                world.kit.enrollment().begin(world.totp, newcomer, request(taro.session()));
        if (begun instanceof Decision.Challenged<Enrollment.Begun<TotpSetup>> c) {
            begun = world.kit
                    .enrollment()
                    .begin(
                            world.totp,
                            newcomer,
                            request(taro.session())
                                    .answering(c.challenge().id(), taro.phone().answerVerified(c.challenge())));
        }
        String uri = allowed(begun).shown().otpauthUri();
        Matcher matcher = Pattern.compile("secret=([A-Z2-7]+)").matcher(uri);
        assertTrue(matcher.find(), uri);
        word("TOTP seed in Base32", matcher.group(1));
        secrets.put("TOTP seed", base32(matcher.group(1)));
        word("otpauth URI", uri);
        allowed(world.kit
                .enrollment()
                .confirm(
                        allowed(begun).ticket(),
                        new Proof.Code("totp", SoftwareAuthenticator.scan(uri).codeAt(world.clock.instant())),
                        request(taro.session())));
        word("set-up ticket", allowed(begun).ticket().reveal());
    }

    private void contact(World world, World.Customer taro) {
        word("claimed mailbox", SECOND_MAILBOX);
        EmailAddress second = EmailAddress.of(SECOND_MAILBOX);
        var claimed = world.kit.contacts().add(second, request(taro.session()));
        if (claimed instanceof Decision.Challenged<?> c) {
            allowed(world.kit
                    .contacts()
                    .add(
                            second,
                            request(taro.session())
                                    .answering(c.challenge().id(), taro.phone().answerVerified(c.challenge()))));
        }
    }

    private void pendingChange(World world, World.Customer taro) {
        SoftwarePhone newcomer = SoftwarePhone.of("Galaxy S26", world.random);
        key(newcomer);
        Challenge waits = challenged(world.kit
                .enrollment()
                .begin(
                        taro.login(),
                        password(World.PASSWORD),
                        world.device,
                        new NewDevice("Galaxy S26", newcomer.publicJwk()),
                        request()));
        assertTrue(waits.pending().isPresent());
    }

    private void payments(World world, World.Customer taro) {
        Payment payment = Payment.pay("Sunflower Bakery", Money.yen(1200), "order-77812");
        Challenge challenge = challenged(world.kit.payments().approve(payment, request(taro.session())));
        Proof signed = taro.phone().answerVerified(challenge);
        allowed(world.kit.payments().approve(payment, request(taro.session()).answering(challenge.id(), signed)));
        word("payee", payment.payee());
        word("order", payment.reference());
        word("payment's signature", ((Proof.Signature) signed).jws());
        word("challenge", challenge.id());
    }

    private void signedRequest(World world, World.Customer taro) {
        URI uri = URI.create("https://wallet.example/api/me");
        String proof =
                taro.phone().proveRequest("GET", uri, Optional.of(taro.session().token()), world.clock.instant());
        allowed(world.kit
                .sessions()
                .authenticate(request(taro.session())
                        .withHttp(new org.authkit.model.RequestContext.Http("GET", uri, Optional.of(proof)))));
        word("request proof", proof);
    }

    private void imported(World world) {
        AccountId imported = world.importAccount(
                "old.customer@example.com", Optional.of(PHONE_NUMBER), "another correct horse battery");
        assertTrue(world.kit
                .operator()
                .find(EmailAddress.of("old.customer@example.com"))
                .equals(Optional.of(imported)));
        word("imported mailbox", "old.customer@example.com");
        word("phone number", PHONE_NUMBER);
        word("phone number as dialed", "09012345678");
        word("imported password", "another correct horse battery");
        word("PHC string", "$argon2id$");
        word("PHC parameters", "m=65536");
        byte[] hash = world.hashing.hash(
                World.PASSWORD.getBytes(StandardCharsets.UTF_8),
                new byte[16],
                new org.authkit.spi.SlowHash.Cost(65_536, 3, 1, 32));
        secrets.put("unsalted hash", hash);
    }

    /** Every ticket that left in a message. */
    private void mailed(World world) {
        int tickets = 0;
        for (Message message : world.notifier.messages()) {
            Matcher matcher = IN_LINK.matcher(message.text());
            if (matcher.find()) {
                word("ticket in " + message.template() + " " + message.id(), matcher.group(1));
                secrets.put(
                        "octets of ticket " + message.id(),
                        Base64.getUrlDecoder().decode(matcher.group(1)));
                tickets++;
            }
        }
        assertTrue(tickets >= 5, "tickets were mailed: " + tickets);
    }

    private void word(String name, String text) {
        for (String spelling : List.of(text, text.toLowerCase(Locale.ROOT), text.toUpperCase(Locale.ROOT))) {
            secrets.put(name + " " + spelling, spelling.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void token(String name, Session session) {
        String token = session.token().reveal();
        word(name, token);
        // The part in front of the dot is the account's id, which every row may bear.
        word(name + "'s secret", token.substring(token.indexOf('.') + 1));
    }

    private void key(SoftwarePhone phone) {
        Matcher matcher = Pattern.compile("\"([xy])\":\"([A-Za-z0-9_-]{43})\"").matcher(phone.publicJwk());
        while (matcher.find()) {
            word(phone.name() + "'s key " + matcher.group(1), matcher.group(2));
            secrets.put(
                    phone.name() + "'s octets " + matcher.group(1),
                    Base64.getUrlDecoder().decode(matcher.group(2)));
        }
        word(phone.name() + "'s thumbprint", phone.thumbprint());
    }

    private static byte[] base32(String text) {
        java.math.BigInteger bits = java.math.BigInteger.ZERO;
        for (int i = 0; i < text.length(); i++) {
            bits = bits.shiftLeft(5)
                    .or(java.math.BigInteger.valueOf("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(text.charAt(i))));
        }
        int octets = text.length() * 5 / 8;
        byte[] value = bits.shiftRight(text.length() * 5 - octets * 8).toByteArray();
        byte[] seed = new byte[octets];
        int length = Math.min(octets, value.length);
        System.arraycopy(value, value.length - length, seed, octets - length, length);
        return seed;
    }
}
