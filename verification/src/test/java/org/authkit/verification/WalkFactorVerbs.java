package org.authkit.verification;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
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
import org.authkit.model.Decision;
import org.authkit.model.Login;
import org.authkit.model.Password;
import org.authkit.model.PendingChange;
import org.authkit.model.Proof;
import org.authkit.model.Reason;
import org.authkit.model.RequestContext;
import org.authkit.model.Ticket;
import org.authkit.testkit.SoftwareAuthenticator;
import org.authkit.testkit.SoftwarePhone;
import org.authkit.totp.NewTotp;
import org.authkit.verification.WalkModel.Acct;
import org.authkit.verification.WalkModel.Bound;
import org.authkit.verification.WalkModel.Held;
import org.authkit.verification.WalkModel.Waits;

/** The verbs about authenticators, and about what waits for somebody else's word. */
class WalkFactorVerbs extends WalkAccountVerbs {
    /** An enrollment that was allowed to begin. */
    record Setup(
            Acct account,
            Ticket ticket,
            Instant at,
            long epoch,
            Optional<SoftwarePhone> phone,
            Optional<SoftwareAuthenticator> app,
            Function<SoftwarePhone, Proof> statement) {}

    /** A contact somebody added. */
    final List<Setup> setups = new ArrayList<>();

    private final Map<Acct, List<String>> seenWaiting = new HashMap<>();
    int names;

    WalkFactorVerbs(long seed, boolean withIdentity, Map<String, Integer> allowed, EnumSet<Reason> reasons) {
        super(seed, withIdentity, allowed, reasons);
    }

    // ---- factors
    // -----------------------------------------------------------------------------------------------------

    void beginPhone(Actor actor) {
        SoftwarePhone phone = phoneOf(actor);
        NewDevice newcomer = new NewDevice(phone.name(), phone.publicJwk());
        inSession(
                "Enrollment.begin(Factor, Object, RequestContext)",
                actor,
                Action.BIND_DEVICE,
                phone.thumbprint(),
                c -> kit.enrollment().begin(device, newcomer, c),
                (account, begun) -> setups.add(setup(account, begun, phone)));
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

    private Setup setup(Acct a, Enrollment.Begun<DeviceSetup> begun, SoftwarePhone phone) {
        return new Setup(
                a,
                begun.ticket(),
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
                (ask, begun) -> setups.add(setup(justified(ask), begun, phone))));
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
    Optional<String> answerable(Acct account) {
        List<String> ids = seenWaiting.getOrDefault(account, List.of()).stream()
                .filter(id -> account.waiting.containsKey(id) && !account.waiting.get(id).stopped)
                .toList();
        return ids.isEmpty() ? Optional.empty() : Optional.of(ids.get(ids.size() - 1));
    }

    // ---- what waits
    // --------------------------------------------------------------------------------------------------

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
}
