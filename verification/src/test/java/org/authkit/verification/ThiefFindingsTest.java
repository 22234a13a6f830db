package org.authkit.verification;

import static org.authkit.verification.World.allowed;
import static org.authkit.verification.World.challenged;
import static org.authkit.verification.World.password;
import static org.authkit.verification.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.authkit.device.DeviceSetup;
import org.authkit.enrollment.Enrollment;
import org.authkit.model.Challenge;
import org.authkit.model.Decision;
import org.authkit.model.Proof;
import org.authkit.model.RequestContext;
import org.authkit.model.Session;
import org.authkit.model.Ticket;
import org.authkit.testkit.SoftwareAuthenticator;
import org.authkit.testkit.SoftwarePhone;
import org.authkit.totp.NewTotp;
import org.authkit.totp.TotpSetup;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ways in that an adversarial reading found and that are closed since. */
class ThiefFindingsTest {
    private static final Duration DAY = Duration.ofHours(24);
    private final World world = World.inMemory();
    private final Moves moves = new Moves(world);
    private final World.Customer owner = world.customer("owner@example.jp");

    private Session fresh() {
        return world.signIn(owner, World.PASSWORD);
    }

    @Test
    @Tag("attack:A6")
    void a_repeated_call_does_not_tell_a_right_password_by_its_pending_id() {
        SoftwarePhone mule = moves.phone("Mule");
        boolean right = ids(World.PASSWORD, mule);
        boolean wrong = ids(World.NEW_PASSWORD, mule);
        assertEquals(wrong, right, "same id twice: right " + right + ", wrong " + wrong);
    }

    private boolean ids(String pw, SoftwarePhone mule) {
        String a = moves.bindingChallenge(owner.login(), pw, mule).pending().orElseThrow();
        String b = moves.bindingChallenge(owner.login(), pw, mule).pending().orElseThrow();
        return a.equals(b);
    }

    @Test
    @Tag("attack:A29")
    void an_approval_dies_with_the_phone_that_gave_it() {
        SoftwarePhone second = second();
        world.advance(DAY.plusMinutes(1));
        // A thief with the unlocked second phone and the password approves his own phone.
        SoftwarePhone mule = moves.phone("Mule");
        moves.bindingChallenge(owner.login(), World.PASSWORD, mule);
        Session onSecond = allowed(moves.signIn(owner.login(), World.PASSWORD, second::answer));
        allowed(moves.approvePending(onSecond, second, moves.pendingId(onSecond)));
        // The owner removes the stolen phone.
        remove(fresh(), owner.phone(), second.thumbprint());
        world.advance(DAY.plusMinutes(1));
        Decision<Enrollment.Begun<DeviceSetup>> later = moves.askToBind(owner.login(), World.PASSWORD, mule);
        assertFalse(later instanceof Decision.Allowed, "the removed phone's approval bound a phone");
    }

    private SoftwarePhone second() {
        SoftwarePhone second = moves.phone("Second");
        moves.bindingChallenge(owner.login(), World.PASSWORD, second);
        Session approver = fresh();
        allowed(moves.approvePending(approver, owner.phone(), moves.pendingId(approver)));
        var begun = allowed(moves.askToBind(owner.login(), World.PASSWORD, second));
        allowed(moves.confirmBinding(begun, second, request()));
        return second;
    }

    private void remove(Session session, SoftwarePhone by, String id) {
        Challenge c = challenged(world.kit.enrollment().remove(id, request(session)));
        allowed(world.kit.enrollment().remove(id, request(session).answering(c.id(), by.answerVerified(c))));
    }

    @Test
    @Tag("attack:A29")
    void an_open_challenge_dies_with_the_phone_that_signed_it() {
        SoftwareAuthenticator app = world.enrollTotp(owner.session(), Optional.of(owner.phone()));
        world.advance(DAY.plusMinutes(1));
        SoftwarePhone second = second();
        world.advance(DAY.plusMinutes(1));
        // Thief: a session by phished password and code, and the unlocked second phone without its PIN.
        Session thief = moves.signInByCode(owner, World.PASSWORD, app);
        world.advance(Duration.ofMinutes(1));
        NewTotp evil = new NewTotp("evil", "x");
        Challenge c1 = challenged(world.kit.enrollment().begin(world.totp, evil, request(thief)));
        Challenge c2 = challenged(
                world.kit.enrollment().begin(world.totp, evil, request(thief).answering(c1.id(), second.answer(c1))));
        remove(fresh(), owner.phone(), second.thumbprint());
        Decision<Enrollment.Begun<TotpSetup>> d = world.kit
                .enrollment()
                .begin(
                        world.totp,
                        evil,
                        request(thief).answering(c2.id(), new Proof.PasswordAgain(password(World.PASSWORD))));
        assertFalse(d instanceof Decision.Allowed, "a removed phone's signature enrolled an authenticator");
    }

    @Test
    @Tag("attack:A15")
    void a_dead_mailbox_and_three_reset_requests_do_not_silence_the_phone() {
        world.deliver();
        world.notifier.clear();
        world.notifier.refuseTo("owner@example.jp");
        for (int i = 0; i < 3; i++) {
            allowed(world.kit.passwordReset().request(owner.login(), request()));
        }
        world.deliver();
        second();
        for (int m = 0; m < 23 * 4; m++) {
            world.advance(Duration.ofMinutes(15));
            world.deliver();
        }
        assertTrue(
                world.count("device-bound", owner.phone().thumbprint()) >= 1, "23 hours later the phone knows nothing");
    }

    @Test
    @Tag("attack:A21")
    void the_owners_own_sign_in_does_not_silence_the_thiefs() {
        SoftwareAuthenticator app = world.enrollTotp(owner.session(), Optional.of(owner.phone()));
        world.advance(Duration.ofMinutes(2));
        moves.signInByCode(owner, World.PASSWORD, app);
        long before = world.count("signed-in", "owner@example.jp");
        long beforePw = world.count("password-used-elsewhere", "owner@example.jp");
        world.advance(Duration.ofHours(3));
        RequestContext evil = RequestContext.of("203.0.113.66", "EvilProxy/6.6");
        Challenge c = challenged(world.kit.signIn().withPassword(owner.login(), password(World.PASSWORD), evil));
        allowed(world.kit
                .signIn()
                .withPassword(owner.login(), password(World.PASSWORD), evil.answering(c.id(), moves.code(app))));
        long after = world.count("signed-in", "owner@example.jp");
        long afterPw = world.count("password-used-elsewhere", "owner@example.jp");
        assertTrue(after > before || afterPw > beforePw, "a stranger's sign-in with a phished code told nobody");
    }

    @Test
    @Tag("attack:A15")
    void garbage_signatures_do_not_grow_the_record_without_bound() {
        Challenge c =
                challenged(world.kit.signIn().withPassword(owner.login(), password(World.NEW_PASSWORD), request()));
        int before = world.kit
                .operator()
                .events(Optional.of(owner.account()), Optional.empty(), 1000)
                .size();
        for (int i = 0; i < 500; i++) {
            world.kit
                    .signIn()
                    .withPassword(
                            owner.login(),
                            password(World.NEW_PASSWORD),
                            request().answering(c.id(), new Proof.Signature("a.b.c")));
        }
        int after = world.kit
                .operator()
                .events(Optional.of(owner.account()), Optional.empty(), 1000)
                .size();
        assertTrue(after - before < 100, "events written by a stranger without one guess charged: " + (after - before));
    }

    @Test
    @Tag("attack:A15")
    void a_stranger_who_knows_the_login_only_does_not_spend_the_codes_of_a_reset() {
        SoftwareAuthenticator app = world.enrollTotp(owner.session(), Optional.of(owner.phone()));
        world.advance(Duration.ofMinutes(2));
        Challenge c =
                challenged(world.kit.signIn().withPassword(owner.login(), password(World.NEW_PASSWORD), request()));
        for (int i = 0; i < 20; i++) {
            world.kit
                    .signIn()
                    .withPassword(
                            owner.login(),
                            password(World.NEW_PASSWORD),
                            request().answering(c.id(), new Proof.Code("totp", "123456")));
        }
        allowed(world.kit.passwordReset().request(owner.login(), request()));
        Ticket ticket = world.ticket("reset", "owner@example.jp");
        Challenge r = challenged(world.kit.passwordReset().complete(ticket, password(World.NEW_PASSWORD), request()));
        Decision<?> done = world.kit
                .passwordReset()
                .complete(ticket, password(World.NEW_PASSWORD), request().answering(r.id(), moves.code(app)));
        assertTrue(done instanceof Decision.Allowed, done.toString());
    }

    @Test
    @Tag("attack:A12")
    void a_stolen_session_does_not_collect_the_seed_the_owner_waited_for() {
        SoftwareAuthenticator app = world.enrollTotp(owner.session(), Optional.of(owner.phone()));
        world.advance(DAY.plusMinutes(2));
        Session session = moves.signInByCode(owner, World.PASSWORD, app);
        world.advance(Duration.ofMinutes(1));
        NewTotp mine = new NewTotp("My tablet", "owner");
        Challenge c1 = challenged(world.kit.enrollment().begin(world.totp, mine, request(session)));
        Challenge c2 = challenged(
                world.kit.enrollment().begin(world.totp, mine, request(session).answering(c1.id(), moves.code(app))));
        challenged(world.kit
                .enrollment()
                .begin(
                        world.totp,
                        mine,
                        request(session).answering(c2.id(), new Proof.PasswordAgain(password(World.PASSWORD)))));
        world.deliver();
        world.advance(Duration.ofHours(73));
        world.deliver();
        Session stolen = fresh(); // the thief holds this session's token and nothing else
        Decision<Enrollment.Begun<TotpSetup>> d = world.kit.enrollment().begin(world.totp, mine, request(stolen));
        assertFalse(d instanceof Decision.Allowed, "a bare session token got the seed of a new authenticator");
    }

    @Test
    @Tag("attack:A42")
    void the_notice_of_a_new_phone_names_it() {
        moves.bindingChallenge(owner.login(), World.PASSWORD, moves.phone("Galaxy 77"));
        world.deliver();
        String text = world.notifier.messages().stream()
                .filter(m -> m.template().equals("change-requested"))
                .findFirst()
                .orElseThrow()
                .text();
        assertTrue(text.contains("Galaxy 77"), text);
    }

    @Test
    @Tag("attack:A11")
    void changing_a_reset_password_does_not_launder_where_it_came_from() {
        SoftwareAuthenticator app = world.enrollTotp(owner.session(), Optional.of(owner.phone()));
        world.advance(DAY.plusMinutes(2));
        // Thief: mailbox, authenticator app and wallet app of an unlocked phone; not its PIN.
        allowed(world.kit.passwordReset().request(owner.login(), request()));
        Ticket ticket = world.ticket("reset", "owner@example.jp");
        Challenge r = challenged(world.kit.passwordReset().complete(ticket, password(World.NEW_PASSWORD), request()));
        allowed(world.kit
                .passwordReset()
                .complete(
                        ticket,
                        password(World.NEW_PASSWORD),
                        request().answering(r.id(), owner.phone().answer(r))));
        Session session = world.signIn(owner, World.NEW_PASSWORD);
        String third = "third and quite other password words";
        Challenge c = challenged(
                world.kit.passwordChange().change(password(World.NEW_PASSWORD), password(third), request(session)));
        allowed(world.kit
                .passwordChange()
                .change(
                        password(World.NEW_PASSWORD),
                        password(third),
                        request(session).answering(c.id(), moves.code(app))));
        var pay = Moves.payment(5000);
        Challenge p1 = challenged(world.kit.payments().approve(pay, request(session)));
        Decision<?> p2 = world.kit
                .payments()
                .approve(pay, request(session).answering(p1.id(), owner.phone().answer(p1)));
        if (p2 instanceof Decision.Challenged<?> again) {
            p2 = world.kit
                    .payments()
                    .approve(
                            pay,
                            request(session)
                                    .answering(again.challenge().id(), new Proof.PasswordAgain(password(third))));
        }
        assertFalse(p2 instanceof Decision.Allowed, "paid with a password obtained through this very phone");
    }
}
