package org.authkit.verification;

import static org.authkit.verification.World.allowed;
import static org.authkit.verification.World.challenged;
import static org.authkit.verification.World.password;
import static org.authkit.verification.World.reason;
import static org.authkit.verification.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.authkit.model.Challenge;
import org.authkit.model.Decision;
import org.authkit.model.EmailAddress;
import org.authkit.model.PaymentApproval;
import org.authkit.model.Reason;
import org.authkit.model.Session;
import org.authkit.model.Ticket;
import org.authkit.testkit.SoftwareAuthenticator;
import org.authkit.testkit.SoftwarePhone;
import org.authkit.totp.NewTotp;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A frozen account stays as it is (attack A40): whatever is proved, by whomever. */
class FreezeAttackTest {
    private final World world = World.inMemory();
    private final Moves moves = new Moves(world);
    private final World.Customer owner = world.customer("owner@example.jp");

    private void freeze() {
        allowed(world.kit.operator().freeze(owner.account(), "case 4711"));
    }

    private void unfreeze() {
        allowed(world.kit.operator().unfreeze(owner.account(), "case 4711"));
    }

    @Test
    @Tag("attack:A40")
    @Tag("req:ASVS-7.4.2")
    void every_verb_with_every_proof_is_refused_while_the_account_is_frozen() {
        Session session = owner.session();
        SoftwarePhone phone = owner.phone();
        PaymentApproval approval = allowed(moves.approve(session, phone, Moves.payment(800)));
        moves.claim(session, phone, "second@example.jp");
        Ticket contact = world.ticket("contact-confirm", "second@example.jp");
        Ticket reset = moves.resetTicket("owner@example.jp");
        var begun = allowed(Moves.answering(
                request(session),
                c -> world.kit.enrollment().begin(world.totp, new NewTotp("app", "x"), c),
                phone::answerVerified));
        SoftwareAuthenticator app = SoftwareAuthenticator.scan(begun.shown().otpauthUri());
        SoftwarePhone newcomer = moves.phone("P2");
        moves.bindingChallenge(owner.login(), World.PASSWORD, newcomer);
        String pending = moves.pendingId(owner.session());
        String contactId =
                allowed(world.kit.contacts().list(request(session))).get(0).id();

        freeze();

        Map<String, Supplier<Decision<?>>> verbs = new LinkedHashMap<>();
        verbs.put("sign in", () -> moves.signIn(owner.login(), World.PASSWORD, phone::answer));
        verbs.put("authenticate", () -> world.kit.sessions().authenticate(request(session)));
        verbs.put("sessions", () -> world.kit.sessions().list(request(session)));
        verbs.put("pay", () -> moves.approve(session, phone, Moves.payment(900)));
        verbs.put("redeem", () -> world.kit.payments().redeem(approval));
        verbs.put("reset", () -> moves.reset(reset, World.NEW_PASSWORD, phone::answer));
        verbs.put("change", () -> moves.changePassword(session, phone, World.PASSWORD, World.NEW_PASSWORD));
        verbs.put(
                "begin",
                () -> Moves.answering(
                        request(session),
                        c -> world.kit.enrollment().begin(world.totp, new NewTotp("app", "x"), c),
                        phone::answerVerified));
        verbs.put("confirm", () -> world.kit.enrollment().confirm(begun.ticket(), moves.code(app), request(session)));
        verbs.put(
                "remove",
                () -> Moves.answering(
                        request(session),
                        c -> world.kit.enrollment().remove(phone.thumbprint(), c),
                        phone::answerVerified));
        verbs.put("contact", () -> world.kit.contacts().confirm(contact, request()));
        verbs.put(
                "add contact",
                () -> Moves.answering(
                        request(session),
                        c -> world.kit.contacts().add(EmailAddress.of("third@example.jp"), c),
                        phone::answerVerified));
        verbs.put(
                "remove contact",
                () -> Moves.answering(
                        request(session), c -> world.kit.contacts().remove(contactId, c), phone::answerVerified));
        verbs.put("approve a phone", () -> moves.approvePending(session, phone, pending));
        verbs.forEach((name, verb) -> assertEquals(Reason.FROZEN, reason(verb.get()), name));

        world.notifier.clear();
        allowed(world.kit.passwordReset().request(owner.login(), request()));
        assertEquals(0, world.count("reset", "owner@example.jp"), "no mail, and the same answer");
        assertEquals(List.of(), world.notifier.ofTemplate("contact-confirm"));
    }

    @Test
    @Tag("attack:A40")
    void a_new_phone_neither_starts_nor_ends_a_wait_while_the_account_is_frozen() {
        SoftwarePhone newcomer = moves.phone("P2");
        freeze();
        challenged(moves.askToBind(owner.login(), World.PASSWORD, newcomer));
        assertEquals(0, world.count("change-requested", "owner@example.jp"));
        unfreeze();
        assertEquals(List.of(), allowed(world.kit.pending().list(request(world.signIn(owner, World.PASSWORD)))));

        SoftwareAuthenticator app = world.enrollTotp(world.signIn(owner, World.PASSWORD), Optional.of(owner.phone()));
        world.advance(Duration.ofHours(25));
        Moves.answering(
                request(), c -> moves.askToBind(owner.login(), World.PASSWORD, newcomer, c), c -> moves.code(app));
        world.deliver();
        world.advance(Duration.ofHours(60));
        freeze();
        world.advance(Duration.ofHours(13));
        world.deliver();
        Decision<?> due = moves.askToBind(owner.login(), World.PASSWORD, newcomer);
        assertEquals(Reason.FROZEN, reason(due));
        unfreeze();
        assertTrue(!(moves.askToBind(owner.login(), World.PASSWORD, newcomer) instanceof Decision.Allowed));
    }

    @Test
    @Tag("attack:A40")
    @Tag("req:ASVS-7.4.2")
    void lifting_a_freeze_brings_back_no_session_approval_or_answered_challenge_from_before_it() {
        PaymentApproval approval = allowed(moves.approve(owner.session(), owner.phone(), Moves.payment(800)));
        Challenge open =
                challenged(world.kit.signIn().withPassword(owner.login(), password(World.PASSWORD), request()));
        freeze();
        unfreeze();
        assertEquals(Reason.NOT_SIGNED_IN, reason(world.kit.sessions().authenticate(request(owner.session()))));
        assertEquals(Reason.APPROVAL_INVALID, reason(world.kit.payments().redeem(approval)));
        assertEquals(
                Reason.CHALLENGE_INVALID,
                reason(world.kit
                        .signIn()
                        .withPassword(
                                owner.login(),
                                password(World.PASSWORD),
                                request().answering(open.id(), owner.phone().answer(open)))));
        Session session = world.signIn(owner, World.PASSWORD);
        allowed(moves.pay(session, owner.phone(), Moves.payment(800)));
    }

    @Test
    @Tag("attack:A40")
    void freezing_is_idempotent_told_once_and_says_nothing_to_whoever_proves_less_than_everything() {
        freeze();
        freeze();
        assertEquals(1, world.count("account-frozen", "owner@example.jp"));
        assertEquals(1, world.count("account-frozen", owner.phone().thumbprint()));
        challenged(world.kit.signIn().withPassword(owner.login(), password(World.PASSWORD), request()));
        challenged(world.kit.signIn().withPassword(owner.login(), password(World.NEW_PASSWORD), request()));
        assertEquals(
                Reason.WRONG_CREDENTIALS,
                reason(moves.signIn(owner.login(), World.PASSWORD, moves.phone("x")::answer)));
        unfreeze();
        unfreeze();
        assertEquals(1, world.count("account-unfrozen", "owner@example.jp"));
    }

    @Test
    @Tag("attack:A40")
    void a_veto_works_on_a_frozen_account() {
        moves.bindingChallenge(owner.login(), World.PASSWORD, moves.phone("P2"));
        Ticket veto = world.ticket("change-requested", "owner@example.jp");
        freeze();
        allowed(world.kit.pending().veto(veto, request()));
        assertEquals(1, world.count("change-stopped", "owner@example.jp"));
    }

    @Test
    @Tag("attack:A40")
    void eight_hundred_and_eight_accounts_are_frozen_in_one_go() {
        List<org.authkit.model.AccountId> accounts = new java.util.ArrayList<>();
        for (int i = 0; i < 808; i++) {
            accounts.add(world.importAccount("c" + i + "@example.jp", Optional.empty(), World.PASSWORD));
        }
        long before = System.nanoTime();
        accounts.forEach(account -> allowed(world.kit.operator().freeze(account, "incident")));
        Duration took = Duration.ofNanos(System.nanoTime() - before);
        assertTrue(took.compareTo(Duration.ofSeconds(10)) < 0, "808 freezes took " + took);
        for (int i = 0; i < 808; i += 101) {
            assertEquals(
                    Reason.FROZEN,
                    reason(world.kit
                            .signIn()
                            .withPassword(
                                    EmailAddress.of("c" + i + "@example.jp"), password(World.PASSWORD), request())));
        }
    }

    @Test
    @Tag("attack:A40")
    void a_phone_bound_by_a_set_up_from_before_the_freeze_is_not_bound_after_it() {
        SoftwarePhone newcomer = moves.phone("P2");
        moves.bindingChallenge(owner.login(), World.PASSWORD, newcomer);
        String pending = moves.pendingId(owner.session());
        allowed(moves.approvePending(owner.session(), owner.phone(), pending));
        var begun = allowed(moves.askToBind(owner.login(), World.PASSWORD, newcomer));
        freeze();
        assertEquals(Reason.FROZEN, reason(moves.confirmBinding(begun, newcomer, request())));
        unfreeze();
        assertEquals(Reason.TICKET_INVALID, reason(moves.confirmBinding(begun, newcomer, request())));
        assertEquals(Reason.WRONG_CREDENTIALS, reason(moves.signIn(owner.login(), World.PASSWORD, newcomer::answer)));
    }
}
