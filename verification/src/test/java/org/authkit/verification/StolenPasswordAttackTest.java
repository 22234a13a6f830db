package org.authkit.verification;

import static org.authkit.verification.World.allowed;
import static org.authkit.verification.World.challenged;
import static org.authkit.verification.World.denied;
import static org.authkit.verification.World.reason;
import static org.authkit.verification.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.authkit.device.DeviceSetup;
import org.authkit.enrollment.Enrollment;
import org.authkit.model.Authenticator;
import org.authkit.model.Challenge;
import org.authkit.model.Decision;
import org.authkit.model.Evidence;
import org.authkit.model.PendingChange;
import org.authkit.model.Reason;
import org.authkit.model.Session;
import org.authkit.spi.Message;
import org.authkit.testkit.SoftwareAuthenticator;
import org.authkit.testkit.SoftwarePhone;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The right password on a phone nobody knows (attack A29): the old phone is asked, never evicted. */
class StolenPasswordAttackTest {
    private static final Duration DAY = Duration.ofHours(24);

    private final World world = World.inMemory();
    private final Moves moves = new Moves(world);
    private final World.Customer owner = world.customer("owner@example.jp");
    private final SoftwarePhone newcomer = moves.phone("P2");

    private Session fresh() {
        return world.signIn(owner, World.PASSWORD);
    }

    private List<String> devices() {
        return allowed(world.kit.enrollment().list(request(fresh()))).stream()
                .filter(a -> a.kind().equals("device"))
                .map(Authenticator::id)
                .toList();
    }

    private Session signInOn(SoftwarePhone phone) {
        return allowed(moves.signIn(owner.login(), World.PASSWORD, phone::answer));
    }

    @Test
    @Tag("attack:A29")
    @Tag("req:ASVS-6.3.7")
    void a_right_password_on_an_unknown_phone_leaves_the_old_phones_session_alive_and_asks_the_owner() {
        Challenge challenge = moves.bindingChallenge(owner.login(), World.PASSWORD, newcomer);
        assertTrue(
                challenge.anyOf().contains(World.set(Evidence.OLD_DEVICE)),
                challenge.anyOf().toString());

        allowed(world.kit.sessions().authenticate(request(owner.session())));
        List<PendingChange> pending = allowed(world.kit.pending().list(request(owner.session())));
        assertEquals(1, pending.size());
        assertEquals(newcomer.thumbprint(), pending.get(0).details().get("key"));
        assertEquals(1, world.count("change-requested", "owner@example.jp"));
        assertEquals(1, world.count("change-requested", owner.phone().thumbprint()));

        assertEquals(List.of(owner.phone().thumbprint()), devices());
        assertEquals(
                Reason.WRONG_CREDENTIALS,
                reason(moves.signIn(owner.login(), World.PASSWORD, newcomer::answerVerified)),
                "the newcomer's signature is worth nothing yet");
        allowed(moves.pay(owner.session(), owner.phone(), Moves.payment(1200)));
    }

    @Test
    @Tag("attack:A29")
    @Tag("attack:A35")
    void an_approved_phone_waits_a_day_before_it_pays_while_the_old_one_goes_on() {
        moves.bindingChallenge(owner.login(), World.PASSWORD, newcomer);
        allowed(moves.approvePending(owner.session(), owner.phone(), moves.pendingId(owner.session())));
        Enrollment.Begun<DeviceSetup> begun = allowed(moves.askToBind(owner.login(), World.PASSWORD, newcomer));
        allowed(moves.confirmBinding(begun, newcomer, request()));
        assertEquals(1, world.count("device-bound", "owner@example.jp") - 1, "the first phone's notice and this one's");
        assertEquals(1, world.count("device-bound", newcomer.thumbprint()));

        Session onNew = signInOn(newcomer);
        var held = denied(moves.approve(onNew, newcomer, Moves.payment(500)));
        assertEquals(Reason.ON_HOLD, held.reason());
        assertEquals(world.clock.instant().plus(DAY), held.retryAt().orElseThrow());
        allowed(moves.pay(fresh(), owner.phone(), Moves.payment(1200)));

        world.advance(DAY.minusSeconds(1));
        assertEquals(Reason.ON_HOLD, reason(moves.approve(signInOn(newcomer), newcomer, Moves.payment(500))));
        allowed(moves.pay(fresh(), owner.phone(), Moves.payment(1201)));
        world.advance(Duration.ofSeconds(1));
        allowed(moves.pay(signInOn(newcomer), newcomer, Moves.payment(500)));
    }

    @Test
    @Tag("attack:A29")
    void an_approval_is_worth_nothing_to_another_key_or_behind_another_password() {
        moves.bindingChallenge(owner.login(), World.PASSWORD, newcomer);
        allowed(moves.approvePending(owner.session(), owner.phone(), moves.pendingId(owner.session())));
        SoftwarePhone sameName = moves.phone("P2");
        challenged(moves.askToBind(owner.login(), World.PASSWORD, sameName));
        challenged(moves.askToBind(owner.login(), World.NEW_PASSWORD, newcomer));
        Enrollment.Begun<DeviceSetup> begun = allowed(moves.askToBind(owner.login(), World.PASSWORD, newcomer));
        assertEquals(Reason.WRONG_PROOF, reason(moves.confirmBinding(begun, sameName, request())));
        assertEquals(List.of(owner.phone().thumbprint()), devices());
    }

    @Test
    @Tag("attack:A29")
    @Tag("attack:A22")
    @Tag("req:ASVS-6.2.10")
    void a_declined_phone_is_stopped_and_the_password_opens_nothing_without_a_phone_until_it_is_changed() {
        SoftwareAuthenticator app = world.enrollTotp(owner.session(), Optional.of(owner.phone()));
        world.advance(Duration.ofMinutes(2));
        moves.bindingChallenge(owner.login(), World.PASSWORD, newcomer);
        allowed(moves.declinePending(owner.session(), owner.phone(), moves.pendingId(owner.session())));
        assertEquals(1, world.count("change-stopped", "owner@example.jp"));

        Decision<Session> byCode = moves.signIn(owner.login(), World.PASSWORD, c -> moves.code(app));
        assertEquals(Reason.NOT_PERMITTED, reason(byCode), "password and code, the password being compromised");
        Session session = signInOn(owner.phone());
        moves.bindingChallenge(owner.login(), World.PASSWORD, newcomer);
        assertEquals(
                List.of(),
                allowed(world.kit.pending().list(World.request(session))),
                "the owner sees the settings on the phone, and is asked no second time");

        allowed(moves.changePassword(session, owner.phone(), World.PASSWORD, World.NEW_PASSWORD));
        world.advance(Duration.ofMinutes(2));
        moves.signInByCode(owner, World.NEW_PASSWORD, app);
    }

    @Test
    @Tag("attack:A29")
    void a_stopped_path_stays_closed_for_thirty_days_to_password_and_code() {
        SoftwareAuthenticator app = world.enrollTotp(owner.session(), Optional.of(owner.phone()));
        world.advance(DAY.plusMinutes(2));
        Session session = fresh();
        moves.bindingChallenge(owner.login(), World.PASSWORD, newcomer);
        allowed(moves.declinePending(session, owner.phone(), moves.pendingId(session)));
        allowed(moves.changePassword(session, owner.phone(), World.PASSWORD, World.NEW_PASSWORD));
        for (int day = 0; day < 29; day += 4) {
            Decision<Enrollment.Begun<DeviceSetup>> again = lostPhone(World.NEW_PASSWORD, app);
            assertTrue(!(again instanceof Decision.Allowed), "day " + day);
            world.advance(Duration.ofDays(4));
            world.deliver();
        }
        assertTrue(!(lostPhone(World.NEW_PASSWORD, app) instanceof Decision.Allowed));
        assertEquals(0, world.count("change-due", "owner@example.jp"), "no wait has even begun");
        world.advance(Duration.ofDays(2));
        waitOut(World.NEW_PASSWORD, app);
        assertEquals(1, world.count("change-due", "owner@example.jp"));
    }

    private Decision<Enrollment.Begun<DeviceSetup>> lostPhone(String password, SoftwareAuthenticator app) {
        return Moves.answering(
                request(),
                context -> moves.askToBind(owner.login(), password, newcomer, context),
                c -> moves.code(app));
    }

    private Enrollment.Begun<DeviceSetup> waitOut(String password, SoftwareAuthenticator app) {
        lostPhone(password, app);
        world.deliver();
        world.advance(Duration.ofDays(3));
        world.deliver();
        return allowed(lostPhone(password, app));
    }

    @Test
    @Tag("attack:A29")
    @Tag("attack:A42")
    void a_lost_phone_is_replaced_by_password_and_code_after_72_hours_with_notices_at_start_middle_and_end() {
        SoftwareAuthenticator app = world.enrollTotp(owner.session(), Optional.of(owner.phone()));
        world.advance(DAY.plusMinutes(2));
        challenged(lostPhone(World.PASSWORD, app));
        for (String channel : List.of("owner@example.jp", owner.phone().thumbprint())) {
            assertTrue(world.count("change-requested", channel) >= 1, channel);
            assertEquals(0, world.count("change-reminder", channel));
        }
        world.advance(Duration.ofHours(36));
        for (String channel : List.of("owner@example.jp", owner.phone().thumbprint())) {
            assertEquals(1, world.count("change-reminder", channel), channel);
            assertEquals(0, world.count("change-due", channel));
        }
        world.advance(Duration.ofHours(36).minusSeconds(1));
        challenged(lostPhone(World.PASSWORD, app));
        world.advance(Duration.ofSeconds(1));
        for (String channel : List.of("owner@example.jp", owner.phone().thumbprint())) {
            assertEquals(1, world.count("change-due", channel), channel);
        }
        Enrollment.Begun<DeviceSetup> begun = allowed(moves.askToBind(owner.login(), World.PASSWORD, newcomer));
        allowed(moves.confirmBinding(begun, newcomer, request()));
        Session session = signInOn(newcomer);
        assertEquals(Reason.ON_HOLD, reason(moves.approve(session, newcomer, Moves.payment(500))));
        assertEquals(2, devices().size(), "the old phone is not evicted by the newcomer");
    }

    @Test
    @Tag("attack:A29")
    void the_clock_of_the_wait_starts_only_when_every_channel_accepted_its_notice() {
        SoftwareAuthenticator app = world.enrollTotp(owner.session(), Optional.of(owner.phone()));
        world.advance(DAY.plusMinutes(2));
        world.deliver();
        world.notifier.refuse(Message.Channel.EMAIL);
        challenged(lostPhone(World.PASSWORD, app));
        world.deliver();
        for (int hours = 0; hours < 60; hours++) {
            world.advance(Duration.ofHours(1));
            world.deliver();
        }
        world.notifier.acceptAll();
        world.advance(Duration.ofHours(1));
        world.deliver();
        world.advance(Duration.ofHours(13));
        world.deliver();
        assertTrue(
                !(lostPhone(World.PASSWORD, app) instanceof Decision.Allowed),
                "74 hours after the request, the mailbox having been told for less than a day");
    }

    @Test
    @Tag("attack:A29")
    void whoever_was_told_stops_the_wait_with_one_tap_without_signing_in() {
        SoftwareAuthenticator app = world.enrollTotp(owner.session(), Optional.of(owner.phone()));
        world.advance(DAY.plusMinutes(2));
        challenged(lostPhone(World.PASSWORD, app));
        world.advance(Duration.ofHours(71));
        var veto = world.ticket("change-reminder", "owner@example.jp");
        allowed(world.kit.pending().veto(veto, request()));
        world.advance(Duration.ofHours(2));
        world.deliver();
        assertEquals(0, world.count("change-due", "owner@example.jp"), "later notices are called off");
        assertTrue(!(lostPhone(World.PASSWORD, app) instanceof Decision.Allowed));
        assertEquals(Reason.TICKET_INVALID, reason(world.kit.pending().veto(veto, request())));
        assertEquals(List.of(owner.phone().thumbprint()), devices());
    }
}
