package org.authkit.verification;

import static org.authkit.verification.World.allowed;
import static org.authkit.verification.World.challenged;
import static org.authkit.verification.World.password;
import static org.authkit.verification.World.reason;
import static org.authkit.verification.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.authkit.model.Acknowledged;
import org.authkit.model.Challenge;
import org.authkit.model.Decision;
import org.authkit.model.Evidence;
import org.authkit.model.PaymentApproval;
import org.authkit.model.Proof;
import org.authkit.model.Reason;
import org.authkit.model.Session;
import org.authkit.model.Ticket;
import org.authkit.testkit.SoftwareAuthenticator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a reset ticket is good for, once, and what a reset does and leaves alone. */
class ResetEffectAttackTest {
    private static final String THIRD_PASSWORD = "seven purple lanterns drift north";

    private final World world = World.inMemory();
    private final Moves moves = new Moves(world);
    private final World.Customer owner = world.customer("owner@example.jp");

    private Decision<Acknowledged> byPhone(Ticket ticket) {
        return moves.reset(ticket, World.NEW_PASSWORD, owner.phone()::answer);
    }

    // ---- the ticket (attack A10)
    // -------------------------------------------------------------------------------------

    @Test
    @Tag("attack:A10")
    @Tag("req:ASVS-6.4.1")
    void a_reset_ticket_works_once() {
        Ticket ticket = moves.resetTicket("owner@example.jp");
        allowed(byPhone(ticket));
        assertEquals(Reason.TICKET_INVALID, reason(moves.reset(ticket, THIRD_PASSWORD, owner.phone()::answer)));
        world.signIn(owner, World.NEW_PASSWORD);
    }

    @Test
    @Tag("attack:A10")
    void of_two_live_tickets_the_first_one_used_ends_the_other() {
        Ticket first = moves.resetTicket("owner@example.jp");
        Ticket second = moves.resetTicket("owner@example.jp");
        allowed(byPhone(second));
        assertEquals(Reason.TICKET_INVALID, reason(byPhone(first)));
    }

    @Test
    @Tag("attack:A10")
    void a_ticket_from_before_a_password_change_opens_nothing() {
        Ticket ticket = moves.resetTicket("owner@example.jp");
        allowed(moves.changePassword(owner.session(), owner.phone(), World.PASSWORD, THIRD_PASSWORD));
        assertEquals(Reason.TICKET_INVALID, reason(byPhone(ticket)));
        world.signIn(owner, THIRD_PASSWORD);
    }

    @Test
    @Tag("attack:A10")
    @Tag("attack:A40")
    void a_ticket_from_before_a_freeze_opens_nothing_during_it_and_nothing_after_it() {
        Ticket ticket = moves.resetTicket("owner@example.jp");
        allowed(world.kit.operator().freeze(owner.account(), "case 7"));
        assertEquals(Reason.FROZEN, reason(byPhone(ticket)));
        allowed(world.kit.operator().unfreeze(owner.account(), "case 7"));
        assertEquals(Reason.TICKET_INVALID, reason(byPhone(ticket)));
        world.signIn(owner, World.PASSWORD);
    }

    @Test
    @Tag("attack:A10")
    void a_ticket_lasts_thirty_minutes() {
        Ticket ticket = moves.resetTicket("owner@example.jp");
        world.advance(Duration.ofMinutes(30).minusSeconds(1));
        challenged(world.kit.passwordReset().complete(ticket, password(World.NEW_PASSWORD), request()));
        world.advance(Duration.ofSeconds(1));
        assertEquals(Reason.TICKET_INVALID, reason(byPhone(ticket)));
    }

    @Test
    @Tag("attack:A10")
    void one_accounts_ticket_is_worth_nothing_with_another_accounts_phone_or_challenge() {
        World.Customer thief = world.customer("thief@example.jp");
        Ticket victims = moves.resetTicket("owner@example.jp");
        Ticket own = moves.resetTicket("thief@example.jp");
        assertEquals(
                Reason.WRONG_PROOF, reason(moves.reset(victims, World.NEW_PASSWORD, thief.phone()::answerVerified)));
        Challenge mine = challenged(world.kit.passwordReset().complete(own, password(World.NEW_PASSWORD), request()));
        var answering = request().answering(mine.id(), thief.phone().answer(mine));
        assertEquals(
                Reason.CHALLENGE_INVALID,
                reason(world.kit.passwordReset().complete(victims, password(World.NEW_PASSWORD), answering)));
        world.signIn(owner, World.PASSWORD);
    }

    @Test
    @Tag("attack:A10")
    void an_answered_challenge_sets_the_password_it_was_made_for_and_no_other() {
        Ticket ticket = moves.resetTicket("owner@example.jp");
        Challenge challenge =
                challenged(world.kit.passwordReset().complete(ticket, password(World.NEW_PASSWORD), request()));
        var answering = request().answering(challenge.id(), owner.phone().answer(challenge));
        assertEquals(
                Reason.CHALLENGE_INVALID,
                reason(world.kit.passwordReset().complete(ticket, password(THIRD_PASSWORD), answering)));
        allowed(world.kit.passwordReset().complete(ticket, password(World.NEW_PASSWORD), answering));
    }

    @Test
    @Tag("attack:A10")
    void tickets_of_other_kinds_reset_nothing() {
        moves.claim(owner.session(), owner.phone(), "second@example.jp");
        Ticket contact = world.ticket("contact-confirm", "second@example.jp");
        moves.bindingChallenge(owner.login(), World.PASSWORD, moves.phone("P2"));
        Ticket veto = world.ticket("change-requested", "owner@example.jp");
        for (Ticket other : Set.of(contact, veto, Ticket.of(""), Ticket.of("A".repeat(43)))) {
            assertEquals(Reason.TICKET_INVALID, reason(byPhone(other)));
        }
    }

    @Test
    @Tag("attack:A10")
    void a_refused_password_leaves_the_ticket_to_be_used_with_a_better_one() {
        Ticket ticket = moves.resetTicket("owner@example.jp");
        for (String weak : Set.of("password1234", "short", "owner@example.jp")) {
            assertEquals(Reason.PASSWORD_UNACCEPTABLE, reason(moves.reset(ticket, weak, owner.phone()::answer)), weak);
        }
        allowed(byPhone(ticket));
    }

    // ---- no way around the second factor (attack A11)
    // ----------------------------------------------------------------

    @Test
    @Tag("attack:A11")
    @Tag("req:ASVS-6.4.3")
    void the_mailbox_alone_resets_nothing_where_a_factor_is_enrolled_and_two_mails_are_one_mailbox() {
        Ticket first = moves.resetTicket("owner@example.jp");
        Ticket second = moves.resetTicket("owner@example.jp");
        for (Ticket ticket : new Ticket[] {first, second, first}) {
            Challenge challenge =
                    challenged(world.kit.passwordReset().complete(ticket, password(World.NEW_PASSWORD), request()));
            assertEquals(Set.of(World.set(Evidence.DEVICE), World.set(Evidence.TOTP)), challenge.anyOf());
        }
        Challenge challenge =
                challenged(world.kit.passwordReset().complete(first, password(World.NEW_PASSWORD), request()));
        Decision<Acknowledged> mailAgain = world.kit
                .passwordReset()
                .complete(
                        first,
                        password(World.NEW_PASSWORD),
                        request().answering(challenge.id(), new Proof.Code("email", second.reveal())));
        assertEquals(Reason.WRONG_PROOF, reason(mailAgain));
        world.signIn(owner, World.PASSWORD);
    }

    @Test
    @Tag("attack:A11")
    @Tag("req:ASVS-6.4.3")
    void a_completed_reset_returns_no_session_and_leaves_every_factor_enrolled_and_asked_for() {
        SoftwareAuthenticator app = world.enrollTotp(owner.session(), Optional.of(owner.phone()));
        world.advance(Duration.ofMinutes(2));
        Object value = allowed(byPhone(moves.resetTicket("owner@example.jp")));
        assertEquals(Acknowledged.RECEIVED, value);
        Decision<Session> byPassword =
                world.kit.signIn().withPassword(owner.login(), password(World.NEW_PASSWORD), request());
        challenged(byPassword);
        Session session = moves.signInByCode(owner, World.NEW_PASSWORD, app);
        assertEquals(2, allowed(world.kit.enrollment().list(request(session))).size());
        assertEquals(1, world.count("password-reset", "owner@example.jp"));
        assertEquals(1, world.count("password-reset", owner.phone().thumbprint()));
    }

    @Test
    @Tag("attack:A11")
    @Tag("attack:A33")
    void after_a_reset_a_new_phone_contact_and_transfer_wait_a_day() {
        allowed(byPhone(moves.resetTicket("owner@example.jp")));
        Session session = world.signIn(owner, World.NEW_PASSWORD);
        assertEquals(
                Reason.ON_HOLD,
                reason(Moves.answering(
                        request(session),
                        c -> world.kit.contacts().add(org.authkit.model.EmailAddress.of("evil@example.com"), c),
                        owner.phone()::answerVerified)));
        var transfer = new org.authkit.model.Payment(
                org.authkit.model.Action.TRANSFER, "Hanako", org.authkit.model.Money.yen(100), "t-1");
        assertEquals(Reason.ON_HOLD, reason(moves.approve(session, owner.phone(), transfer)));
        allowed(moves.pay(session, owner.phone(), Moves.payment(900)));
    }

    @Test
    @Tag("attack:A11")
    void a_password_reset_by_phone_does_not_count_beside_that_phone_for_a_day() {
        allowed(byPhone(moves.resetTicket("owner@example.jp")));
        assertTrue(
                !(payByPossession() instanceof Decision.Allowed), "one stolen unlocked phone must not be two proofs");
        world.advance(Duration.ofDays(1));
        allowed(payByPossession());
    }

    /** Pays by a signature without user verification, and the password typed again. */
    private Decision<PaymentApproval> payByPossession() {
        Session session = world.signIn(owner, World.NEW_PASSWORD);
        var payment = Moves.payment(700);
        Decision<PaymentApproval> first = world.kit.payments().approve(payment, request(session));
        Challenge challenge = challenged(first);
        Decision<PaymentApproval> second = world.kit
                .payments()
                .approve(
                        payment,
                        request(session).answering(challenge.id(), owner.phone().answer(challenge)));
        return second instanceof Decision.Challenged<PaymentApproval> more
                ? world.kit
                        .payments()
                        .approve(
                                payment,
                                request(session)
                                        .answering(
                                                more.challenge().id(),
                                                new Proof.PasswordAgain(password(World.NEW_PASSWORD))))
                : second;
    }
}
