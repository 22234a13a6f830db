package org.authkit.verification;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.authkit.model.Action;
import org.authkit.model.Contact;
import org.authkit.model.EmailAddress;
import org.authkit.model.Evidence;
import org.authkit.model.Money;
import org.authkit.model.Payment;
import org.authkit.model.PaymentApproval;
import org.authkit.model.Reason;
import org.authkit.model.Ticket;
import org.authkit.verification.WalkModel.Acct;
import org.authkit.verification.WalkModel.Address;
import org.authkit.verification.WalkModel.Held;

/** The verbs about contacts and money, and what an owner does who wants something. */
final class WalkMoneyVerbs extends WalkFactorVerbs {
    /** A contact somebody added. */
    private record Known(Acct account, String address) {}

    private final Map<String, PaymentApproval> approvals = new LinkedHashMap<>();
    private final Map<String, Known> contactIds = new HashMap<>();

    WalkMoneyVerbs(long seed, boolean withIdentity, Map<String, Integer> allowed, EnumSet<Reason> reasons) {
        super(seed, withIdentity, allowed, reasons);
    }

    // ---- an owner who wants something
    // --------------------------------------------------------------------------------

    /** The next sensible thing for somebody to do who has, or wants to have, an account. */
    void purpose(Actor actor) {
        Acct account = model.byLogin.get(actor.target);
        boolean reads = actor.mailboxes.contains(actor.target);
        if (account == null) {
            if (fresh(actor, "confirm").isEmpty() || !reads) {
                register(actor);
            } else {
                confirm(actor);
            }
            return;
        }
        boolean signedIn = actor.sessions.stream().anyMatch(s -> s.account == account && s.looksLive(now()));
        boolean phone = actor.phones.stream().anyMatch(p -> account.phones.containsKey(p.thumbprint()));
        boolean app = actor.apps.stream().anyMatch(account.apps::containsValue);
        if (account.bound(now()) && !phone && !app && chance(15) && !account.imported) {
            actor.target = "again" + names++ + "@example.jp";
            actor.mailboxes.add(actor.target);
        } else if (!fresh(actor, "contact").isEmpty() && chance(70)) {
            confirmContact(actor);
        } else if (!fresh(actor, "veto").isEmpty() && chance(2)) {
            veto(actor);
        } else if (!signedIn) {
            if (chance(75)) {
                signIn(actor);
            } else if (!fresh(actor, "reset").isEmpty()) {
                completeReset(actor);
            } else {
                requestReset(actor);
            }
        } else if (setups.stream().anyMatch(s -> s.account() == account) && chance(70)) {
            confirmSetup(actor);
        } else if (actor.hoards && account.fresh(now()) && account.addresses.size() < 8 && chance(80)) {
            addContact(actor);
        } else if (account.fresh(now()) && !phone && chance(70)) {
            any(List.<Runnable>of(
                            () -> addContact(actor),
                            () -> addContact(actor),
                            () -> beginApp(actor),
                            () -> beginPhone(actor),
                            () -> beginPhone(actor),
                            () -> removeFactor(actor)))
                    .orElseThrow()
                    .run();
        } else if (phone && (chance(20) || (chance(70) && answerable(account).isPresent()))) {
            pending(actor);
        } else if (phone && chance(75) && !extras(actor).isEmpty()) {
            removeContact(actor);
        } else if (phone && chance(5)) {
            addContact(actor);
        } else if (chance(60) && approvals.values().stream().anyMatch(this::isOpen)) {
            settle(actor);
        } else if (!phone && chance(40)) {
            beginPhoneByLogin(actor);
        } else {
            any(List.<Runnable>of(
                            () -> approvePayment(actor),
                            () -> approvePayment(actor),
                            () -> settle(actor),
                            () -> settle(actor),
                            () -> sessions(actor),
                            () -> sessions(actor),
                            () -> sessions(actor),
                            () -> approvePayment(actor),
                            () -> approvePayment(actor),
                            () -> listContacts(actor),
                            () -> removeContact(actor),
                            () -> removeContact(actor),
                            () -> removeContact(actor),
                            () -> beginApp(actor),
                            () -> beginPhoneByLogin(actor),
                            () -> beginPhone(actor),
                            () -> removeFactor(actor),
                            () -> changePassword(actor)))
                    .orElseThrow()
                    .run();
        }
    }

    // ---- contacts
    // ----------------------------------------------------------------------------------------------------

    void listContacts(Actor actor) {
        inSession(
                "Contacts.list(RequestContext)",
                actor,
                Action.VIEW,
                "",
                c -> kit.contacts().list(c),
                (a, list) -> {
                    for (Contact contact : list) {
                        Address known = a.addresses.get(contact.address().canonical());
                        WalkModel.require(known != null, "a contact nobody added");
                        boolean confirmed = contact.state() == Contact.State.CONFIRMED;
                        WalkModel.require(!confirmed || known.confirmed || a.imported, "a contact nobody confirmed");
                    }
                });
    }

    void addContact(Actor actor) {
        String address = chance(70)
                ? "extra" + random.nextInt(9) + "@example.jp"
                : any(new ArrayList<>(actor.mailboxes)).orElse(actor.target);
        if (address.startsWith("+")) {
            return;
        }
        actor.mailboxes.add(address);
        inSession(
                "Contacts.add(EmailAddress, RequestContext)",
                actor,
                Action.ADD_CONTACT,
                address,
                c -> kit.contacts().add(EmailAddress.of(address), c),
                (account, contact) -> {
                    account.addresses.computeIfAbsent(address, a -> new Address()).claimedAt = now();
                    contactIds.put(contact.id(), new Known(account, address));
                });
    }

    void confirmContact(Actor actor) {
        mailed(actor, "contact")
                .ifPresent(m -> kit.contacts()
                        .confirm(Ticket.of(m.ticket()), context(actor))
                        .fold(
                                ok -> {
                                    allowed.merge("Contacts.confirm(Ticket, RequestContext)", 1, Integer::sum);
                                    WalkModel.require(
                                            m.page().equals("contact"), "a contact by a ticket of another kind");
                                    WalkModel.require(
                                            model.spentTickets.add(m.ticket()), "a contact ticket served twice");
                                    Acct account = byId(m.account());
                                    WalkModel.requireOpen(account, "contact confirmation");
                                    Address address = account.addresses.get(m.to());
                                    WalkModel.require(address != null, "a contact nobody claimed");
                                    if (!address.confirmed) {
                                        address.confirmed = true;
                                        Instant aged = now().plus(WalkModel.DAY);
                                        address.powerFrom = aged.isBefore(address.powerFrom) ? aged : address.powerFrom;
                                    }
                                    return ok;
                                },
                                c -> c,
                                d -> reasons.add(d.reason())));
    }

    /** Confirmed addresses of somebody's account beside its login. */
    private List<String> extras(Actor actor) {
        return contactIds.entrySet().stream()
                .filter(known -> known.getValue().account().login.equals(actor.target))
                .filter(known -> !known.getValue().address().equals(actor.target))
                .filter(known -> Optional.ofNullable(known.getValue()
                                .account()
                                .addresses
                                .get(known.getValue().address()))
                        .map(address -> address.confirmed)
                        .orElse(false))
                .map(Map.Entry::getKey)
                .toList();
    }

    void removeContact(Actor actor) {
        List<String> own = extras(actor);
        String id = mostly(own, new ArrayList<>(contactIds.keySet())).orElse("nothing");
        inSession(
                "Contacts.remove(String, RequestContext)",
                actor,
                Action.REMOVE_CONTACT,
                id,
                c -> kit.contacts().remove(id, c),
                (account, value) -> {
                    String address = contactIds.remove(id).address();
                    WalkModel.require(!address.equals(account.login), "the login was removed");
                    if (account.verified(now()).contains(address)) {
                        account.formerAddresses.add(address);
                    }
                    account.addresses.remove(address);
                });
    }

    // ---- money
    // -------------------------------------------------------------------------------------------------------

    void approvePayment(Actor actor) {
        Action action = chance(85) ? Action.PAY : chance(50) ? Action.TOP_UP : Action.TRANSFER;
        long yen = chance(80) ? 1 + random.nextInt(2000) : 1 + random.nextInt(120_000);
        Payment payment =
                new Payment(action, "Shop " + random.nextInt(3), Money.yen(yen), "order-" + random.nextInt(5));
        Optional<Held> session = session(actor);
        if (session.isEmpty()) {
            return;
        }
        ask(plain(
                "Payments.approve(Payment, RequestContext)",
                actor,
                action,
                Optional.of(session.get().account),
                payment.toString(),
                session,
                Set.of(),
                c -> kit.payments().approve(payment, c),
                (ask, approval) -> {
                    WalkModel.require(approval.payment().equals(payment), "another payment was approved");
                    if (model.approvals.containsKey(approval.id())) {
                        Acct known = model.approvals.get(approval.id()).account();
                        WalkModel.requireOpen(known, "a repeated approval");
                        WalkModel.require(known == session.get().account, "an approval went to another account");
                        return; // the same answer again: the same approval, and nothing new
                    }
                    Acct account = justified(ask);
                    WalkModel.require(ask.proved().contains(Evidence.DEVICE), "money without a phone's signature");
                    approvals.put(approval.id(), approval);
                    model.approvals.putIfAbsent(
                            approval.id(), new WalkModel.Approval(account, payment, ask.phone(), now(), account.epoch));
                }));
    }

    void settle(Actor actor) {
        List<PaymentApproval> all = new ArrayList<>(approvals.values());
        if (all.isEmpty()) {
            return;
        }
        PaymentApproval approval = chance(80) ? all.get(all.size() - 1) : any(all).orElseThrow();
        if (chance(40)) {
            kit.payments()
                    .abandon(approval)
                    .fold(
                            ok -> {
                                WalkModel.require(model.redeemed.add(approval.id()), "a spent approval was given back");
                                return allowed.merge("Payments.abandon(PaymentApproval)", 1, Integer::sum);
                            },
                            c -> c,
                            d -> reasons.add(d.reason()));
        } else {
            kit.payments()
                    .redeem(approval)
                    .fold(
                            money -> {
                                model.redeem(money.id(), money.payment(), now());
                                return allowed.merge("Payments.redeem(PaymentApproval)", 1, Integer::sum);
                            },
                            c -> c,
                            d -> reasons.add(d.reason()));
        }
        while (approvals.size() > 20) {
            approvals.remove(approvals.keySet().iterator().next());
        }
    }

    private boolean isOpen(PaymentApproval approval) {
        return now().isBefore(approval.expiresAt()) && !model.redeemed.contains(approval.id());
    }
}
