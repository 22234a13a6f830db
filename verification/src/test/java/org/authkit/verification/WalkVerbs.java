package org.authkit.verification;

import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.authkit.model.Action;
import org.authkit.model.Decision;
import org.authkit.model.EmailAddress;
import org.authkit.model.Evidence;
import org.authkit.model.Login;
import org.authkit.model.Password;
import org.authkit.model.Reason;
import org.authkit.model.RequestContext;
import org.authkit.model.Session;
import org.authkit.model.Ticket;
import org.authkit.testkit.SoftwarePhone;
import org.authkit.verification.WalkModel.Acct;
import org.authkit.verification.WalkModel.Address;
import org.authkit.verification.WalkModel.Held;

/** The forms of a call, and the verbs by which somebody comes in: registration, sign-in, sessions. */
class WalkVerbs extends Walk {
    private static final URI SIGN_IN = URI.create("https://wallet.example/api/sign-in");
    static final List<String> WEAK = List.of("short", "password12345678", "aaaaaaaaaaaaaaaaaaaa");

    WalkVerbs(long seed, boolean withIdentity, Map<String, Integer> allowed, EnumSet<Reason> reasons) {
        super(seed, withIdentity, allowed, reasons);
    }

    // ---- forms of a call
    // ---------------------------------------------------------------------------------------------

    <R> Ask<R> plain(
            String verb,
            Actor actor,
            Action action,
            Optional<Acct> account,
            String arguments,
            Optional<Held> session,
            Set<Evidence> proved,
            Function<RequestContext, Decision<R>> call,
            BiConsumer<Ask<R>, R> allowed) {
        RequestContext context = session.map(s -> context(actor, s)).orElseGet(() -> context(actor));
        long epoch = account.map(a -> a.epoch).orElse(0L);
        return new Ask<>(verb, actor, action, account, arguments, session, proved, "", epoch, context, call, allowed);
    }

    /** A call in somebody's session. */
    <R> void inSession(
            String verb,
            Actor actor,
            Action action,
            String arguments,
            Function<RequestContext, Decision<R>> call,
            BiConsumer<Acct, R> effect) {
        Optional<Held> session = session(actor);
        if (session.isEmpty()) {
            return;
        }
        ask(plain(
                verb,
                actor,
                action,
                session.map(s -> s.account),
                arguments,
                session,
                Set.of(),
                call,
                (ask, value) -> effect.accept(justified(ask), value)));
    }

    Optional<Held> session(Actor actor) {
        List<Held> live = actor.sessions.stream()
                .filter(s -> s.looksLive(now()) && (!actor.honest || s.account.login.equals(actor.target)))
                .toList();
        return mostly(live.isEmpty() ? actor.sessions : live, new ArrayList<>(model.sessions.values()));
    }

    Set<Evidence> passwordIf(boolean right) {
        return right ? Set.of(Evidence.PASSWORD) : Set.of();
    }

    Acct byId(String id) {
        return model.byLogin.values().stream()
                .filter(a -> a.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("an account nobody made"));
    }

    private void hold(Actor actor, Acct account, Session session, boolean ceremony) {
        Held held = new Held(
                account,
                session.summary().id(),
                session.token().reveal(),
                now(),
                ceremony,
                session.summary().deviceId().orElse(""));
        model.sessions.put(held.token, held);
        actor.sessions.add(held);
        while (actor.sessions.size() > 12) {
            actor.sessions.remove(0);
        }
    }

    Optional<Mailed> mailed(Actor actor, String page) {
        List<Mailed> all = mails.stream().filter(m -> m.page().equals(page)).toList();
        List<Mailed> own = fresh(actor, page);
        return chance(70) && !own.isEmpty()
                ? Optional.of(own.get(own.size() - 1))
                : mostly(own, chance(20) ? mails : all);
    }

    /** What lies unused in somebody's mailboxes. */
    List<Mailed> fresh(Actor actor, String page) {
        return mails.stream()
                .filter(m -> m.page().equals(page) && actor.mailboxes.contains(m.to()))
                .filter(m -> !model.spentTickets.contains(m.ticket()))
                .toList();
    }

    String login(Actor actor) {
        return chance(85) || model.byLogin.isEmpty()
                ? actor.target
                : any(new ArrayList<>(model.byLogin.keySet())).orElseThrow();
    }

    // ---- registration and sign-in
    // ------------------------------------------------------------------------------------

    void register(Actor actor) {
        String address = chance(60)
                ? actor.target
                : any(new ArrayList<>(actor.mailboxes)).orElse(actor.target);
        if (address.startsWith("+")) {
            return;
        }
        model.typedAtRegistration.add(address);
        ask(plain(
                "Registration.register(EmailAddress, RequestContext)",
                actor,
                Action.VIEW,
                Optional.empty(),
                "",
                Optional.empty(),
                Set.of(),
                c -> kit.registration()
                        .register(EmailAddress.of(chance(20) ? address.toUpperCase(Locale.ROOT) : address), c),
                (ask, value) -> {}));
    }

    void confirm(Actor actor) {
        Optional<Mailed> mail = mailed(actor, "confirm");
        if (mail.isEmpty()) {
            return;
        }
        String chosen = chance(8) ? any(WEAK).orElseThrow() : any(PASSWORDS).orElseThrow();
        ask(plain(
                "Registration.confirm(Ticket, Password, RequestContext)",
                actor,
                Action.VIEW,
                Optional.empty(),
                "",
                Optional.empty(),
                Set.of(),
                c -> kit.registration().confirm(Ticket.of(mail.get().ticket()), Password.of(chosen), c),
                (ask, session) -> {
                    WalkModel.require(mail.get().page().equals("confirm"), "an account from a ticket of another kind");
                    String login = mail.get().to();
                    WalkModel.require(model.spentTickets.add(mail.get().ticket()), "a ticket made two accounts");
                    WalkModel.require(!model.byLogin.containsKey(login), "a second account at one address");
                    WalkModel.require(!WEAK.contains(chosen), "a weak password was taken");
                    Acct account = new Acct(login, now(), false);
                    account.id = session.summary().account().value();
                    account.password = chosen;
                    Address address = new Address();
                    address.powerFrom = now();
                    address.confirmed = true;
                    account.addresses.put(login, address);
                    model.byLogin.put(login, account);
                    actor.passwords.add(chosen);
                    hold(actor, account, session, true);
                }));
    }

    void signIn(Actor actor) {
        String login = login(actor);
        Optional<Acct> account = Optional.ofNullable(model.byLogin.get(login));
        String typed = password(actor);
        boolean right = account.isPresent() && typed.equals(account.get().password);
        Ask<Session> ask = plain(
                "SignIn.withPassword(Login, Password, RequestContext)",
                actor,
                Action.SIGN_IN,
                account,
                login,
                Optional.empty(),
                passwordIf(right),
                c -> kit.signIn().withPassword(Login.parse(login), Password.of(typed), c),
                (done, session) -> hold(actor, justified(done), session, false));
        if (!actor.phones.isEmpty() && chance(actor.honest ? 75 : 20)) {
            SoftwarePhone phone = mostly(
                            actor.phones.stream()
                                    .filter(p -> account.map(a -> a.phones.containsKey(p.thumbprint()))
                                            .orElse(false))
                                    .toList(),
                            actor.phones)
                    .orElseThrow();
            String proof = phone.proveRequest("POST", SIGN_IN, Optional.empty(), now());
            boolean own =
                    account.map(a -> a.phones.containsKey(phone.thumbprint())).orElse(false);
            ask = own ? ask.proving(Set.of(Evidence.DEVICE), phone.thumbprint()) : ask;
            RequestContext signed =
                    ask.context().withHttp(new RequestContext.Http("POST", SIGN_IN, Optional.of(proof)));
            ask = new Ask<>(
                    ask.verb(),
                    actor,
                    ask.action(),
                    ask.account(),
                    ask.arguments(),
                    ask.session(),
                    ask.proved(),
                    ask.phone(),
                    ask.epoch(),
                    signed,
                    ask.call(),
                    ask.allowed());
        }
        ask(ask);
    }

    void sessions(Actor actor) {
        String other =
                any(new ArrayList<>(model.sessions.values())).map(s -> s.id).orElse("nothing");
        List<Held> mine = actor.sessions;
        String own = mostly(
                        mine.stream()
                                .filter(s -> s.looksLive(now()))
                                .map(s -> s.id)
                                .toList(),
                        List.of(other))
                .orElse(other);
        Optional<Held> session = session(actor);
        if (session.isEmpty()) {
            return;
        }
        Held held = session.get();
        String verb = any(List.of(
                        "authenticate(RequestContext)",
                        "authenticate(RequestContext)",
                        "list(RequestContext)",
                        "revoke(String, RequestContext)",
                        "revoke(String, RequestContext)",
                        "revokeOthers(RequestContext)",
                        "revokeOthers(RequestContext)",
                        "signOut(RequestContext)"))
                .orElseThrow();
        Function<RequestContext, Decision<Object>> call = c -> switch (verb.charAt(0)) {
            case 'a' -> kit.sessions().authenticate(c).map(x -> x);
            case 'l' -> kit.sessions().list(c).map(x -> x);
            case 's' -> kit.sessions().signOut(c).map(x -> x);
            default ->
                verb.startsWith("revoke(")
                        ? kit.sessions().revoke(own, c).map(x -> x)
                        : kit.sessions().revokeOthers(c).map(x -> x);
        };
        ask(plain(
                "Sessions." + verb,
                actor,
                Action.VIEW,
                Optional.of(held.account),
                "",
                session,
                Set.of(),
                call,
                (a, v) -> {
                    justified(a);
                    for (Held one : model.sessions.values()) {
                        boolean same = one.account == held.account;
                        boolean ends = verb.startsWith("signOut")
                                ? one == held
                                : verb.startsWith("revoke(")
                                        ? same && one.id.equals(own)
                                        : verb.startsWith("revokeOthers") && same && one != held;
                        one.ended |= ends;
                    }
                }));
    }
}
