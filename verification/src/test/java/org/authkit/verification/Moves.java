package org.authkit.verification;

import static org.authkit.verification.World.allowed;
import static org.authkit.verification.World.challenged;
import static org.authkit.verification.World.password;
import static org.authkit.verification.World.request;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.authkit.device.DeviceSetup;
import org.authkit.device.NewDevice;
import org.authkit.enrollment.Enrollment;
import org.authkit.model.Acknowledged;
import org.authkit.model.Authenticator;
import org.authkit.model.Challenge;
import org.authkit.model.Contact;
import org.authkit.model.Decision;
import org.authkit.model.EmailAddress;
import org.authkit.model.Login;
import org.authkit.model.Money;
import org.authkit.model.Payment;
import org.authkit.model.PaymentApproval;
import org.authkit.model.Proof;
import org.authkit.model.RequestContext;
import org.authkit.model.Session;
import org.authkit.model.Ticket;
import org.authkit.testkit.SoftwareAuthenticator;
import org.authkit.testkit.SoftwarePhone;

/** What customers and thieves do in more than one call: the same moves for both, so that only their means differ. */
final class Moves {
    private final World world;

    Moves(World world) {
        this.world = world;
    }

    /** Makes a call, and the same call again with an answer where a challenge comes. */
    static <R> Decision<R> answering(
            RequestContext request, Function<RequestContext, Decision<R>> call, Function<Challenge, Proof> answer) {
        Decision<R> first = call.apply(request);
        return first instanceof Decision.Challenged<R> c
                ? call.apply(request.answering(c.challenge().id(), answer.apply(c.challenge())))
                : first;
    }

    Proof.Code code(SoftwareAuthenticator app) {
        return new Proof.Code("totp", app.codeAt(world.clock.instant()));
    }

    // ---- sign-in and reset

    Decision<Session> signIn(Login login, String password, Function<Challenge, Proof> answer) {
        return answering(
                request(), context -> world.kit.signIn().withPassword(login, password(password), context), answer);
    }

    Session signInByCode(World.Customer customer, String password, SoftwareAuthenticator app) {
        return allowed(signIn(customer.login(), password, challenge -> code(app)));
    }

    /** Asks for a reset ticket and reads it from a mailbox. */
    Ticket resetTicket(String email) {
        allowed(world.kit.passwordReset().request(EmailAddress.of(email), request()));
        return world.ticket("reset", email);
    }

    Decision<Acknowledged> reset(Ticket ticket, String next, Function<Challenge, Proof> answer) {
        return answering(
                request(), context -> world.kit.passwordReset().complete(ticket, password(next), context), answer);
    }

    Decision<Acknowledged> changePassword(Session session, SoftwarePhone phone, String current, String next) {
        return answering(
                request(session),
                context -> world.kit.passwordChange().change(password(current), password(next), context),
                phone::answerVerified);
    }

    // ---- contacts

    Contact claim(Session session, SoftwarePhone phone, String email) {
        return allowed(answering(
                request(session),
                context -> world.kit.contacts().add(EmailAddress.of(email), context),
                phone::answerVerified));
    }

    void prove(String email) {
        allowed(world.kit.contacts().confirm(world.ticket("contact-confirm", email), request()));
    }

    // ---- money

    static Payment payment(long yen) {
        return Payment.pay("Seven Shinjuku", Money.yen(yen), "order-" + yen);
    }

    Decision<PaymentApproval> approve(Session session, SoftwarePhone phone, Payment payment) {
        return answering(
                request(session), context -> world.kit.payments().approve(payment, context), phone::answerVerified);
    }

    Decision<PaymentApproval.Redeemed> pay(Session session, SoftwarePhone phone, Payment payment) {
        return approve(session, phone, payment)
                .fold(
                        approval -> world.kit.payments().redeem(approval),
                        Decision.Challenged::new,
                        Decision.Denied::new);
    }

    // ---- a phone nobody knows yet

    SoftwarePhone phone(String name) {
        return SoftwarePhone.of(name, world.random);
    }

    /** Asks, from a phone nobody knows yet, to be bound. */
    Decision<Enrollment.Begun<DeviceSetup>> askToBind(Login login, String password, SoftwarePhone newcomer) {
        return askToBind(login, password, newcomer, request());
    }

    Decision<Enrollment.Begun<DeviceSetup>> askToBind(
            Login login, String password, SoftwarePhone newcomer, RequestContext context) {
        return world.kit
                .enrollment()
                .begin(
                        login,
                        password(password),
                        world.device,
                        new NewDevice(newcomer.name(), newcomer.publicJwk()),
                        context);
    }

    Decision<Authenticator> confirmBinding(
            Enrollment.Begun<DeviceSetup> begun, SoftwarePhone newcomer, RequestContext context) {
        return world.kit
                .enrollment()
                .confirm(
                        begun.ticket(),
                        newcomer.sign(
                                begun.shown().statementType(), begun.shown().statement()),
                        context);
    }

    /** The id of the one change that waits, as a session of the owner lists it. */
    String pendingId(Session session) {
        var waiting = allowed(world.kit.pending().list(request(session)));
        if (waiting.size() != 1) {
            throw new AssertionError("waiting: " + waiting);
        }
        return waiting.get(0).id();
    }

    /** Answers a pending change on a phone bound earlier. */
    Decision<Acknowledged> approvePending(Session session, SoftwarePhone phone, String id) {
        return answering(request(session), context -> world.kit.pending().approve(id, context), phone::answerVerified);
    }

    Decision<Acknowledged> declinePending(Session session, SoftwarePhone phone, String id) {
        return answering(request(session), context -> world.kit.pending().decline(id, context), phone::answerVerified);
    }

    // ---- what the outside world saw

    /** Every destination any message of a template went to. */
    List<String> destinations(String template) {
        world.deliver();
        List<String> destinations = new ArrayList<>();
        world.notifier.ofTemplate(template).forEach(message -> destinations.add(message.destination()));
        return destinations;
    }

    Challenge bindingChallenge(Login login, String password, SoftwarePhone newcomer) {
        return challenged(askToBind(login, password, newcomer));
    }
}
