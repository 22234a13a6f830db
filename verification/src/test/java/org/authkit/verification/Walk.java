package org.authkit.verification;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.authkit.model.AccountId;
import org.authkit.model.Challenge;
import org.authkit.model.Decision;
import org.authkit.model.Evidence;
import org.authkit.model.Password;
import org.authkit.model.Proof;
import org.authkit.model.Reason;
import org.authkit.model.RequestContext;
import org.authkit.model.SessionToken;
import org.authkit.spi.Message;
import org.authkit.testkit.SoftwareAuthenticator;
import org.authkit.testkit.SoftwarePhone;
import org.authkit.verification.WalkModel.Acct;
import org.authkit.verification.WalkModel.Held;
import org.authkit.verification.WalkModel.Waits;

/** Asking and answering: each call is made for somebody who really proved something, and the model is told what. */
class Walk extends WalkWorld {
    private static final Pattern TICKET = Pattern.compile("https://wallet\\.example/([a-z]+)#([A-Za-z0-9_-]+)");

    Walk(long seed, boolean withIdentity, Map<String, Integer> allowed, EnumSet<Reason> reasons) {
        super(seed, withIdentity, allowed, reasons);
    }

    // ---- asking and answering
    // ----------------------------------------------------------------------------------------

    RequestContext context(Actor actor) {
        return RequestContext.of("192.0.2." + actor.name.length(), "app of " + actor.name);
    }

    RequestContext context(Actor actor, Held session) {
        return context(actor).withSession(SessionToken.of(session.token));
    }

    <R> void ask(Ask<R> ask) {
        make(ask, ask.context(), Optional.empty());
    }

    private <R> void make(Ask<R> ask, RequestContext context, Optional<String> code) {
        Decision<R> decision = ask.call().apply(context);
        decision.fold(
                value -> {
                    code.ifPresent(c -> spend(ask, c));
                    allowed.merge(ask.verb(), 1, Integer::sum);
                    ask.allowed().accept(ask, value);
                    return value;
                },
                challenge -> {
                    code.filter(c -> ask.proved().contains(Evidence.TOTP)).ifPresent(c -> spend(ask, c));
                    open.add(new Open<>(ask, challenge));
                    challenge.pending().ifPresent(id -> noteWaiting(ask, id));
                    return null;
                },
                denial -> {
                    reasons.add(denial.reason());
                    return null;
                });
        if (open.size() > 12) {
            open.remove(0);
        }
    }

    private static void spend(Ask<?> ask, String code) {
        ask.account().ifPresent(account -> account.spentCodes.add(code));
    }

    private void noteWaiting(Ask<?> ask, String id) {
        if (ask.account().isEmpty() || !ask.proved().contains(Evidence.PASSWORD)) {
            return;
        }
        Acct account = ask.account().get();
        Waits waits = account.waiting.computeIfAbsent(id, i -> new Waits(ask.action(), ask.arguments(), account.epoch));
        waits.proved.addAll(ask.proved());
    }

    /** Answers some challenge with some proof. */
    void answer() {
        int newest = chance(65) ? 1 : Math.min(open.size(), 4);
        Open<?> chosen = chance(80)
                ? open.get(open.size() - 1 - random.nextInt(newest))
                : any(open).orElseThrow();
        if (chance(88)) {
            open.remove(chosen);
        }
        if (chance(4)) {
            answerWith(
                    any(open.isEmpty() ? List.of(chosen) : open).orElseThrow().ask(), chosen);
        } else {
            answerWith(chosen.ask(), chosen);
        }
    }

    private <R> void answerWith(Ask<R> ask, Open<?> chosen) {
        Actor actor = chance(90) ? ask.actor() : any(actors).orElseThrow();
        Challenge challenge = chosen.challenge();
        Set<Evidence> wanted = new HashSet<>();
        challenge.anyOf().forEach(wanted::addAll);
        Given given = given(actor, challenge, wanted, ask.account());
        boolean counts = ask.isSameCall(chosen.ask());
        Ask<R> next = ask;
        if (counts) {
            next = ask.proving(chosen.ask().proved(), chosen.ask().phone()).proving(given.proves(), given.phone());
        }
        make(next, ask.context().answering(challenge.id(), given.proof()), given.code());
    }

    /** A proof, and what it really proves about the account. */
    record Given(Proof proof, Set<Evidence> proves, String phone, Optional<String> code) {}

    private Given given(Actor actor, Challenge challenge, Set<Evidence> wanted, Optional<Acct> account) {
        boolean any = chance(10);
        boolean phone = any || wanted.contains(Evidence.DEVICE) || wanted.contains(Evidence.DEVICE_UV);
        if (wanted.contains(Evidence.IDENTITY) && chance(actor.honest ? 50 : 2)) {
            return new Given(issuer.supply("identity", challenge), Set.of(Evidence.IDENTITY), "", Optional.empty());
        }
        if (phone && !actor.phones.isEmpty() && chance(60)) {
            List<SoftwarePhone> bound = actor.phones.stream()
                    .filter(p -> account.map(a -> a.phones.containsKey(p.thumbprint()))
                            .orElse(false))
                    .toList();
            SoftwarePhone signer = mostly(bound, actor.phones).orElseThrow();
            boolean own =
                    account.map(a -> a.phones.containsKey(signer.thumbprint())).orElse(false);
            boolean verified = chance(60);
            Set<Evidence> proves =
                    !own ? Set.of() : verified ? Set.of(Evidence.DEVICE, Evidence.DEVICE_UV) : Set.of(Evidence.DEVICE);
            Proof proof = verified ? signer.answerVerified(challenge) : signer.answer(challenge);
            return new Given(proof, proves, signer.thumbprint(), Optional.empty());
        }
        if ((any || wanted.contains(Evidence.TOTP)) && !actor.apps.isEmpty() && chance(60)) {
            List<SoftwareAuthenticator> enrolled = actor.apps.stream()
                    .filter(app -> account.map(a -> a.apps.containsValue(app)).orElse(false))
                    .toList();
            String code = mostly(enrolled, actor.apps).orElseThrow().codeAt(now());
            boolean right = account.map(a -> isFreshCode(a, code)).orElse(false);
            return new Given(
                    new Proof.Code("totp", code),
                    right ? Set.of(Evidence.TOTP) : Set.of(),
                    "",
                    right ? Optional.of(code) : Optional.empty());
        }
        String typed = password(actor);
        boolean right = account.map(a -> a.password.equals(typed)).orElse(false);
        Proof again = new Proof.PasswordAgain(Password.of(typed));
        return new Given(again, right ? Set.of(Evidence.PASSWORD) : Set.of(), "", Optional.empty());
    }

    private boolean isFreshCode(Acct account, String code) {
        return !account.spentCodes.contains(code)
                && account.apps.values().stream()
                        .anyMatch(app -> app.codeAt(now()).equals(code)
                                || app.codeAt(now().minus(Duration.ofSeconds(30)))
                                        .equals(code));
    }

    /** What the caller proved by now, the account being as it is; wrong when that is not enough. */
    Acct justified(Ask<?> ask) {
        Acct account = ask.account().orElseThrow(() -> new AssertionError(ask.verb() + " was allowed on no account"));
        WalkModel.requireOpen(account, ask.verb());
        ask.session().ifPresent(session -> model.requireLive(session, now(), ask.verb()));
        Set<Evidence> proved = new HashSet<>();
        if (ask.epoch() == account.epoch) {
            proved.addAll(ask.proved());
        }
        if (!account.phones.containsKey(ask.phone())) {
            proved.removeAll(Set.of(Evidence.DEVICE, Evidence.DEVICE_UV));
        }
        if (ask.session().map(s -> s.ceremony).orElse(false)) {
            proved.add(Evidence.REGISTRATION);
        }
        proved.addAll(WalkModel.awaited(account, ask.action(), ask.arguments(), now()));
        WalkModel.require(
                WalkModel.enough(ask.action(), account, proved, now()),
                ask.verb() + " by " + ask.actor().name + " was allowed on " + proved + " at " + account.login
                        + (account.bound(now()) ? ", bound" : ""));
        account.waiting.values().removeIf(w -> w.action == ask.action() && w.arguments.equals(ask.arguments()));
        return account;
    }

    // ---- mail
    // --------------------------------------------------------------------------------------------------------

    /** Delivers, and checks where everything went. */
    void deliver() {
        kit.runDue(1000);
        allowed.merge("AuthKit.runDue(int)", 1, Integer::sum);
        for (Message message : notifier.messages()) {
            model.requireKnownDestination(message, now());
            Matcher matcher = TICKET.matcher(message.text());
            String account = message.account().map(AccountId::value).orElse("");
            if (matcher.find()) {
                mails.add(new Mailed(matcher.group(1), matcher.group(2), message.destination(), account));
            }
            if (message.template().equals("change-requested")) {
                model.told(account, now());
            }
        }
        notifier.clear();
        while (mails.size() > 60) {
            mails.remove(0);
        }
    }
}
