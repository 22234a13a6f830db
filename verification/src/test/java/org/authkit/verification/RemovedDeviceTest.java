package org.authkit.verification;

import static org.authkit.verification.World.allowed;
import static org.authkit.verification.World.challenged;
import static org.authkit.verification.World.password;
import static org.authkit.verification.World.reason;
import static org.authkit.verification.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.function.Function;
import org.authkit.device.DeviceSetup;
import org.authkit.enrollment.Enrollment;
import org.authkit.model.Challenge;
import org.authkit.model.Decision;
import org.authkit.model.Evidence;
import org.authkit.model.Proof;
import org.authkit.model.Reason;
import org.authkit.model.RequestContext;
import org.authkit.model.Session;
import org.authkit.testkit.SoftwarePhone;
import org.authkit.totp.NewTotp;
import org.authkit.totp.TotpSetup;
import org.junit.jupiter.api.Test;

/** A phone that was stolen and removed has no word left: not in an open challenge, not in an approval given before. */
class RemovedDeviceTest {
    private final World world = World.inMemory();
    private final Moves moves = new Moves(world);
    private final World.Customer taro = world.customer("taro@example.jp");

    private void remove(Session session, SoftwarePhone phone) {
        allowed(Moves.answering(
                request(session),
                context -> world.kit.enrollment().remove(phone.thumbprint(), context),
                phone::answerVerified));
    }

    @Test
    void its_signature_in_an_open_challenge_dies_with_it() {
        Function<RequestContext, Decision<Enrollment.Begun<TotpSetup>>> enroll =
                context -> world.kit.enrollment().begin(world.totp, new NewTotp("My app", "taro"), context);
        Challenge first = challenged(enroll.apply(request(taro.session())));
        Challenge second = challenged(enroll.apply(
                request(taro.session()).answering(first.id(), taro.phone().answer(first))));
        remove(taro.session(), taro.phone());

        assertEquals(
                Reason.CHALLENGE_INVALID,
                reason(enroll.apply(request(taro.session())
                        .answering(second.id(), new Proof.PasswordAgain(password(World.PASSWORD))))));
    }

    @Test
    void its_approval_of_a_newcomer_dies_with_it() {
        SoftwarePhone second = moves.phone("Second phone");
        allowed(moves.confirmBinding(approved(second, taro.session()), second, request()));
        world.advance(Duration.ofHours(25));

        SoftwarePhone newcomer = moves.phone("The thief's");
        Session session = world.signIn(taro, World.PASSWORD);
        challenged(moves.askToBind(taro.login(), World.PASSWORD, newcomer));
        approve(session);
        remove(session, taro.phone());
        world.advance(Duration.ofHours(25));

        Challenge still = challenged(moves.askToBind(taro.login(), World.PASSWORD, newcomer));
        assertTrue(still.anyOf().stream().anyMatch(missing -> missing.contains(Evidence.OLD_DEVICE)), "" + still);
    }

    private Enrollment.Begun<DeviceSetup> approved(SoftwarePhone newcomer, Session session) {
        challenged(moves.askToBind(taro.login(), World.PASSWORD, newcomer));
        approve(session);
        return allowed(moves.askToBind(taro.login(), World.PASSWORD, newcomer));
    }

    private void approve(Session session) {
        String id = allowed(world.kit.pending().list(request(session))).get(0).id();
        allowed(moves.approvePending(session, taro.phone(), id));
    }
}
