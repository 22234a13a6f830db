package org.authkit.verification;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.authkit.device.DeviceSetup;
import org.authkit.device.NewDevice;
import org.authkit.enrollment.Enrollment;
import org.authkit.model.Acknowledged;
import org.authkit.model.Action;
import org.authkit.model.Authenticator;
import org.authkit.model.Contact;
import org.authkit.model.Decision;
import org.authkit.model.EmailAddress;
import org.authkit.model.Evidence;
import org.authkit.model.Login;
import org.authkit.model.Money;
import org.authkit.model.Password;
import org.authkit.model.Payment;
import org.authkit.model.PaymentApproval;
import org.authkit.model.PendingChange;
import org.authkit.model.Proof;
import org.authkit.model.Reason;
import org.authkit.model.RequestContext;
import org.authkit.model.Ticket;
import org.authkit.testkit.SoftwareAuthenticator;
import org.authkit.testkit.SoftwarePhone;
import org.authkit.totp.NewTotp;
import org.authkit.verification.WalkModel.Acct;
import org.authkit.verification.WalkModel.Address;
import org.authkit.verification.WalkModel.Bound;
import org.authkit.verification.WalkModel.Held;
import org.authkit.verification.WalkModel.Waits;

/** The verbs about what somebody may change and spend: factors, pending changes, contacts, payments. */
final class WalkMoneyVerbs extends WalkVerbs {
    /** An enrollment that was allowed to begin. */
    record Setup(
            Acct account,
            Ticket ticket,
            Optional<Held> session,
            Instant at,
            long epoch,
            Optional<SoftwarePhone> phone,
            Optional<SoftwareAuthenticator> app,
            Function<SoftwarePhone, Proof> statement) {}

    /** A contact somebody added. */
    private record Known(Acct account, String address) {}

    private final List<Setup> setups = new ArrayList<>();
    private final Map<String, PaymentApproval> approvals = new LinkedHashMap<>();
    private final Map<String, Known> contactIds = new HashMap<>();
    private final Map<Acct, List<String>> seenWaiting = new HashMap<>();
    private int names;

    WalkMoneyVerbs(long seed, boolean withIdentity, Map<String, Integer> allowed, EnumSet<Reason> reasons) {
        super(seed, withIdentity, allowed, reasons);
    }

    // ---- an owner who wants something

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
        } else if (!fresh(actor, "contact").isEmpty() && chance(40)) {
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
        } else if (phone && (chance(8) || (chance(70) && answerable(account).isPresent()))) {
            pending(actor);
        } else if (phone && chance(50) && !extras(actor).isEmpty()) {
            removeContact(actor);
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

    // ---- factors

    void beginPhone(Actor actor) {
        SoftwarePhone phone = phoneOf(actor);
        NewDevice newcomer = new NewDevice(phone.name(), phone.publicJwk());
        inSession(
                "Enrollment.begin(Factor, Object, RequestContext)",
                actor,
                Action.BIND_DEVICE,
                phone.thumbprint(),
                c -> kit.enrollment().begin(device, newcomer, c),
                (account, begun) -> setups.add(setup(account, begun, phone, Optional.empty())));
    }

    private SoftwarePhone phoneOf(Actor actor) {
        Acct own = model.byLogin.get(actor.target);
        if (actor.honest && own != null && chance(80)) {
            List<SoftwarePhone> unbound = actor.phones.stream()
                    .filter(p -> !own.phones.containsKey(p.thumbprint()))
                    .toList();
            if (unbound.isEmpty() && actor.phones.size() < 5) {
                actor.phones.add(SoftwarePhone.of("phone " + names++, secrets));
                return actor.phones.get(actor.phones.size() - 1);
            }
            return mostly(unbound, actor.phones).orElseThrow();
        }
        if (actor.phones.isEmpty() || (actor.phones.size() < 3 && chance(10))) {
            actor.phones.add(SoftwarePhone.of("phone " + names++, secrets));
        }
        return any(actor.phones).orElseThrow();
    }

    private Setup setup(Acct a, Enrollment.Begun<DeviceSetup> begun, SoftwarePhone phone, Optional<Held> session) {
        return new Setup(
                a,
                begun.ticket(),
                session,
                now(),
                a.epoch,
                Optional.of(phone),
                Optional.empty(),
                signer ->
                        signer.sign(begun.shown().statementType(), begun.shown().statement()));
    }

    void beginPhoneByLogin(Actor actor) {
        String login = login(actor);
        SoftwarePhone phone = phoneOf(actor);
        Optional<Acct> account = Optional.ofNullable(model.byLogin.get(login));
        String typed = password(actor);
        boolean right = account.isPresent() && typed.equals(account.get().password);
        NewDevice newcomer = new NewDevice(phone.name(), phone.publicJwk());
        ask(plain(
                "Enrollment.begin(Login, Password, Factor, Object, RequestContext)",
                actor,
                Action.BIND_DEVICE,
                account,
                phone.thumbprint(),
                Optional.empty(),
                passwordIf(right),
                c -> kit.enrollment().begin(Login.parse(login), Password.of(typed), device, newcomer, c),
                (ask, begun) -> setups.add(setup(justified(ask), begun, phone, Optional.empty()))));
    }

    void beginApp(Actor actor) {
        String name = "app " + names++ % 3;
        inSession(
                "Enrollment.begin(Factor, Object, RequestContext)",
                actor,
                Action.ENROLL_FACTOR,
                name,
                c -> kit.enrollment().begin(totp, new NewTotp(name, "walker"), c),
                (account, begun) -> setups.add(new Setup(
                        account,
                        begun.ticket(),
                        Optional.empty(),
                        now(),
                        account.epoch,
                        Optional.empty(),
                        Optional.of(SoftwareAuthenticator.scan(begun.shown().otpauthUri())),
                        signer -> nonsense())));
    }

    void confirmSetup(Actor actor) {
        if (setups.isEmpty()) {
            return;
        }
        Setup setup = chance(75) ? setups.get(setups.size() - 1) : any(setups).orElseThrow();
        boolean byNewcomer = chance(90);
        Proof proof = setup.app().isPresent()
                ? new Proof.Code("totp", setup.app().get().codeAt(now()))
                : setup.statement()
                        .apply(
                                byNewcomer
                                        ? setup.phone().orElseThrow()
                                        : phoneOf(any(actors).orElseThrow()));
        Optional<SoftwarePhone> signer = setup.phone();
        boolean right = byNewcomer || setup.app().isPresent();
        Optional<Held> session = mostly(
                actor.sessions.stream()
                        .filter(s -> s.account == setup.account())
                        .toList(),
                actor.sessions);
        RequestContext context = session.map(s -> context(actor, s)).orElseGet(() -> context(actor));
        Acct account = setup.account();
        Decision<Authenticator> decision = kit.enrollment().confirm(setup.ticket(), proof, context);
        decision.fold(
                done -> {
                    allowed.merge("Enrollment.confirm(Ticket, Proof, RequestContext)", 1, Integer::sum);
                    WalkModel.requireOpen(account, "confirm");
                    boolean self =
                            signer.map(p -> p.thumbprint().equals(done.id())).orElse(true);
                    WalkModel.require(
                            self && (right || setups.isEmpty() || done.kind().equals("device")),
                            "a key that did not sign was bound");
                    WalkModel.require(setup.epoch() == account.epoch, "an enrollment outlived a change of the account");
                    WalkModel.require(now().isBefore(setup.at().plusSeconds(600)), "an enrollment outlived its time");
                    boolean ceremony = account.fresh(now());
                    if (signer.isPresent()) {
                        account.everBound = true;
                        account.phones.put(done.id(), new Bound(now(), ceremony));
                        account.formerPhones.add(done.id());
                    } else {
                        SoftwareAuthenticator app = setup.app().orElseThrow();
                        account.spentCodes.add(app.codeAt(now()));
                        account.apps.put(done.id(), app);
                        actor.apps.add(app);
                    }
                    account.everEnrolled = true;
                    setups.remove(setup);
                    return done;
                },
                c -> c,
                d -> reasons.add(d.reason()));
    }

    void listFactors(Actor actor) {
        inSession(
                "Enrollment.list(RequestContext)",
                actor,
                Action.VIEW,
                "",
                c -> kit.enrollment().list(c),
                (a, list) -> {
                    Set<String> known = new HashSet<>(a.phones.keySet());
                    known.addAll(a.apps.keySet());
                    Set<String> kept =
                            new HashSet<>(list.stream().map(Authenticator::id).toList());
                    WalkModel.require(
                            known.equals(kept), "factors nobody enrolled or removed: " + kept + " for " + known);
                });
    }

    void removeFactor(Actor actor) {
        Optional<Held> session = session(actor);
        if (session.isEmpty()) {
            return;
        }
        List<String> ids = new ArrayList<>(session.get().account.apps.keySet());
        ids.addAll(session.get().account.phones.keySet());
        String id = chance(5) ? "nothing" : any(ids).orElse("nothing");
        boolean phone = session.get().account.phones.containsKey(id);
        ask(plain(
                "Enrollment.remove(String, RequestContext)",
                actor,
                phone ? Action.REMOVE_DEVICE : Action.REMOVE_FACTOR,
                Optional.of(session.get().account),
                id,
                session,
                Set.of(),
                c -> kit.enrollment().remove(id, c),
                (ask, value) -> {
                    Acct account = justified(ask);
                    account.phones.remove(id);
                    account.apps.remove(id);
                    model.sessions.values().stream()
                            .filter(s -> s.account == account && s.phone.equals(id))
                            .forEach(s -> s.ended = true);
                }));
    }

    /** A change its owner saw waiting when they last looked. */
    private Optional<String> answerable(Acct account) {
        List<String> ids = seenWaiting.getOrDefault(account, List.of()).stream()
                .filter(id -> account.waiting.containsKey(id) && !account.waiting.get(id).stopped)
                .toList();
        return ids.isEmpty() ? Optional.empty() : Optional.of(ids.get(ids.size() - 1));
    }

    private boolean isOpen(PaymentApproval approval) {
        return now().isBefore(approval.expiresAt()) && !model.redeemed.contains(approval.id());
    }

    // ---- what waits

    void pending(Actor actor) {
        Optional<Held> session = session(actor);
        if (session.isEmpty()) {
            return;
        }
        Acct account = session.get().account;
        String id = chance(90) ? answerable(account).orElse("") : "nothing";
        if (id.isEmpty()) {
            inSession(
                    "PendingChanges.list(RequestContext)",
                    actor,
                    Action.VIEW,
                    "",
                    c -> kit.pending().list(c),
                    this::recognize);
            return;
        }
        boolean approve = chance(50);
        String verb = approve ? "approve" : "decline";
        ask(plain(
                "PendingChanges." + verb + "(String, RequestContext)",
                actor,
                Action.APPROVE_DEVICE,
                Optional.of(account),
                verb + id,
                session,
                Set.of(),
                c -> approve ? kit.pending().approve(id, c) : kit.pending().decline(id, c),
                (Ask<Acknowledged> ask, Acknowledged value) -> {
                    justified(ask);
                    Waits waits = account.waiting.get(id);
                    WalkModel.require(waits != null, "something nobody asked for was answered");
                    waits.approved |= approve;
                    waits.stopped |= !approve;
                }));
    }

    /** A call by login is told no id, so the owner's list is where the change that waits and what asked for it meet. */
    private void recognize(Acct account, List<PendingChange> list) {
        for (PendingChange change : list) {
            account.waiting.values().stream()
                    .filter(waits -> waits.action == change.action())
                    .filter(waits -> change.details().containsValue(waits.arguments))
                    .findFirst()
                    .ifPresent(waits -> account.waiting.put(change.id(), waits));
        }
        seenWaiting.put(account, list.stream().map(PendingChange::id).toList());
    }

    void veto(Actor actor) {
        Optional<Mailed> mail = mailed(actor, "veto");
        mail.ifPresent(m -> kit.pending()
                .veto(Ticket.of(m.ticket()), context(actor))
                .fold(
                        ok -> {
                            allowed.merge("PendingChanges.veto(Ticket, RequestContext)", 1, Integer::sum);
                            WalkModel.require(m.page().equals("veto"), "a veto by a ticket of another kind");
                            WalkModel.require(model.spentTickets.add(m.ticket()), "a veto ticket served twice");
                            return ok;
                        },
                        c -> c,
                        d -> reasons.add(d.reason())));
    }

    // ---- contacts

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
                    account.addresses.remove(address);
                    account.formerAddresses.add(address);
                });
    }

    // ---- money

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
}
