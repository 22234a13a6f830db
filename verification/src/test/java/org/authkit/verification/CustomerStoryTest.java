package org.authkit.verification;

import static org.authkit.verification.World.allowed;
import static org.authkit.verification.World.challenged;
import static org.authkit.verification.World.password;
import static org.authkit.verification.World.reason;
import static org.authkit.verification.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.authkit.model.Challenge;
import org.authkit.model.Decision;
import org.authkit.model.Money;
import org.authkit.model.Payment;
import org.authkit.model.PaymentApproval;
import org.authkit.model.Proof;
import org.authkit.model.Reason;
import org.authkit.model.Session;
import org.authkit.model.Stage;
import org.authkit.model.Ticket;
import org.junit.jupiter.api.Test;

class CustomerStoryTest {
    private final World world = World.inMemory();

    @Test
    void a_customer_registers_binds_a_phone_enrolls_totp_signs_in_pays_and_resets_a_forgotten_password() {
        Session first = world.register("taro@example.jp");
        assertEquals(Stage.NEW, first.summary().stage());
        var phone = world.bind(first, "Pixel 9");
        var app = world.enrollTotp(first, Optional.of(phone));
        World.Customer taro = new World.Customer("taro@example.jp", first, phone);

        Session session = world.signIn(taro, World.PASSWORD);
        assertEquals(Optional.of(phone.thumbprint()), session.summary().deviceId());

        Payment payment = Payment.pay("セブン‐イレブン 新宿店", Money.yen(1200), "order-1");
        Challenge challenge = challenged(world.kit.payments().approve(payment, request(session)));
        assertTrue(challenge.statement().contains("\"amount\":\"1200\""), challenge.statement());
        PaymentApproval approval = allowed(world.kit
                .payments()
                .approve(payment, request(session).answering(challenge.id(), phone.answerVerified(challenge))));
        PaymentApproval.Redeemed redeemed = allowed(world.kit.payments().redeem(approval));
        assertEquals(payment, redeemed.payment());
        assertEquals(Reason.APPROVAL_INVALID, reason(world.kit.payments().redeem(approval)));

        world.advance(Duration.ofHours(1));
        allowed(world.kit.passwordReset().request(taro.login(), request()));
        Ticket ticket = world.ticket("reset", "taro@example.jp");
        Challenge second =
                challenged(world.kit.passwordReset().complete(ticket, password(World.NEW_PASSWORD), request()));
        allowed(world.kit
                .passwordReset()
                .complete(
                        ticket, password(World.NEW_PASSWORD), request().answering(second.id(), phone.answer(second))));
        assertEquals(Reason.NOT_SIGNED_IN, reason(world.kit.sessions().authenticate(request(session))));

        Session after = world.signIn(taro, World.NEW_PASSWORD);
        assertEquals(Stage.BOUND, after.summary().stage());
        world.advance(Duration.ofMinutes(2));
        Challenge byCode =
                challenged(world.kit.signIn().withPassword(taro.login(), password(World.NEW_PASSWORD), request()));
        Decision<Session> withTotp = world.kit
                .signIn()
                .withPassword(
                        taro.login(),
                        password(World.NEW_PASSWORD),
                        request().answering(byCode.id(), new Proof.Code("totp", app.codeAt(world.clock.instant()))));
        allowed(withTotp);
    }
}
