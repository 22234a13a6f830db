package org.authkit.verification;

import static org.authkit.verification.World.allowed;
import static org.authkit.verification.World.challenged;
import static org.authkit.verification.World.password;
import static org.authkit.verification.World.reason;
import static org.authkit.verification.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.authkit.device.NewDevice;
import org.authkit.model.Action;
import org.authkit.model.Challenge;
import org.authkit.model.Decision;
import org.authkit.model.EmailAddress;
import org.authkit.model.Evidence;
import org.authkit.model.Money;
import org.authkit.model.Payment;
import org.authkit.model.PaymentApproval;
import org.authkit.model.Proof;
import org.authkit.model.Reason;
import org.authkit.model.RequestContext;
import org.authkit.model.Session;
import org.authkit.model.SessionToken;
import org.authkit.testkit.SoftwareAuthenticator;
import org.authkit.testkit.SoftwarePhone;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A thief who relays what the owner types while they type it (A21), or who copied a token (A31). */
class RelayAttackTest {
    private static final URI HERE = URI.create("https://wallet.example/api/account");

    private final World world = World.inMemory();
    private final Moves moves = new Moves(world);
    private final World.Customer owner = world.customer("owner@example.jp");
    private final SoftwareAuthenticator app = world.enrollTotp(owner.session(), Optional.of(owner.phone()));
    private final SoftwarePhone mule = moves.phone("Mule");

    private Session relayed() {
        world.advance(Duration.ofHours(25));
        return moves.signInByCode(owner, World.PASSWORD, app);
    }

    @Test
    @Tag("attack:A21")
    @Tag("req:ASVS-7.5.3")
    void a_relayed_password_and_code_sign_in_to_view_and_the_owner_is_told() {
        Session session = relayed();
        assertEquals(Optional.empty(), session.summary().deviceId());
        allowed(world.kit.sessions().authenticate(request(session)));
        allowed(world.kit.contacts().list(request(session)));
        assertEquals(1, world.count("signed-in", "owner@example.jp"));
        assertEquals(1, world.count("signed-in", owner.phone().thumbprint()));
    }

    @Test
    @Tag("attack:A21")
    @Tag("req:ASVS-7.5.3")
    void a_relayed_session_moves_no_money_whatever_it_answers_with() {
        Session session = relayed();
        for (Action action : List.of(Action.PAY, Action.TOP_UP, Action.TRANSFER)) {
            Payment payment = new Payment(action, "Tobacco shop", Money.yen(90_000), "t-1");
            Challenge challenge = challenged(world.kit.payments().approve(payment, request(session)));
            for (Set<Evidence> set : challenge.anyOf()) {
                assertTrue(set.contains(Evidence.DEVICE) || set.contains(Evidence.DEVICE_UV), set.toString());
            }
            world.advance(Duration.ofSeconds(60));
            for (Proof proof : List.of(
                    moves.code(app),
                    new Proof.PasswordAgain(password(World.PASSWORD)),
                    mule.answerVerified(challenge),
                    world.identity.supply("identity", challenge))) {
                Decision<PaymentApproval> decision =
                        world.kit.payments().approve(payment, request(session).answering(challenge.id(), proof));
                assertTrue(!(decision instanceof Decision.Allowed), action + " by " + proof);
            }
        }
    }

    @Test
    @Tag("attack:A21")
    @Tag("attack:A33")
    @Tag("req:ASVS-7.5.1")
    void a_relayed_session_binds_no_phone_adds_no_contact_and_removes_nothing_within_three_days() {
        Session session = relayed();
        NewDevice newcomer = new NewDevice("Mule", mule.publicJwk());
        String phone = owner.phone().thumbprint();
        for (int hour = 0; hour < 71; hour += 6) {
            world.advance(Duration.ofMinutes(1));
            Session live = moves.signInByCode(owner, World.PASSWORD, app);
            world.advance(Duration.ofMinutes(1));
            refusedWithPasswordAndCode(live, c -> world.kit.enrollment().begin(world.device, newcomer, c));
            refusedWithPasswordAndCode(live, c -> world.kit.contacts().add(EmailAddress.of("evil@example.com"), c));
            refusedWithPasswordAndCode(live, c -> world.kit.enrollment().remove(phone, c));
            world.advance(Duration.ofHours(6).minusMinutes(2));
            world.deliver();
        }
        assertEquals(0, world.count("contact-confirm", "evil@example.com"));
        assertEquals(2, world.count("device-bound", "owner@example.jp") + 1, "only the owner's own");
        assertTrue(world.count("change-requested", "owner@example.jp") >= 3);
        assertEquals(Reason.NOT_SIGNED_IN, reason(world.kit.sessions().authenticate(request(session))));
    }

    private <R> void refusedWithPasswordAndCode(
            Session session, java.util.function.Function<RequestContext, Decision<R>> call) {
        Decision<R> decision = call.apply(request(session));
        for (Proof proof : List.of(new Proof.PasswordAgain(password(World.PASSWORD)), moves.code(app))) {
            if (decision instanceof Decision.Challenged<R> c) {
                decision = call.apply(request(session).answering(c.challenge().id(), proof));
            }
        }
        assertTrue(!(decision instanceof Decision.Allowed), () -> "allowed");
        world.advance(Duration.ofSeconds(30));
    }

    // ---- a copied token (attack A31)

    private RequestContext proved(SoftwarePhone phone, String method, URI uri, Session session, SessionToken covered) {
        String proof = phone.proveRequest(method, uri, Optional.of(covered), world.clock.instant());
        return request(session).withHttp(new RequestContext.Http("POST", HERE, Optional.of(proof)));
    }

    @Test
    @Tag("attack:A31")
    void a_request_proof_counts_once_for_its_own_request_session_and_key() {
        Session session = world.signIn(owner, World.PASSWORD);
        Session other = world.signIn(owner, World.PASSWORD);
        SoftwarePhone phone = owner.phone();
        RequestContext right = proved(phone, "POST", HERE, session, session.token());
        allowed(world.kit.sessions().authenticate(right));
        assertEquals(Reason.WRONG_PROOF, reason(world.kit.sessions().authenticate(right)), "replayed");

        URI elsewhere = URI.create("https://wallet.example/api/payments");
        List<RequestContext> wrong = List.of(
                proved(phone, "POST", elsewhere, session, session.token()),
                proved(phone, "GET", HERE, session, session.token()),
                proved(phone, "POST", HERE, session, other.token()),
                proved(mule, "POST", HERE, session, session.token()),
                request(session).withHttp(new RequestContext.Http("POST", HERE, Optional.of("not.a.proof"))));
        for (RequestContext context : wrong) {
            assertEquals(Reason.WRONG_PROOF, reason(world.kit.sessions().authenticate(context)));
        }
        RequestContext stale = proved(phone, "POST", HERE, session, session.token());
        world.advance(Duration.ofSeconds(90));
        assertEquals(Reason.WRONG_PROOF, reason(world.kit.sessions().authenticate(stale)), "90 seconds old");
    }

    @Test
    @Tag("attack:A31")
    void a_replayed_or_foreign_request_proof_signs_nobody_in() {
        String proof = owner.phone().proveRequest("POST", HERE, Optional.empty(), world.clock.instant());
        RequestContext signed = request().withHttp(new RequestContext.Http("POST", HERE, Optional.of(proof)));
        allowed(world.kit.signIn().withPassword(owner.login(), password(World.PASSWORD), signed));
        challenged(world.kit.signIn().withPassword(owner.login(), password(World.PASSWORD), signed));
        String foreign = mule.proveRequest("POST", HERE, Optional.empty(), world.clock.instant());
        challenged(world.kit
                .signIn()
                .withPassword(
                        owner.login(),
                        password(World.PASSWORD),
                        request().withHttp(new RequestContext.Http("POST", HERE, Optional.of(foreign)))));
    }

    @Test
    @Tag("attack:A31")
    @Tag("attack:A36")
    void a_copied_token_without_the_phones_key_pays_nothing() {
        Session session = world.signIn(owner, World.PASSWORD);
        Challenge challenge = challenged(world.kit.payments().approve(Moves.payment(1200), request(session)));
        assertEquals(
                Reason.WRONG_PROOF,
                reason(world.kit
                        .payments()
                        .approve(
                                Moves.payment(1200),
                                request(session).answering(challenge.id(), mule.answerVerified(challenge)))));
    }

    @Test
    @Tag("attack:A31")
    void tokens_that_were_never_issued_are_nobodys() {
        String real = owner.session().token().reveal();
        int dot = real.indexOf('.');
        World.Customer other = world.customer("other@example.jp");
        String grafted = other.account().value() + real.substring(dot);
        char last = real.charAt(real.length() - 1);
        String flipped = real.substring(0, real.length() - 2) + (last == 'A' ? "B" : "A") + last;
        for (String token : List.of(
                "",
                ".",
                real.substring(0, dot),
                real.substring(0, dot + 1),
                grafted,
                flipped,
                real + "A",
                "x".repeat(66))) {
            assertEquals(
                    Reason.NOT_SIGNED_IN,
                    reason(world.kit.sessions().authenticate(request().withSession(SessionToken.of(token)))),
                    token);
        }
    }
}
