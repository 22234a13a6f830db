package org.authkit.verification;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.authkit.model.Action;
import org.authkit.model.Decision;
import org.authkit.model.EmailAddress;
import org.authkit.model.Evidence;
import org.authkit.model.Login;
import org.authkit.model.Password;
import org.authkit.model.PhoneNumber;
import org.authkit.model.Proof;
import org.authkit.model.Reason;
import org.authkit.model.Ticket;
import org.authkit.operator.AccountImport;
import org.authkit.testkit.SoftwarePhone;
import org.authkit.verification.WalkModel.Acct;
import org.authkit.verification.WalkModel.Address;
import org.authkit.verification.WalkModel.Held;

/** The verbs about passwords, and the operator's. */
class WalkAccountVerbs extends WalkVerbs {
    private int accounts;

    WalkAccountVerbs(long seed, boolean withIdentity, Map<String, Integer> allowed, EnumSet<Reason> reasons) {
        super(seed, withIdentity, allowed, reasons);
    }

    // ---- passwords
    // ---------------------------------------------------------------------------------------------------

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
    // ------------------------------------------------------------------------------------------------

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
                : "imported" + accounts++ + "@example.jp";
        if (login.startsWith("+") || model.byLogin.size() > 7) {
            return;
        }
        List<PhoneNumber> numbers =
                chance(60) ? List.of(PhoneNumber.of("+8190000000" + (10 + accounts % 80))) : List.of();
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
