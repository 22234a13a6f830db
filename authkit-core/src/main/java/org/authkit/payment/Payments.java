package org.authkit.payment;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import org.authkit.internal.account.Account;
import org.authkit.internal.account.IssuedApproval;
import org.authkit.internal.account.Records.ApprovalRecord;
import org.authkit.internal.account.Records.ApprovalState;
import org.authkit.internal.guard.Call;
import org.authkit.internal.guard.Guard;
import org.authkit.internal.guard.Parts;
import org.authkit.internal.guard.Scope;
import org.authkit.internal.guard.Subject;
import org.authkit.internal.guard.Work;
import org.authkit.model.Acknowledged;
import org.authkit.model.Decision;
import org.authkit.model.Event;
import org.authkit.model.Evidence;
import org.authkit.model.Payment;
import org.authkit.model.PaymentApproval;
import org.authkit.model.Reason;
import org.authkit.model.RequestContext;
import org.authkit.policy.Rule;

/**
 * Payments: the phone signs exactly the amount and payee it showed (RTS 2018/389 art. 5), and the ledger may move the money
 * once. Thread-safe.
 */
public final class Payments {
    private static final int MAX_OPEN = 80;

    private final Guard guard;
    private final Parts parts;

    /** Made by {@code AuthKit}; nothing outside can name a guard. */
    @SuppressWarnings("exports")
    public Payments(Guard guard) {
        this.guard = guard;
        this.parts = guard.parts();
    }

    /**
     * Asks the customer's bound device to approve this very payment. The same call, answer and session before expiry return
     * the same approval.
     *
     * @return denied with {@link Reason#NOT_PERMITTED} where no device is bound, {@link Reason#ON_HOLD},
     *     {@link Reason#FROZEN}, {@link Reason#CAP_EXCEEDED}, {@link Reason#WRONG_PROOF},
     *     {@link Reason#CHALLENGE_INVALID}, {@link Reason#TOO_MANY_ATTEMPTS}, {@link Reason#NOT_SIGNED_IN},
     *     {@link Reason#UNAVAILABLE}, and {@link Reason#LIMIT_REACHED} while too many approvals of a day are remembered
     */
    public Decision<PaymentApproval> approve(Payment payment, RequestContext request) {
        SortedMap<String, String> shown = Call.sorted(
                "amount", payment.money().amount(),
                "currency", payment.money().currency().getCurrencyCode(),
                "payee", payment.payee(),
                "reference", payment.reference());
        Call call = new Call(payment.action(), new Subject.BySession(), shown, "", Optional.empty(), request);
        return guard.perform(call, new Approve(payment));
    }

    private final class Approve implements Work<PaymentApproval> {
        private final Payment payment;

        Approve(Payment payment) {
            this.payment = payment;
        }

        @Override
        public Outcome<PaymentApproval> apply(Scope scope) {
            Account account = scope.account();
            Optional<String> device = scope.deviceId();
            if (device.isEmpty()) {
                return Work.refused(Reason.NOT_PERMITTED);
            }
            boolean verified = scope.evidence().contains(Evidence.DEVICE_UV);
            long open = account.approvals().stream()
                    .filter(a -> a.state() != ApprovalState.ABANDONED)
                    .count();
            if (open >= MAX_OPEN) {
                return Work.refused(Reason.LIMIT_REACHED);
            }
            ApprovalRecord record = new ApprovalRecord(
                    parts.accounts().vault().secret(16),
                    scope.nonce(),
                    scope.session().orElseThrow().id(),
                    device.get(),
                    payment,
                    verified,
                    account.epoch(),
                    scope.now(),
                    scope.now().plus(parts.policy().settings().approvalLife()),
                    ApprovalState.ISSUED);
            if (!withinCap(account, record, scope.rule(), scope.now())) {
                return Work.refused(Reason.CAP_EXCEEDED);
            }
            account.approvals().add(record);
            scope.event(
                    Event.Kind.PAYMENT_APPROVED,
                    "approval",
                    record.id(),
                    "device",
                    device.get(),
                    "amount",
                    payment.money().toString());
            return Work.done(approval(account, record));
        }

        @Override
        public Optional<PaymentApproval> repeated(Scope scope, String nonce) {
            String session = scope.session().orElseThrow().id();
            return scope.account().approvals().stream()
                    .filter(a -> a.nonce().equals(nonce) && a.sessionId().equals(session))
                    .filter(a -> a.payment().equals(payment) && scope.now().isBefore(a.expiresAt()))
                    .findFirst()
                    .map(a -> approval(scope.account(), a));
        }
    }

    /**
     * Spends an approval: one compare-and-set that checks again whatever may have changed since. The ledger then moves the
     * amount to the payee of the result, storing the id under a unique constraint in the same transaction.
     *
     * @return denied with {@link Reason#APPROVAL_INVALID} when it was spent, abandoned, has expired or was overtaken by a
     *     change of the account; {@link Reason#FROZEN}, {@link Reason#ON_HOLD}, {@link Reason#CAP_EXCEEDED};
     *     {@link Reason#UNAVAILABLE}
     */
    public Decision<PaymentApproval.Redeemed> redeem(PaymentApproval approval) {
        return guard.operate(approval.account(), scope -> {
            Account account = scope.account();
            Instant now = scope.now();
            Optional<ApprovalRecord> found = open(account, approval, now);
            if (found.isEmpty()) {
                return Work.refused(Reason.APPROVAL_INVALID);
            }
            ApprovalRecord record = found.get();
            Rule rule = parts.policy().rule(record.payment().action());
            if (account.freeze().isPresent()) {
                return Work.refused(Reason.FROZEN);
            }
            Optional<Instant> held = Guard.heldUntil(rule, account, record.deviceId(), now);
            if (held.isPresent()) {
                return Work.refused(Reason.ON_HOLD, held.get());
            }
            if (!withinCap(account, record, rule, now)) {
                return Work.refused(Reason.CAP_EXCEEDED);
            }
            replace(account, record.in(ApprovalState.REDEEMED));
            scope.event(Event.Kind.PAYMENT_REDEEMED, "approval", record.id());
            return Work.done(new PaymentApproval.Redeemed(record.id(), account.id(), record.payment(), now));
        });
    }

    /**
     * Gives an approval that was not redeemed back, and its amount with it.
     *
     * @return denied with {@link Reason#APPROVAL_INVALID} as by {@link #redeem}, {@link Reason#UNAVAILABLE}
     */
    public Decision<Acknowledged> abandon(PaymentApproval approval) {
        return guard.operate(approval.account(), scope -> {
            Optional<ApprovalRecord> found = open(scope.account(), approval, scope.now());
            if (found.isEmpty()) {
                return Work.refused(Reason.APPROVAL_INVALID);
            }
            replace(scope.account(), found.get().in(ApprovalState.ABANDONED));
            scope.event(Event.Kind.PAYMENT_ABANDONED, "approval", approval.id());
            return Work.done(Acknowledged.RECEIVED);
        });
    }

    private static Optional<ApprovalRecord> open(Account account, PaymentApproval approval, Instant now) {
        return account.approvals().stream()
                .filter(a -> a.id().equals(approval.id()) && a.payment().equals(approval.payment()))
                .filter(a -> a.state() == ApprovalState.ISSUED && a.epoch() == account.epoch())
                .filter(a -> now.isBefore(a.expiresAt()))
                .filter(a -> account.credential(a.deviceId()).isPresent())
                .findFirst();
    }

    private static void replace(Account account, ApprovalRecord changed) {
        account.approvals().replaceAll(a -> a.id().equals(changed.id()) ? changed : a);
    }

    private static PaymentApproval approval(Account account, ApprovalRecord record) {
        return new IssuedApproval(record.id(), account.id(), record.payment(), record.expiresAt());
    }

    /** Whether this payment and all others that weigh on the day stay within what its device and proof may move. */
    private static boolean withinCap(Account account, ApprovalRecord record, Rule rule, Instant now) {
        Optional<Duration> age =
                account.credential(record.deviceId()).map(device -> Duration.between(device.enrolledAt(), now));
        long allowed = age.stream()
                .flatMap(bound -> rule.caps().stream()
                        .filter(cap -> bound.compareTo(cap.deviceAge()) >= 0)
                        .filter(cap -> record.userVerified() || !cap.assurance().equals(Evidence.DEVICE_UV))
                        .filter(cap -> cap.perDay()
                                .currency()
                                .equals(record.payment().money().currency())))
                .map(cap -> cap.perDay().minorUnits())
                .max(Comparator.naturalOrder())
                .orElse(0L);
        long others = account.approvals().stream()
                .filter(a -> !a.id().equals(record.id()))
                .filter(a -> a.state() == ApprovalState.REDEEMED || a.state() == ApprovalState.ISSUED)
                .mapToLong(a -> a.payment().money().minorUnits())
                .sum();
        return others <= allowed && record.payment().money().minorUnits() <= allowed - others;
    }
}
