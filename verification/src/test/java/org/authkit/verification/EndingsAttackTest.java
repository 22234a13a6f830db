package org.authkit.verification;

import static org.authkit.verification.World.allowed;
import static org.authkit.verification.World.challenged;
import static org.authkit.verification.World.password;
import static org.authkit.verification.World.reason;
import static org.authkit.verification.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.authkit.model.Acknowledged;
import org.authkit.model.Challenge;
import org.authkit.model.Decision;
import org.authkit.model.PaymentApproval;
import org.authkit.model.Proof;
import org.authkit.model.Reason;
import org.authkit.model.Session;
import org.authkit.model.Ticket;
import org.authkit.testkit.SoftwareAuthenticator;
import org.authkit.totp.NewTotp;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What ends with a reset, a password change, a removed phone, and what a stranger cannot end (attack A12). */
class EndingsAttackTest {
    private final World world = World.inMemory();
    private final Moves moves = new Moves(world);
    private final World.Customer owner = world.customer("owner@example.jp");

    private Decision<Acknowledged> byPhone(Ticket ticket) {
        return moves.reset(ticket, World.NEW_PASSWORD, owner.phone()::answer);
    }

    @Test
    @Tag("attack:A12")
    @Tag("req:ASVS-7.4.3")
    void sessions_approvals_tickets_and_set_ups_end_when_a_reset_completes() {
        Session thiefs = world.signIn(owner, World.PASSWORD);
        PaymentApproval approval = allowed(moves.approve(thiefs, owner.phone(), Moves.payment(800)));
        moves.claim(thiefs, owner.phone(), "evil@example.com");
        Ticket contact = world.ticket("contact-confirm", "evil@example.com");
        Ticket reset = moves.resetTicket("owner@example.jp");
        var begun = allowed(Moves.answering(
                request(thiefs),
                c -> world.kit.enrollment().begin(world.totp, new NewTotp("thief's app", "x"), c),
                owner.phone()::answerVerified));
        SoftwareAuthenticator app = SoftwareAuthenticator.scan(begun.shown().otpauthUri());

        allowed(byPhone(moves.resetTicket("owner@example.jp")));

        assertEquals(Reason.NOT_SIGNED_IN, reason(world.kit.sessions().authenticate(request(thiefs))));
        assertEquals(Reason.NOT_SIGNED_IN, reason(world.kit.sessions().authenticate(request(owner.session()))));
        assertEquals(Reason.APPROVAL_INVALID, reason(world.kit.payments().redeem(approval)));
        assertEquals(Reason.TICKET_INVALID, reason(world.kit.contacts().confirm(contact, request())));
        assertEquals(Reason.TICKET_INVALID, reason(byPhone(reset)));
        assertEquals(
                Reason.TICKET_INVALID,
                reason(world.kit.enrollment().confirm(begun.ticket(), moves.code(app), request(thiefs))));
    }

    @Test
    @Tag("attack:A12")
    @Tag("attack:A15")
    void a_hundred_reset_requests_by_a_stranger_end_nothing() {
        PaymentApproval approval = allowed(moves.approve(owner.session(), owner.phone(), Moves.payment(800)));
        moves.claim(owner.session(), owner.phone(), "second@example.jp");
        for (int i = 0; i < 100; i++) {
            world.kit.passwordReset().request(owner.login(), request());
        }
        allowed(world.kit.sessions().authenticate(request(owner.session())));
        allowed(world.kit.payments().redeem(approval));
        moves.prove("second@example.jp");
    }

    @Test
    @Tag("attack:A12")
    @Tag("req:ASVS-7.4.3")
    void a_password_change_ends_every_session_but_the_one_it_was_made_in() {
        Session other = world.signIn(owner, World.PASSWORD);
        allowed(moves.changePassword(owner.session(), owner.phone(), World.PASSWORD, World.NEW_PASSWORD));
        assertEquals(Reason.NOT_SIGNED_IN, reason(world.kit.sessions().authenticate(request(other))));
        allowed(world.kit.sessions().authenticate(request(owner.session())));
    }

    @Test
    @Tag("attack:A12")
    @Tag("req:ASVS-6.5.6")
    void removing_a_phone_ends_its_sessions_and_its_approvals() {
        var second = moves.phone("P2");
        moves.bindingChallenge(owner.login(), World.PASSWORD, second);
        allowed(moves.approvePending(owner.session(), owner.phone(), moves.pendingId(owner.session())));
        allowed(moves.confirmBinding(
                allowed(moves.askToBind(owner.login(), World.PASSWORD, second)), second, request()));
        world.advance(Duration.ofHours(25));
        Session onSecond = allowed(moves.signIn(owner.login(), World.PASSWORD, second::answer));
        PaymentApproval approval = allowed(moves.approve(onSecond, second, Moves.payment(800)));
        Session onFirst = world.signIn(owner, World.PASSWORD);
        allowed(Moves.answering(
                request(onFirst),
                c -> world.kit.enrollment().remove(second.thumbprint(), c),
                owner.phone()::answerVerified));
        assertEquals(Reason.NOT_SIGNED_IN, reason(world.kit.sessions().authenticate(request(onSecond))));
        assertEquals(Reason.APPROVAL_INVALID, reason(world.kit.payments().redeem(approval)));
        assertEquals(1, world.count("device-removed", second.thumbprint()), "the one replaced is told too");
        assertEquals(
                Reason.WRONG_CREDENTIALS, reason(moves.signIn(owner.login(), World.PASSWORD, second::answerVerified)));
    }

    @Test
    @Tag("attack:A12")
    @Tag("req:ASVS-6.5.6")
    void what_a_phone_signed_before_it_was_removed_completes_nothing_after() {
        var second = moves.phone("P2");
        moves.bindingChallenge(owner.login(), World.PASSWORD, second);
        String binding = moves.pendingId(owner.session());
        allowed(moves.approvePending(owner.session(), owner.phone(), binding));
        allowed(moves.confirmBinding(
                allowed(moves.askToBind(owner.login(), World.PASSWORD, second)), second, request()));
        world.advance(Duration.ofHours(25));
        Session onFirst = world.signIn(owner, World.PASSWORD);
        moves.bindingChallenge(owner.login(), World.PASSWORD, moves.phone("P3"));
        String pending = moves.pendingId(onFirst);
        Challenge asked = challenged(world.kit.pending().approve(pending, request(onFirst)));
        Challenge half = challenged(
                world.kit.pending().approve(pending, request(onFirst).answering(asked.id(), second.answer(asked))));
        allowed(Moves.answering(
                request(onFirst),
                c -> world.kit.enrollment().remove(second.thumbprint(), c),
                owner.phone()::answerVerified));
        var rest = request(onFirst).answering(half.id(), new Proof.PasswordAgain(password(World.PASSWORD)));
        assertEquals(Reason.CHALLENGE_INVALID, reason(world.kit.pending().approve(pending, rest)));
    }
}
