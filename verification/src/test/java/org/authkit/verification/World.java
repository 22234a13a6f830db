package org.authkit.verification;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.authkit.AuthKit;
import org.authkit.device.DeviceFactor;
import org.authkit.device.NewDevice;
import org.authkit.enrollment.Enrollment;
import org.authkit.model.AccountId;
import org.authkit.model.Authenticator;
import org.authkit.model.Challenge;
import org.authkit.model.Decision;
import org.authkit.model.Denial;
import org.authkit.model.EmailAddress;
import org.authkit.model.Evidence;
import org.authkit.model.Login;
import org.authkit.model.Password;
import org.authkit.model.PhoneNumber;
import org.authkit.model.Proof;
import org.authkit.model.Reason;
import org.authkit.model.RequestContext;
import org.authkit.model.Session;
import org.authkit.model.Ticket;
import org.authkit.operator.AccountImport;
import org.authkit.policy.Policy;
import org.authkit.policy.Waiver;
import org.authkit.spi.KeyRing;
import org.authkit.spi.MemoryStorage;
import org.authkit.spi.Message;
import org.authkit.spi.SlowHash;
import org.authkit.spi.Storage;
import org.authkit.testkit.CheapHashing;
import org.authkit.testkit.MovableClock;
import org.authkit.testkit.RecordingNotifier;
import org.authkit.testkit.SoftwareAuthenticator;
import org.authkit.testkit.SoftwarePhone;
import org.authkit.testkit.StatementIssuer;
import org.authkit.totp.NewTotp;
import org.authkit.totp.TotpFactor;
import org.authkit.totp.TotpSetup;

/** One wallet under test: a kit on a storage, a clock that moves, a notifier that remembers, phones and thieves. */
final class World {
    static final String PASSWORD = "correct horse battery staple";
    static final String NEW_PASSWORD = "wholly different orange bicycle";
    static final Instant START = Instant.parse("2026-11-01T09:00:00Z");

    final MovableClock clock;
    final RecordingNotifier notifier = new RecordingNotifier();
    final SecureRandom random = new SecureRandom();
    final CheapHashing hashing = new CheapHashing();
    final StatementIssuer identity = StatementIssuer.of(random);
    final DeviceFactor device = DeviceFactor.create();
    final TotpFactor totp = TotpFactor.issuer("Acme Wallet");
    final KeyRing keys;
    final Storage storage;
    final AuthKit kit;

    /** @param clock the one the storage reads too */
    World(MovableClock clock, Storage storage, KeyRing keys, Policy policy) {
        this.clock = clock;
        this.storage = storage;
        this.keys = keys;
        this.kit = builder(policy).build();
    }

    /** In memory, under the wallet policy. */
    static World inMemory() {
        MovableClock clock = new MovableClock(START);
        return new World(clock, new MemoryStorage(clock), TestKeys.fresh(), Policy.wallet());
    }

    AuthKit.Builder builder(Policy policy) {
        return node(storage, policy);
    }

    /** A builder of another node's kit: the same but for its way to the store. */
    AuthKit.Builder node(Storage node, Policy policy) {
        return builder(node, policy, hashing).waive(Waiver.INSECURE_TEST_HASHING);
    }

    AuthKit.Builder builder(Policy policy, SlowHash engine) {
        return builder(storage, policy, engine);
    }

    private AuthKit.Builder builder(Storage node, Policy policy, SlowHash engine) {
        return AuthKit.builder(node, notifier, keys)
                .service("Acme Wallet")
                .factor(device)
                .factor(totp)
                .policy(policy)
                .supplier("identity", identity.publicJwk())
                .links(URI.create("https://wallet.example/"))
                .slowHash(engine)
                .clock(clock)
                .random(random);
    }

    // ---- requests

    static RequestContext request() {
        return RequestContext.of("192.0.2.10", "TestClient/1.0").withLocale(Locale.JAPANESE);
    }

    static RequestContext request(Session session) {
        return request().withSession(session.token());
    }

    static Password password(String text) {
        return Password.of(text);
    }

    void advance(Duration by) {
        clock.advance(by);
    }

    void deliver() {
        kit.runDue(1000);
    }

    // ---- mail

    private static final Pattern TICKET = Pattern.compile("https://wallet\\.example/([a-z]+)#([A-Za-z0-9_-]+)");

    /** The ticket in the newest message of a template to a destination. */
    Ticket ticket(String template, String to) {
        deliver();
        List<Message> messages = notifier.messages().stream()
                .filter(m -> m.template().equals(template) && m.destination().equals(to))
                .toList();
        if (messages.isEmpty()) {
            throw new AssertionError("no " + template + " to " + to + " among " + notifier.messages());
        }
        Matcher matcher = TICKET.matcher(messages.get(messages.size() - 1).text());
        if (!matcher.find()) {
            throw new AssertionError("no ticket in " + template);
        }
        return Ticket.of(matcher.group(2));
    }

    long count(String template, String to) {
        deliver();
        return notifier.messages().stream()
                .filter(m -> m.template().equals(template) && m.destination().equals(to))
                .count();
    }

    // ---- customers

    /** A registered customer with a fresh session, still in the ceremony. */
    Session register(String email) {
        return register(email, PASSWORD);
    }

    Session register(String email, String password) {
        allowed(kit.registration().register(EmailAddress.of(email), request()));
        Ticket ticket = ticket("registration", EmailAddress.of(email).canonical());
        return allowed(kit.registration().confirm(ticket, password(password), request()));
    }

    /** Binds a phone in the ceremony. */
    SoftwarePhone bind(Session session, String name) {
        SoftwarePhone phone = SoftwarePhone.of(name, random);
        var begun = allowed(kit.enrollment().begin(device, new NewDevice(name, phone.publicJwk()), request(session)));
        allowed(kit.enrollment()
                .confirm(
                        begun.ticket(),
                        phone.sign(begun.shown().statementType(), begun.shown().statement()),
                        request(session)));
        return phone;
    }

    /** Enrolls TOTP, answering the challenge on the bound phone where one comes. */
    SoftwareAuthenticator enrollTotp(Session session, Optional<SoftwarePhone> phone) {
        NewTotp newcomer = new NewTotp("My app", "customer");
        Decision<Enrollment.Begun<TotpSetup>> begun = kit.enrollment().begin(totp, newcomer, request(session));
        if (begun instanceof Decision.Challenged<Enrollment.Begun<TotpSetup>> c) {
            begun = kit.enrollment()
                    .begin(
                            totp,
                            newcomer,
                            request(session)
                                    .answering(
                                            c.challenge().id(),
                                            phone.orElseThrow().answerVerified(c.challenge())));
        }
        SoftwareAuthenticator app =
                SoftwareAuthenticator.scan(allowed(begun).shown().otpauthUri());
        allowed(kit.enrollment()
                .confirm(
                        allowed(begun).ticket(),
                        new Proof.Code("totp", app.codeAt(clock.instant())),
                        request(session)));
        return app;
    }

    /** A customer with a bound phone. */
    record Customer(String email, Session session, SoftwarePhone phone) {
        AccountId account() {
            return session.summary().account();
        }

        Login login() {
            return EmailAddress.of(email);
        }
    }

    Customer customer(String email) {
        Session session = register(email);
        SoftwarePhone phone = bind(session, "Pixel 9");
        return new Customer(email, session, phone);
    }

    /** Signs in on a bound phone: password, then the phone's signature. */
    Session signIn(Customer customer, String password) {
        Challenge challenge = challenged(kit.signIn().withPassword(customer.login(), password(password), request()));
        return allowed(kit.signIn()
                .withPassword(
                        customer.login(),
                        password(password),
                        request().answering(challenge.id(), customer.phone().answer(challenge))));
    }

    /** An account taken over from a predecessor; its password hash is made by a customer of the same world. */
    AccountId importAccount(String email, Optional<String> phone, String password) {
        String phc = hash(password);
        return allowed(kit.operator()
                .importAccount(new AccountImport(
                        EmailAddress.of(email),
                        List.of(EmailAddress.of(email)),
                        phone.map(PhoneNumber::of).stream().toList(),
                        Optional.of(phc),
                        Locale.JAPANESE)));
    }

    /** The PHC text a predecessor with the same (cheap) engine would have kept. */
    private String hash(String password) {
        byte[] salt = new byte[16];
        random.nextBytes(salt);
        byte[] tag = hashing.hash(
                password.getBytes(java.nio.charset.StandardCharsets.UTF_8), salt, new SlowHash.Cost(65_536, 3, 1, 32));
        var base64 = java.util.Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=65536,t=3,p=1$" + base64.encodeToString(salt) + "$" + base64.encodeToString(tag);
    }

    // ---- decisions

    static <R> R allowed(Decision<R> decision) {
        return decision.fold(
                value -> value,
                challenge -> {
                    throw new AssertionError("challenged: " + challenge.action() + " " + challenge.anyOf());
                },
                denial -> {
                    throw new AssertionError("denied: " + denial);
                });
    }

    static <R> Challenge challenged(Decision<R> decision) {
        return decision.fold(
                value -> {
                    throw new AssertionError("allowed: " + value);
                },
                challenge -> challenge,
                denial -> {
                    throw new AssertionError("denied: " + denial);
                });
    }

    static <R> Denial denied(Decision<R> decision) {
        return decision.fold(
                value -> {
                    throw new AssertionError("allowed: " + value);
                },
                challenge -> {
                    throw new AssertionError("challenged: " + challenge.action() + " " + challenge.anyOf());
                },
                denial -> denial);
    }

    static <R> Reason reason(Decision<R> decision) {
        return denied(decision).reason();
    }

    static Set<Evidence> set(Evidence... evidence) {
        return Set.of(evidence);
    }

    static List<String> names(List<Authenticator> authenticators) {
        return authenticators.stream().map(Authenticator::name).toList();
    }
}
