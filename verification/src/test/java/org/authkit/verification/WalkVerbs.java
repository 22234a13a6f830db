package org.authkit.verification;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
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
import org.authkit.model.PhoneNumber;
import org.authkit.model.Proof;
import org.authkit.model.Reason;
import org.authkit.model.RequestContext;
import org.authkit.model.Session;
import org.authkit.model.Ticket;
import org.authkit.operator.AccountImport;
import org.authkit.testkit.SoftwarePhone;
import org.authkit.verification.WalkModel.Acct;
import org.authkit.verification.WalkModel.Address;
import org.authkit.verification.WalkModel.Held;

/** The verbs about who somebody is: registration, sign-in, sessions, passwords, contacts, and the operator's. */
class WalkVerbs extends Walk {
    private static final URI SIGN_IN = URI.create("https://wallet.example/api/sign-in");
    private static final List<String> WEAK = List.of("short", "password12345678", "aaaaaaaaaaaaaaaaaaaa");
    private int names;

    WalkVerbs(long seed, boolean withIdentity, Map<String, Integer> allowed, EnumSet<Reason> reasons) {
        super(seed, withIdentity, allowed, reasons);
    }

    // ---- forms of a call

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

    // ---- passwords

    void requestReset(Actor actor) {
        String login = login(actor);
        ask(plain(
                "PasswordReset.request(Login, RequestContext)",
                actor,
                Action.VIEW,
                Optional.empty(),
                login,
                Optional.empty(),
                Set.of(),
                c -> kit.passwordReset().request(Login.parse(login), c),
                (ask, value) -> {}));
    }

    void completeReset(Actor actor) {
        Optional<Mailed> mail = mailed(actor, "reset");
        if (mail.isEmpty()) {
            return;
        }
        Optional<Acct> account = mail.get().account().isEmpty()
                ? Optional.empty()
                : Optional.of(byId(mail.get().account()));
        Set<Evidence> mailbox = new HashSet<>();
        account.filter(a -> a.verified(now()).contains(mail.get().to())).ifPresent(a -> mailbox.add(Evidence.EMAIL));
        String chosen = chance(8) ? any(WEAK).orElseThrow() : any(PASSWORDS).orElseThrow();
        ask(plain(
                "PasswordReset.complete(Ticket, Password, RequestContext)",
                actor,
                Action.RESET_PASSWORD,
                account,
                mail.get().ticket() + chosen,
                Optional.empty(),
                mailbox,
                c -> kit.passwordReset().complete(Ticket.of(mail.get().ticket()), Password.of(chosen), c),
                (ask, value) -> {
                    WalkModel.require(mail.get().page().equals("reset"), "a reset by a ticket of another kind");
                    WalkModel.require(model.spentTickets.add(mail.get().ticket()), "a reset ticket served twice");
                    newPassword(justified(ask), chosen, actor);
                }));
    }

    private void newPassword(Acct account, String chosen, Actor actor) {
        WalkModel.require(!WEAK.contains(chosen), "a weak password was taken");
        account.password = chosen;
        account.epochMoves();
        actor.passwords.add(chosen);
        while (actor.passwords.size() > 3) {
            actor.passwords.remove(0);
        }
    }

    void changePassword(Actor actor) {
        Optional<Held> session = session(actor);
        if (session.isEmpty()) {
            return;
        }
        Held held = session.get();
        String current = password(actor);
        String next = chance(8) ? any(WEAK).orElseThrow() : any(PASSWORDS).orElseThrow();
        boolean right = held.account.password.equals(current);
        ask(plain(
                "PasswordChange.change(Password, Password, RequestContext)",
                actor,
                Action.CHANGE_PASSWORD,
                Optional.of(held.account),
                next,
                session,
                passwordIf(right),
                c -> kit.passwordChange().change(Password.of(current), Password.of(next), c),
                (ask, value) -> {
                    newPassword(justified(ask), next, actor);
                    Held kept = new Held(held.account, held.id, held.token, held.at, held.ceremony, held.phone);
                    kept.used = now();
                    model.sessions.put(held.token, kept);
                    model.sessions.values().removeIf(s -> s == held);
                    for (Actor each : actors) {
                        each.sessions.replaceAll(s -> s == held ? kept : s);
                    }
                }));
    }

    // ---- the operator

    void operate(Actor actor) {
        List<Acct> accounts = new ArrayList<>(model.byLogin.values());
        int which = random.nextInt(10);
        if (which < 3 || accounts.isEmpty()) {
            importAccount();
            return;
        }
        List<Acct> frozen = accounts.stream().filter(a -> a.frozen).toList();
        Acct account = any(chance(75) && !frozen.isEmpty() ? frozen : accounts).orElseThrow();
        var id = new org.authkit.model.AccountId(account.id);
        if (which < 6) {
            boolean freeze = !account.frozen && chance(60);
            String verb = freeze ? "Operator.freeze(AccountId, String)" : "Operator.unfreeze(AccountId, String)";
            Decision<?> decision =
                    freeze ? kit.operator().freeze(id, "case") : kit.operator().unfreeze(id, "case");
            decision.fold(
                    ok -> {
                        WalkModel.require(!account.quarantined, verb);
                        allowed.merge(verb, 1, Integer::sum);
                        if (account.frozen && !freeze) {
                            account.epochMoves();
                        }
                        account.frozen = freeze;
                        return ok;
                    },
                    c -> c,
                    d -> reasons.add(d.reason()));
        } else if (which < 8) {
            boolean found = kit.operator().find(Login.parse(account.login)).isPresent();
            WalkModel.require(found, "an account lost its login");
            allowed.merge("Operator.find(Login)", 1, Integer::sum);
        } else {
            kit.operator().events(Optional.of(id), Optional.empty(), 20);
            allowed.merge("Operator.events(Optional, Optional, int)", 1, Integer::sum);
        }
    }

    private void importAccount() {
        boolean clash = chance(20) && !model.byLogin.isEmpty();
        String login = clash
                ? any(new ArrayList<>(model.byLogin.keySet())).orElseThrow()
                : "imported" + names++ + "@example.jp";
        if (login.startsWith("+") || model.byLogin.size() > 7) {
            return;
        }
        List<PhoneNumber> numbers = chance(60) ? List.of(PhoneNumber.of("+8190000000" + (10 + names % 80))) : List.of();
        Decision<org.authkit.model.AccountId> decision = kit.operator()
                .importAccount(new AccountImport(
                        EmailAddress.of(login),
                        List.of(EmailAddress.of(login)),
                        numbers,
                        Optional.of(phc(PASSWORDS.get(3))),
                        Locale.JAPANESE));
        decision.fold(
                id -> {
                    WalkModel.require(!model.byLogin.containsKey(login), "an import overwrote an account");
                    Acct account = new Acct(login, now(), true);
                    account.id = id.value();
                    account.password = PASSWORDS.get(3);
                    List<String> all = new ArrayList<>(List.of(login));
                    numbers.forEach(number -> all.add(number.canonical()));
                    for (String each : all) {
                        Address address = new Address();
                        address.powerFrom = now();
                        account.addresses.put(each, address);
                    }
                    model.byLogin.put(login, account);
                    allowed.merge("Operator.importAccount(AccountImport)", 1, Integer::sum);
                    imported(account, all);
                    return id;
                },
                c -> c,
                d -> reasons.add(d.reason()));
    }

    /** Its owner, and somebody who took its password and mailbox, join the walk. */
    private void imported(Acct account, List<String> addresses) {
        Actor owner = new Actor("owner of " + account.login);
        owner.honest = true;
        owner.target = account.login;
        owner.mailboxes.addAll(addresses);
        owner.passwords.add(account.password);
        owner.phones.add(SoftwarePhone.of("own", secrets));
        Actor thief = new Actor("thief at " + account.login);
        thief.target = account.login;
        thief.mailboxes.add(account.login);
        thief.passwords.add(account.password);
        thief.phones.add(SoftwarePhone.of("mule", secrets));
        actors.add(owner);
        actors.add(thief);
        while (actors.size() > 11) {
            actors.remove(7);
        }
    }

    private String phc(String password) {
        byte[] salt = new byte[16];
        secrets.nextBytes(salt);
        byte[] tag = hashing.hash(
                password.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                salt,
                new org.authkit.spi.SlowHash.Cost(65_536, 3, 1, 32));
        var base64 = java.util.Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=65536,t=3,p=1$" + base64.encodeToString(salt) + "$" + base64.encodeToString(tag);
    }

    /** Somebody types a proof where another belongs. */
    Proof nonsense() {
        return chance(50) ? new Proof.Code("totp", "123456") : new Proof.Signature("a.b.c");
    }

    Duration leap() {
        int dice = random.nextInt(100);
        if (dice < 50) {
            return Duration.ofSeconds(1 + random.nextInt(40));
        }
        return dice < 90
                ? Duration.ofMinutes(1 + random.nextInt(20))
                : dice < 95 ? Duration.ofMinutes(61) : dice < 98 ? Duration.ofHours(25) : Duration.ofHours(73);
    }
}
