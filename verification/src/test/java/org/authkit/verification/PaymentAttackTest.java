package org.authkit.verification;

import static org.authkit.verification.World.allowed;
import static org.authkit.verification.World.challenged;
import static org.authkit.verification.World.reason;
import static org.authkit.verification.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Currency;
import java.util.List;
import org.authkit.model.Action;
import org.authkit.model.Challenge;
import org.authkit.model.Decision;
import org.authkit.model.Money;
import org.authkit.model.Payment;
import org.authkit.model.PaymentApproval;
import org.authkit.model.Proof;
import org.authkit.model.Reason;
import org.authkit.model.RequestContext;
import org.authkit.model.Session;
import org.authkit.policy.Settings;
import org.authkit.testkit.SoftwarePhone;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A consent is to one amount, one payee, one account, once (attack A36); and what a day may cost (A35). */
class PaymentAttackTest {
    private static final Payment PAYMENT = Payment.pay("Seven Shinjuku", Money.yen(1000), "order-1");

    private final World world = World.inMemory();
    private final Moves moves = new Moves(world);
    private final World.Customer owner = world.customer("owner@example.jp");

    private enum Mutation {
        AMOUNT,
        PAYEE,
        CURRENCY,
        REFERENCE,
        TOP_UP,
        TRANSFER;

        Payment of(Payment p) {
            return switch (this) {
                case AMOUNT -> new Payment(p.action(), p.payee(), Money.yen(1001), p.reference());
                case PAYEE -> new Payment(p.action(), "Seven Shinjuku.", p.money(), p.reference());
                case CURRENCY ->
                    new Payment(p.action(), p.payee(), new Money(1000, Currency.getInstance("USD")), p.reference());
                case REFERENCE -> new Payment(p.action(), p.payee(), p.money(), "order-2");
                case TOP_UP -> new Payment(Action.TOP_UP, p.payee(), p.money(), p.reference());
                case TRANSFER -> new Payment(Action.TRANSFER, p.payee(), p.money(), p.reference());
            };
        }
    }

    private Decision<PaymentApproval> approve(Payment payment, RequestContext context) {
        return world.kit.payments().approve(payment, context);
    }

    @ParameterizedTest
    @EnumSource(Mutation.class)
    @Tag("attack:A36")
    @Tag("req:RTS-5.1b-01")
    @Tag("req:RTS-5.1d-01")
    void a_consent_to_one_payment_is_none_to_any_other(Mutation mutation) {
        RequestContext plain = request(owner.session());
        Challenge challenge = challenged(approve(PAYMENT, plain));
        RequestContext signed = plain.answering(challenge.id(), owner.phone().answerVerified(challenge));
        assertEquals(Reason.CHALLENGE_INVALID, reason(approve(mutation.of(PAYMENT), signed)));

        Challenge other = challenged(approve(mutation.of(PAYMENT), plain));
        assertTrue(!other.statement().equals(challenge.statement()));
        RequestContext crossed = plain.answering(other.id(), owner.phone().answerVerified(challenge));
        assertEquals(Reason.WRONG_PROOF, reason(approve(mutation.of(PAYMENT), crossed)), "the old signature");

        PaymentApproval approval = allowed(approve(PAYMENT, signed));
        assertEquals(PAYMENT, approval.payment());
        assertEquals(PAYMENT, allowed(world.kit.payments().redeem(approval)).payment());
    }

    @Test
    @Tag("attack:A36")
    @Tag("req:ASVS-6.6.2")
    void a_consent_serves_only_the_session_client_and_account_it_was_asked_in() {
        World.Customer thief = world.customer("thief@example.jp");
        Session second = world.signIn(owner, World.PASSWORD);
        RequestContext plain = request(owner.session());
        Challenge challenge = challenged(approve(PAYMENT, plain));
        Proof signature = owner.phone().answerVerified(challenge);
        RequestContext elsewhere = RequestContext.of("192.0.2.10", "OtherClient/2.0")
                .withSession(owner.session().token());
        for (RequestContext context : List.of(request(second), request(thief.session()), elsewhere)) {
            assertEquals(
                    Reason.CHALLENGE_INVALID, reason(approve(PAYMENT, context.answering(challenge.id(), signature))));
        }
        Challenge thiefs = challenged(approve(PAYMENT, request(thief.session())));
        assertEquals(
                Reason.WRONG_PROOF,
                reason(approve(PAYMENT, request(thief.session()).answering(thiefs.id(), signature))));
        allowed(approve(PAYMENT, plain.answering(challenge.id(), signature)));
    }

    @Test
    @Tag("attack:A36")
    void a_signature_made_to_sign_in_or_to_approve_a_phone_approves_no_payment() {
        Challenge signIn =
                challenged(world.kit.signIn().withPassword(owner.login(), World.password(World.PASSWORD), request()));
        moves.bindingChallenge(owner.login(), World.PASSWORD, moves.phone("P2"));
        String binding = moves.pendingId(owner.session());
        Challenge approving = challenged(world.kit.pending().approve(binding, request(owner.session())));
        Challenge paying = challenged(approve(PAYMENT, request(owner.session())));
        SoftwarePhone phone = owner.phone();
        for (Proof proof : List.of(
                phone.answerVerified(signIn),
                phone.answerVerified(approving),
                phone.signVerified(signIn.statementType(), paying.statement()),
                phone.signVerified(paying.statementType(), approving.statement()))) {
            assertEquals(
                    Reason.WRONG_PROOF,
                    reason(approve(PAYMENT, request(owner.session()).answering(paying.id(), proof))));
        }
        assertEquals(
                Reason.CHALLENGE_INVALID,
                reason(world.kit
                        .pending()
                        .approve(
                                binding,
                                request(owner.session()).answering(paying.id(), phone.answerVerified(paying)))));
    }

    @Test
    @Tag("attack:A36")
    @Tag("req:RTS-4.1-01")
    void the_same_answer_gives_the_same_approval_and_an_approval_is_redeemed_once() {
        RequestContext plain = request(owner.session());
        Challenge challenge = challenged(approve(PAYMENT, plain));
        RequestContext signed = plain.answering(challenge.id(), owner.phone().answerVerified(challenge));
        PaymentApproval first = allowed(approve(PAYMENT, signed));
        PaymentApproval again = allowed(approve(PAYMENT, signed));
        assertEquals(first.id(), again.id());
        allowed(world.kit.payments().redeem(first));
        assertEquals(Reason.APPROVAL_INVALID, reason(world.kit.payments().redeem(again)));
        assertEquals(Reason.APPROVAL_INVALID, reason(world.kit.payments().abandon(again)));
        assertEquals(
                Reason.CHALLENGE_INVALID,
                reason(approve(
                        PAYMENT,
                        plain.answering(challenge.id(), moves.phone("x").answerVerified(challenge)))),
                "a used challenge with somebody else's signature");
    }

    @Test
    @Tag("attack:A36")
    void challenges_and_approvals_lapse_after_five_minutes() {
        RequestContext plain = request(owner.session());
        Challenge challenge = challenged(approve(PAYMENT, plain));
        RequestContext signed = plain.answering(challenge.id(), owner.phone().answerVerified(challenge));
        world.advance(Duration.ofMinutes(5));
        assertEquals(Reason.CHALLENGE_INVALID, reason(approve(PAYMENT, signed)));
        PaymentApproval approval = allowed(moves.approve(owner.session(), owner.phone(), PAYMENT));
        world.advance(Duration.ofMinutes(5));
        assertEquals(Reason.APPROVAL_INVALID, reason(world.kit.payments().redeem(approval)));
    }

    @Test
    @Tag("attack:A10")
    @Tag("attack:A20")
    void a_clock_that_goes_back_revives_nothing_that_has_lapsed() {
        PaymentApproval approval = allowed(moves.approve(owner.session(), owner.phone(), PAYMENT));
        Challenge challenge = challenged(approve(PAYMENT, request(owner.session())));
        RequestContext signed =
                request(owner.session()).answering(challenge.id(), owner.phone().answerVerified(challenge));
        var issued = world.clock.instant();
        world.advance(Duration.ofMinutes(6));
        world.signIn(owner, World.PASSWORD);
        world.clock.set(issued.plusSeconds(60));
        assertEquals(Reason.CHALLENGE_INVALID, reason(approve(PAYMENT, signed)), "six minutes were seen");
        world.clock.set(issued);
        world.advance(Duration.ofMinutes(61));
        world.signIn(owner, World.PASSWORD);
        world.clock.set(issued.plusSeconds(60));
        assertEquals(Reason.APPROVAL_INVALID, reason(world.kit.payments().redeem(approval)));
        assertEquals(Reason.NOT_SIGNED_IN, reason(world.kit.sessions().authenticate(request(owner.session()))));
    }

    @Test
    @Tag("attack:A36")
    void an_approval_of_another_wallet_is_not_one_here() {
        World elsewhere = World.inMemory();
        World.Customer other = elsewhere.customer("owner@example.jp");
        PaymentApproval foreign = allowed(new Moves(elsewhere).approve(other.session(), other.phone(), PAYMENT));
        assertEquals(Reason.NOT_FOUND, reason(world.kit.payments().redeem(foreign)));
    }

    @Test
    @Tag("attack:A36")
    void changed_or_garbled_challenge_ids_are_not_opened() {
        RequestContext plain = request(owner.session());
        Challenge challenge = challenged(approve(PAYMENT, plain));
        Proof signature = owner.phone().answerVerified(challenge);
        String id = challenge.id();
        for (int at = 0; at < id.length(); at += 97) {
            char other = id.charAt(at) == 'A' ? 'B' : 'A';
            String garbled = id.substring(0, at) + other + id.substring(at + 1);
            assertEquals(Reason.CHALLENGE_INVALID, reason(approve(PAYMENT, plain.answering(garbled, signature))));
        }
        for (String nothing : List.of("", "x", id + id, id.substring(1))) {
            assertEquals(Reason.CHALLENGE_INVALID, reason(approve(PAYMENT, plain.answering(nothing, signature))));
        }
    }

    // ---- caps (attack A35)

    private Decision<PaymentApproval> approve(long yen) {
        return moves.approve(world.signIn(owner, World.PASSWORD), owner.phone(), Moves.payment(yen));
    }

    private Decision<PaymentApproval> byPossession(long yen) {
        Session session = world.signIn(owner, World.PASSWORD);
        Payment payment = Moves.payment(yen);
        Challenge challenge = challenged(approve(payment, request(session)));
        Challenge more = challenged(approve(
                payment,
                request(session).answering(challenge.id(), owner.phone().answer(challenge))));
        return approve(
                payment,
                request(session).answering(more.id(), new Proof.PasswordAgain(World.password(World.PASSWORD))));
    }

    @Test
    @Tag("attack:A35")
    void a_day_costs_at_most_what_the_age_and_proof_of_the_phone_allow() {
        allowed(approve(10_000));
        assertEquals(Reason.CAP_EXCEEDED, reason(approve(1)));
        world.advance(Duration.ofDays(1));
        allowed(approve(50_000));
        assertEquals(Reason.CAP_EXCEEDED, reason(approve(1)));
        world.advance(Duration.ofDays(6));
        assertEquals(Reason.CAP_EXCEEDED, reason(byPossession(50_001)));
        allowed(byPossession(50_000));
        allowed(approve(49_999));
        assertEquals(Reason.CAP_EXCEEDED, reason(approve(2)));
        allowed(approve(1));
    }

    @Test
    @Tag("attack:A35")
    void payments_and_transfers_share_one_cap_and_what_was_redeemed_weighs_for_a_day() {
        allowed(world.kit.payments().redeem(allowed(approve(6_000))));
        Payment transfer = new Payment(Action.TRANSFER, "Hanako", Money.yen(4_001), "t-1");
        Session session = world.signIn(owner, World.PASSWORD);
        assertEquals(Reason.CAP_EXCEEDED, reason(moves.approve(session, owner.phone(), transfer)));
        world.advance(Duration.ofHours(23));
        assertEquals(Reason.CAP_EXCEEDED, reason(approve(4_001)));
        world.advance(Duration.ofHours(1).plus(Settings.wallet().approvalLife()));
        allowed(approve(44_001));
    }

    @Test
    @Tag("attack:A35")
    void an_abandoned_or_lapsed_approval_gives_its_part_of_the_cap_back() {
        PaymentApproval first = allowed(approve(10_000));
        assertEquals(Reason.CAP_EXCEEDED, reason(approve(1)));
        allowed(world.kit.payments().abandon(first));
        assertEquals(Reason.APPROVAL_INVALID, reason(world.kit.payments().redeem(first)));
        allowed(approve(10_000));
        assertEquals(Reason.CAP_EXCEEDED, reason(approve(1)));
        world.advance(Duration.ofMinutes(5));
        allowed(approve(10_000));
    }

    @Test
    @Tag("attack:A35")
    void the_seven_pay_pattern_of_ten_top_ups_in_a_minute_stops_at_the_first_days_cap() {
        long moved = 0;
        for (int i = 0; i < 10; i++) {
            Payment topUp = new Payment(Action.TOP_UP, "card", Money.yen(30_000), "top-" + i);
            Decision<PaymentApproval> decision = moves.approve(owner.session(), owner.phone(), topUp);
            moved += decision.fold(a -> a.payment().money().minorUnits(), c -> 0L, d -> 0L);
            world.advance(Duration.ofSeconds(6));
        }
        assertEquals(0, moved);
        allowed(moves.approve(
                owner.session(), owner.phone(), new Payment(Action.TOP_UP, "card", Money.yen(10_000), "top")));
    }
}
