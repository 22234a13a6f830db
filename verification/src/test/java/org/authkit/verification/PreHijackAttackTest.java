package org.authkit.verification;

import static org.authkit.verification.World.allowed;
import static org.authkit.verification.World.challenged;
import static org.authkit.verification.World.password;
import static org.authkit.verification.World.reason;
import static org.authkit.verification.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.authkit.device.DeviceSetup;
import org.authkit.device.NewDevice;
import org.authkit.enrollment.Enrollment;
import org.authkit.model.Challenge;
import org.authkit.model.Decision;
import org.authkit.model.EmailAddress;
import org.authkit.model.Evidence;
import org.authkit.model.Proof;
import org.authkit.model.Reason;
import org.authkit.model.Session;
import org.authkit.model.Stage;
import org.authkit.model.Ticket;
import org.authkit.testkit.SoftwareAuthenticator;
import org.authkit.testkit.SoftwarePhone;
import org.authkit.totp.NewTotp;
import org.authkit.totp.TotpSetup;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Thieves who come before the owner (attack A27), and who hold an imported account's password and mailbox (A14). */
class PreHijackAttackTest {
    private static final String VICTIM = "victim@example.jp";
    private static final String THIEFS_PASSWORD = "attackers own long passphrase";

    private final World world = World.inMemory();
    private final Moves moves = new Moves(world);
    private final SoftwarePhone mule = moves.phone("Mule");

    /** Somebody stood at the victim's open mailbox for a minute, registered, and bound nothing. */
    private Session prepared() {
        Session session = world.register(VICTIM, THIEFS_PASSWORD);
        assertEquals(Stage.NEW, session.summary().stage());
        return session;
    }

    private void victimRecovers() {
        allowed(moves.reset(moves.resetTicket(VICTIM), World.NEW_PASSWORD, c -> {
            throw new AssertionError("nothing is enrolled: " + c.anyOf());
        }));
    }

    // ---- five preparations (attack A27)

    @Test
    @Tag("attack:A27")
    void an_address_registered_by_somebody_else_and_never_confirmed_is_not_an_account() {
        allowed(world.kit.registration().register(EmailAddress.of(VICTIM), request()));
        assertEquals(Optional.empty(), world.kit.operator().find(EmailAddress.of(VICTIM)));
        Ticket stale = world.ticket("registration", VICTIM);
        world.advance(Duration.ofMinutes(15));
        assertEquals(
                Reason.TICKET_INVALID,
                reason(world.kit.registration().confirm(stale, password(THIEFS_PASSWORD), request())));

        Session victims = world.register(VICTIM, World.PASSWORD);
        world.bind(victims, "Victim's phone");
        assertEquals(
                Reason.WRONG_CREDENTIALS,
                reason(moves.signIn(EmailAddress.of(VICTIM), THIEFS_PASSWORD, mule::answerVerified)));
        assertEquals(0, world.count("registration-taken", VICTIM));
    }

    @Test
    @Tag("attack:A27")
    void an_unexpired_session_and_password_of_the_first_comer_end_when_the_victim_recovers() {
        Session thiefs = prepared();
        Session second =
                allowed(world.kit.signIn().withPassword(EmailAddress.of(VICTIM), password(THIEFS_PASSWORD), request()));
        victimRecovers();
        for (Session session : List.of(thiefs, second)) {
            assertEquals(Reason.NOT_SIGNED_IN, reason(world.kit.sessions().authenticate(request(session))));
            assertEquals(
                    Reason.NOT_SIGNED_IN,
                    reason(world.kit
                            .enrollment()
                            .begin(world.device, new NewDevice("Mule", mule.publicJwk()), request(session))));
        }
        challenged(world.kit.signIn().withPassword(EmailAddress.of(VICTIM), password(THIEFS_PASSWORD), request()));
    }

    @Test
    @Tag("attack:A27")
    void a_trojan_address_claimed_before_the_victim_recovers_is_confirmed_by_nobody_after() {
        Session thiefs = prepared();
        allowed(world.kit.contacts().add(EmailAddress.of("evil@example.com"), request(thiefs)));
        Ticket trojan = world.ticket("contact-confirm", "evil@example.com");
        victimRecovers();
        assertEquals(Reason.TICKET_INVALID, reason(world.kit.contacts().confirm(trojan, request())));
        world.advance(Duration.ofHours(30));
        allowed(world.kit.passwordReset().request(EmailAddress.of(VICTIM), request()));
        assertEquals(Set.of(VICTIM), Set.copyOf(moves.destinations("reset")));
    }

    @Test
    @Tag("attack:A27")
    void a_pending_change_dies_when_the_victim_recovers_however_long_the_thief_waits() {
        world.importAccount(VICTIM, Optional.of("+819012345678"), THIEFS_PASSWORD);
        Challenge waiting = moves.bindingChallenge(EmailAddress.of(VICTIM), THIEFS_PASSWORD, mule);
        assertTrue(waiting.pending().isPresent());
        assertEquals(1, world.count("change-requested", "+819012345678"));
        world.advance(Duration.ofHours(50));
        victimRecovers();
        world.advance(Duration.ofHours(25));
        world.deliver();
        for (String password : List.of(THIEFS_PASSWORD, World.NEW_PASSWORD)) {
            Decision<Enrollment.Begun<DeviceSetup>> again = moves.askToBind(EmailAddress.of(VICTIM), password, mule);
            assertTrue(!(again instanceof Decision.Allowed), "the wait began before the password changed hands");
        }
        assertEquals(0, world.count("change-due", VICTIM));
    }

    @Test
    @Tag("attack:A27")
    void an_enrollment_begun_before_the_victim_recovers_is_completed_by_nobody_after() {
        Session thiefs = prepared();
        Enrollment.Begun<TotpSetup> begun =
                allowed(world.kit.enrollment().begin(world.totp, new NewTotp("thief's app", "x"), request(thiefs)));
        Enrollment.Begun<DeviceSetup> phone = allowed(
                world.kit.enrollment().begin(world.device, new NewDevice("Mule", mule.publicJwk()), request(thiefs)));
        victimRecovers();
        SoftwareAuthenticator app = SoftwareAuthenticator.scan(begun.shown().otpauthUri());
        assertEquals(
                Reason.TICKET_INVALID,
                reason(world.kit.enrollment().confirm(begun.ticket(), moves.code(app), request(thiefs))));
        assertEquals(Reason.TICKET_INVALID, reason(moves.confirmBinding(phone, mule, request(thiefs))));
        assertEquals(Reason.TICKET_INVALID, reason(moves.confirmBinding(phone, mule, request())));
    }

    @Test
    @Tag("attack:A27")
    void the_ceremony_belongs_to_the_session_that_answered_the_mail_and_ends_after_fifteen_minutes() {
        Session first = prepared();
        Session other =
                allowed(world.kit.signIn().withPassword(EmailAddress.of(VICTIM), password(THIEFS_PASSWORD), request()));
        NewDevice newcomer = new NewDevice("Mule", mule.publicJwk());
        assertEquals(
                Reason.NOT_PERMITTED,
                reason(world.kit.enrollment().begin(world.device, newcomer, request(other))),
                "a second session of the same minute");
        world.advance(Duration.ofMinutes(15));
        Decision<?> late = world.kit.enrollment().begin(world.device, newcomer, request(first));
        assertTrue(!(late instanceof Decision.Allowed), "the ceremony is over");
        Session after =
                allowed(world.kit.signIn().withPassword(EmailAddress.of(VICTIM), password(THIEFS_PASSWORD), request()));
        assertEquals(Stage.BARE, after.summary().stage());
    }

    // ---- imported accounts: mailbox and password are one person's (attack A14)

    @Test
    @Tag("attack:A14")
    @Tag("req:RTS-24.2b-01")
    void password_and_only_mailbox_of_an_imported_account_bind_no_phone_in_thirty_days() {
        world.importAccount(VICTIM, Optional.empty(), World.PASSWORD);
        String current = World.PASSWORD;
        for (int day = 0; day <= 30; day++) {
            Session session =
                    allowed(world.kit.signIn().withPassword(EmailAddress.of(VICTIM), password(current), request()));
            assertEquals(Stage.BARE, session.summary().stage());
            Decision<?> byLogin = moves.askToBind(EmailAddress.of(VICTIM), current, mule);
            Challenge challenge = challenged(byLogin);
            assertEquals(Set.of(World.set(Evidence.IDENTITY)), challenge.anyOf());
            Proof again = new Proof.PasswordAgain(password(current));
            Decision<?> bySession = Moves.answering(
                    request(session),
                    c -> world.kit.enrollment().begin(world.device, new NewDevice("Mule", mule.publicJwk()), c),
                    c -> again);
            assertTrue(!(bySession instanceof Decision.Allowed), "day " + day);
            assertEquals(
                    Reason.NOT_PERMITTED, reason(world.kit.payments().approve(Moves.payment(1), request(session))));
            if (day == 10) {
                victimRecovers();
                current = World.NEW_PASSWORD;
            }
            world.advance(Duration.ofHours(24));
            world.deliver();
        }
        assertEquals(0, world.count("device-bound", VICTIM));
    }

    @Test
    @Tag("attack:A14")
    void with_a_number_on_file_the_wait_is_told_by_sms_and_one_tap_there_stops_it() {
        world.importAccount(VICTIM, Optional.of("+819012345678"), World.PASSWORD);
        challenged(moves.askToBind(EmailAddress.of(VICTIM), World.PASSWORD, mule));
        assertEquals(1, world.count("change-requested", "+819012345678"));
        world.advance(Duration.ofHours(71));
        challenged(moves.askToBind(EmailAddress.of(VICTIM), World.PASSWORD, mule));
        Ticket veto = world.ticket("change-reminder", "+819012345678");
        allowed(world.kit.pending().veto(veto, request()));
        for (int day = 0; day < 29; day++) {
            world.advance(Duration.ofHours(24));
            world.deliver();
            assertTrue(!(moves.askToBind(EmailAddress.of(VICTIM), World.PASSWORD, mule) instanceof Decision.Allowed));
        }
        assertEquals(0, world.count("device-bound", VICTIM));
        assertEquals(0, world.count("change-due", VICTIM));
    }

    @Test
    @Tag("attack:A14")
    void with_a_number_on_file_an_unopposed_wait_of_72_hours_binds_the_owners_phone() {
        world.importAccount(VICTIM, Optional.of("+819012345678"), World.PASSWORD);
        challenged(moves.askToBind(EmailAddress.of(VICTIM), World.PASSWORD, mule));
        world.deliver();
        world.advance(Duration.ofDays(3).minusSeconds(1));
        challenged(moves.askToBind(EmailAddress.of(VICTIM), World.PASSWORD, mule));
        world.advance(Duration.ofSeconds(1));
        allowed(moves.confirmBinding(
                allowed(moves.askToBind(EmailAddress.of(VICTIM), World.PASSWORD, mule)), mule, request()));
        assertEquals(1, world.count("device-bound", "+819012345678"));
        Session session = allowed(moves.signIn(EmailAddress.of(VICTIM), World.PASSWORD, mule::answer));
        assertEquals(Reason.ON_HOLD, reason(moves.approve(session, mule, Moves.payment(1))));
    }

    @Test
    @Tag("attack:A14")
    @Tag("req:RTS-24.2b-01")
    void an_identity_statement_binds_the_first_phone_only_for_the_challenge_it_was_signed_for() {
        world.importAccount(VICTIM, Optional.empty(), World.PASSWORD);
        SoftwarePhone own = moves.phone("Own");
        Challenge thiefs = moves.bindingChallenge(EmailAddress.of(VICTIM), World.PASSWORD, mule);
        Challenge owners = moves.bindingChallenge(EmailAddress.of(VICTIM), World.PASSWORD, own);
        var statement = world.identity.supply("identity", owners);
        assertEquals(
                Reason.WRONG_CREDENTIALS,
                reason(moves.askToBind(
                        EmailAddress.of(VICTIM), World.PASSWORD, mule, request().answering(thiefs.id(), statement))));
        assertEquals(
                Reason.CHALLENGE_INVALID,
                reason(moves.askToBind(
                        EmailAddress.of(VICTIM), World.PASSWORD, mule, request().answering(owners.id(), statement))));
        allowed(moves.confirmBinding(
                allowed(moves.askToBind(
                        EmailAddress.of(VICTIM), World.PASSWORD, own, request().answering(owners.id(), statement))),
                own,
                request()));
    }
}
