package org.authkit.example.wallet;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.authkit.AuthKit;
import org.authkit.example.wallet.Replies.Reply;
import org.authkit.model.AccountId;
import org.authkit.model.Decision;
import org.authkit.model.Money;
import org.authkit.model.Payment;
import org.authkit.model.PaymentApproval;
import org.authkit.model.RequestContext;

/** Balance and payments. */
final class MoneyRoutes {
    private final AuthKit kit;
    private final Replies replies;
    private final Ledger ledger;

    MoneyRoutes(AuthKit kit, Replies replies, Ledger ledger) {
        this.kit = kit;
        this.replies = replies;
        this.ledger = ledger;
    }

    List<Route> routes() {
        return List.of(Route.of("balance", this::balance), Route.of("pay", this::pay, "payee", "amount", "reference"));
    }

    private Reply balance(Body body, RequestContext request) {
        return replies.of(kit.sessions().authenticate(request), session -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("balance", ledger.balance(session.account()));
            json.put("currency", "JPY");
            json.put(
                    "history",
                    ledger.history(session.account()).stream()
                            .map(MoneyRoutes::shown)
                            .toList());
            return json;
        });
    }

    /**
     * Pays: asks AuthKit whether the customer approved exactly this, redeems the approval, moves the money. The client makes
     * this call twice, the second time with the phone's answer; a repeat of the second finds the payment made.
     *
     * @see Ledger#execute why a crash between these lines never pays twice
     */
    private Reply pay(Body body, RequestContext request) throws BadRequestException {
        Decision<PaymentApproval> decision = kit.payments().approve(payment(body), request);
        if (!(decision instanceof Decision.Allowed<PaymentApproval> approved)) {
            return replies.of(decision, nothing -> Map.of());
        }
        PaymentApproval approval = approved.value();
        Optional<Ledger.Entry> before = ledger.find(approval.id());
        if (before.isPresent()) {
            return receipt(approval.account(), before.get());
        }
        if (ledger.balance(approval.account()) < approval.payment().money().minorUnits()) {
            kit.payments().abandon(approval); // gives today's allowance back
            return Replies.refused(409, "INSUFFICIENT_FUNDS");
        }
        Decision<PaymentApproval.Redeemed> redeemed = kit.payments().redeem(approval);
        if (!(redeemed instanceof Decision.Allowed<PaymentApproval.Redeemed> spent)) {
            return replies.of(redeemed, nothing -> Map.of());
        }
        return switch (ledger.execute(spent.value())) {
            case PAID, PAID_BEFORE ->
                receipt(approval.account(), ledger.find(approval.id()).orElseThrow());
            case INSUFFICIENT_FUNDS -> Replies.refused(409, "INSUFFICIENT_FUNDS");
        };
    }

    private static Payment payment(Body body) throws BadRequestException {
        String amount = body.text("amount", 9);
        if (!amount.matches("[1-9][0-9]{0,8}")) {
            throw new BadRequestException("amount: whole yen in plain digits");
        }
        String reference = body.text("reference", 64);
        return body.as("payee", payee -> Payment.pay(payee, Money.yen(Long.parseLong(amount)), reference));
    }

    private Reply receipt(AccountId account, Ledger.Entry entry) {
        Map<String, Object> json = new LinkedHashMap<>(shown(entry));
        json.put("balance", ledger.balance(account));
        return Replies.ok(json);
    }

    private static Map<String, ?> shown(Ledger.Entry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("approval", entry.approvalId());
        json.put("payee", entry.payee());
        json.put("amount", entry.amount());
        json.put("reference", entry.reference());
        json.put("paidAt", entry.paidAt().toString());
        return json;
    }
}
