package org.authkit.verification;

import static org.authkit.verification.World.allowed;
import static org.authkit.verification.World.challenged;
import static org.authkit.verification.World.password;
import static org.authkit.verification.World.reason;
import static org.authkit.verification.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.authkit.AuthKit;
import org.authkit.model.Challenge;
import org.authkit.model.Decision;
import org.authkit.model.Event;
import org.authkit.model.Money;
import org.authkit.model.Payment;
import org.authkit.model.PaymentApproval;
import org.authkit.model.Proof;
import org.authkit.model.Reason;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Money moves once per approval, never after the account was stopped, and never beyond its cap, whoever calls at once. */
class PaymentRaceTest {
    private static final int CALLERS = Together.CALLERS;

    @ParameterizedTest
    @EnumSource
    @Tag("attack:A10")
    @Tag("attack:A36")
    void one_answered_challenge_gives_one_approval_and_one_redemption(Stores stores) {
        try (Cluster cluster = stores.open()) {
            World.Customer taro = cluster.world.customer("taro@example.jp");
            Payment payment = payment(1200, 1);
            Challenge challenge = challenged(cluster.kit(0).payments().approve(payment, request(taro.session())));
            Proof signed = taro.phone().answerVerified(challenge);

            List<PaymentApproval> approvals = Together.allowed(Together.all(
                    CALLERS,
                    i -> () -> cluster.kit(i)
                            .payments()
                            .approve(payment, request(taro.session()).answering(challenge.id(), signed))));

            assertEquals(CALLERS, approvals.size(), "a repeat of the same call hears the same answer");
            assertEquals(
                    1, approvals.stream().map(PaymentApproval::id).distinct().count());
            assertEquals(
                    1,
                    kinds(cluster, taro)
                            .filter(Event.Kind.PAYMENT_APPROVED::equals)
                            .count());

            List<Decision<PaymentApproval.Redeemed>> redeemed =
                    Together.all(CALLERS, i -> () -> cluster.kit(i).payments().redeem(approvals.get(i)));

            assertEquals(1, Together.allowed(redeemed).size());
            redeemed.stream()
                    .filter(d -> !(d instanceof Decision.Allowed))
                    .forEach(d -> assertEquals(Reason.APPROVAL_INVALID, reason(d)));
            assertEquals(
                    1,
                    kinds(cluster, taro)
                            .filter(Event.Kind.PAYMENT_REDEEMED::equals)
                            .count());
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("attack:A10")
    void an_approval_is_redeemed_or_abandoned_but_not_both(Stores stores) {
        try (Cluster cluster = stores.open()) {
            World.Customer taro = cluster.world.customer("taro@example.jp");
            PaymentApproval approval = approve(cluster.kit(0), taro, payment(1200, 1));

            List<Decision<?>> answers = Together.all(
                    CALLERS,
                    i -> () -> i % 2 == 0
                            ? cluster.kit(i / 2).payments().redeem(approval)
                            : cluster.kit(i / 2).payments().abandon(approval));

            assertEquals(
                    1,
                    answers.stream().filter(Decision.Allowed.class::isInstance).count());
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("attack:A10")
    void freeze_between_approve_and_redeem_refuses(Stores stores) {
        try (Cluster cluster = stores.open()) {
            World.Customer taro = cluster.world.customer("taro@example.jp");
            PaymentApproval approval = approve(cluster.kit(0), taro, payment(1200, 1));
            allowed(cluster.kit(1).operator().freeze(taro.account(), "case-1"));
            assertEquals(Reason.FROZEN, reason(cluster.kit(0).payments().redeem(approval)));
            allowed(cluster.kit(1).operator().unfreeze(taro.account(), "case-1"));
            assertEquals(
                    Reason.APPROVAL_INVALID, reason(cluster.kit(0).payments().redeem(approval)));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("attack:A10")
    void an_epoch_move_between_approve_and_redeem_refuses(Stores stores) {
        try (Cluster cluster = stores.open()) {
            World.Customer taro = cluster.world.customer("taro@example.jp");
            PaymentApproval approval = approve(cluster.kit(0), taro, payment(1200, 1));
            changePassword(cluster.kit(1), taro).run();
            assertEquals(
                    Reason.APPROVAL_INVALID, reason(cluster.kit(0).payments().redeem(approval)));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("attack:A10")
    void nothing_is_redeemed_after_a_freeze_that_came_at_the_same_instant(Stores stores) {
        try (Cluster cluster = stores.open()) {
            World.Customer taro = cluster.world.customer("taro@example.jp");
            nothingRedeemedAfter(
                    cluster,
                    taro,
                    () -> allowed(cluster.kit(0).operator().freeze(taro.account(), "case-1")),
                    Event.Kind.ACCOUNT_FROZEN,
                    Reason.FROZEN);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("attack:A10")
    void nothing_is_redeemed_after_a_password_change_that_came_at_the_same_instant(Stores stores) {
        try (Cluster cluster = stores.open()) {
            World.Customer taro = cluster.world.customer("taro@example.jp");
            nothingRedeemedAfter(
                    cluster,
                    taro,
                    changePassword(cluster.kit(0), taro),
                    Event.Kind.PASSWORD_CHANGED,
                    Reason.APPROVAL_INVALID);
        }
    }

    /** The events of one account stand in the order of their commits, which is the order the store decided on. */
    private static void nothingRedeemedAfter(
            Cluster cluster, World.Customer taro, Runnable stop, Event.Kind stopped, Reason refused) {
        List<PaymentApproval> approvals = new ArrayList<>();
        for (int i = 1; i < CALLERS; i++) {
            approvals.add(approve(cluster.kit(i), taro, payment(100, i)));
        }

        List<Optional<Decision<PaymentApproval.Redeemed>>> answers = Together.all(CALLERS, i -> () -> {
            if (i == CALLERS / 2) {
                stop.run();
                return Optional.empty();
            }
            return Optional.of(cluster.kit(i).payments().redeem(approvals.get(i < CALLERS / 2 ? i : i - 1)));
        });

        List<Event.Kind> order = kinds(cluster, taro).toList();
        int stop0 = order.indexOf(stopped);
        assertEquals(stop0, order.lastIndexOf(stopped));
        assertTrue(order.lastIndexOf(Event.Kind.PAYMENT_REDEEMED) < stop0, "a payment was redeemed after the stop");
        List<Decision<PaymentApproval.Redeemed>> decisions =
                answers.stream().flatMap(Optional::stream).toList();
        assertEquals(
                order.stream().filter(Event.Kind.PAYMENT_REDEEMED::equals).count(),
                Together.allowed(decisions).size());
        decisions.stream().filter(d -> !(d instanceof Decision.Allowed)).forEach(d -> assertEquals(refused, reason(d)));
    }

    @ParameterizedTest
    @EnumSource
    void a_hot_account_pays_64_times_at_once_within_its_cap(Stores stores) {
        try (Cluster cluster = stores.open()) {
            World.Customer taro = cluster.world.customer("taro@example.jp");
            Set<String> ids = new HashSet<>();
            Together.all(CALLERS, payer(cluster, taro, 156))
                    .forEach(decision -> ids.add(allowed(decision).id()));
            assertEquals(CALLERS, ids.size());
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("attack:A10")
    void the_cap_holds_against_64_payments_at_once(Stores stores) {
        try (Cluster cluster = stores.open()) {
            World.Customer taro = cluster.world.customer("taro@example.jp");
            List<Decision<PaymentApproval.Redeemed>> answers = Together.all(CALLERS, payer(cluster, taro, 300));
            assertEquals(33, Together.allowed(answers).size(), "10,000 yen a day for a new phone: 33 times 300");
            answers.stream()
                    .filter(d -> !(d instanceof Decision.Allowed))
                    .forEach(d -> assertEquals(Reason.CAP_EXCEEDED, reason(d)));
        }
    }

    // ---- small forms

    /** The whole way of one payment, on one node. */
    private static java.util.function.IntFunction<Callable<Decision<PaymentApproval.Redeemed>>> payer(
            Cluster cluster, World.Customer taro, long yen) {
        return i -> () -> {
            AuthKit kit = cluster.kit(i);
            Payment payment = payment(yen, i);
            Challenge challenge = challenged(kit.payments().approve(payment, request(taro.session())));
            Decision<PaymentApproval> approval = kit.payments()
                    .approve(
                            payment,
                            request(taro.session())
                                    .answering(challenge.id(), taro.phone().answerVerified(challenge)));
            return approval instanceof Decision.Allowed<PaymentApproval> yes
                    ? kit.payments().redeem(yes.value())
                    : approval.map(no -> {
                        throw new AssertionError(no);
                    });
        };
    }

    private static Payment payment(long yen, int order) {
        return Payment.pay("セブン‐イレブン 新宿店", Money.yen(yen), "order-" + order);
    }

    private static PaymentApproval approve(AuthKit kit, World.Customer taro, Payment payment) {
        Challenge challenge = challenged(kit.payments().approve(payment, request(taro.session())));
        return allowed(kit.payments()
                .approve(
                        payment,
                        request(taro.session())
                                .answering(challenge.id(), taro.phone().answerVerified(challenge))));
    }

    private static Runnable changePassword(AuthKit kit, World.Customer taro) {
        Challenge challenge = challenged(kit.passwordChange()
                .change(password(World.PASSWORD), password(World.NEW_PASSWORD), request(taro.session())));
        Proof signed = taro.phone().answerVerified(challenge);
        return () -> allowed(kit.passwordChange()
                .change(
                        password(World.PASSWORD),
                        password(World.NEW_PASSWORD),
                        request(taro.session()).answering(challenge.id(), signed)));
    }

    private static java.util.stream.Stream<Event.Kind> kinds(Cluster cluster, World.Customer taro) {
        return cluster.kit(1).operator().events(Optional.of(taro.account()), Optional.empty(), 1000).stream()
                .map(Event::kind);
    }
}
