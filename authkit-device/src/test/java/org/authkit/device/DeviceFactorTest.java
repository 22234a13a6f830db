package org.authkit.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.authkit.model.Action;
import org.authkit.model.Evidence;
import org.authkit.model.Proof;
import org.authkit.spi.Credential;
import org.authkit.spi.Factor.Begun;
import org.authkit.spi.Factor.Statement;
import org.authkit.spi.Factor.Verification;
import org.authkit.spi.Factor.Verification.Accepted;
import org.authkit.spi.Factor.Verification.Refused;
import org.authkit.spi.FactorContext;
import org.authkit.testkit.SoftwarePhone;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DeviceFactorTest {
    private static final Statement PAYMENT = Phones.PAYMENT;

    private final DeviceFactor factor = DeviceFactor.create();
    private final SoftwarePhone phone = Phones.seeded(1);
    private final FactorContext context = Phones.context(Phones.NOW);
    private final Credential bound = Phones.bind(factor, phone);

    private Verification verify(Statement statement, Proof proof) {
        return factor.verify(context, bound, statement, proof);
    }

    private static void assertRefused(String cause, Verification verification) {
        assertEquals(new Refused(cause), verification);
    }

    @Test
    void it_is_the_factor_named_device_guarded_by_the_device_rows() {
        assertEquals("device", factor.kind());
        assertEquals(Action.BIND_DEVICE, factor.enrollAction());
        assertEquals(Action.REMOVE_DEVICE, factor.removeAction());
        assertEquals(5, factor.limit());
    }

    @Test
    void a_newcomer_is_described_by_its_name_and_its_keys_thumbprint() {
        assertEquals(
                Map.of("name", phone.name(), "key", phone.thumbprint()),
                factor.describe(new NewDevice(phone.name(), phone.publicJwk())));
    }

    @Test
    void the_set_up_says_what_to_sign() {
        Begun<DeviceSetup> begun =
                factor.begin(context, new NewDevice(phone.name(), phone.publicJwk()), Phones.BINDING);
        assertEquals(new DeviceSetup(Phones.BINDING.type(), Phones.BINDING.text()), begun.setup());
    }

    @Test
    @Tag("req:DPOP-6.1-01")
    void a_bound_phone_is_known_by_the_thumbprint_of_its_key() {
        assertEquals(phone.thumbprint(), bound.id());
    }

    @Test
    @Tag("attack:A31")
    void binding_needs_the_new_keys_own_signature() {
        String pending = pendingFor(phone);
        SoftwarePhone thief = Phones.seeded(2);
        assertEquals(Optional.empty(), confirm(context, pending, sign(thief, Phones.BINDING)));
        assertEquals(Optional.empty(), confirm(context, pending, sign(phone, PAYMENT)));
        assertEquals(Optional.empty(), confirm(context, pending, new Proof.Code("device", "123456")));
        assertTrue(confirm(context, pending, sign(phone, Phones.BINDING)).isPresent());
    }

    @Test
    void a_key_the_account_already_holds_is_not_bound_again() {
        assertEquals(
                Optional.empty(),
                confirm(Phones.context(Phones.NOW, bound), pendingFor(phone), sign(phone, Phones.BINDING)));
    }

    @Test
    void a_pending_text_that_is_not_ours_binds_nothing() {
        for (String pending : new String[] {
            "", "1", "\n", bound.state(), "2" + pendingFor(phone).substring(1)
        }) {
            assertEquals(Optional.empty(), confirm(context, pending, sign(phone, Phones.BINDING)), pending);
        }
    }

    @Test
    void a_signature_proves_possession_and_leaves_the_state_as_it_was() {
        assertEquals(new Accepted(bound.state(), Set.of(Evidence.DEVICE)), verify(PAYMENT, sign(phone, PAYMENT)));
    }

    @Test
    void a_signature_after_user_verification_proves_that_too() {
        assertEquals(
                new Accepted(bound.state(), Set.of(Evidence.DEVICE, Evidence.DEVICE_UV)),
                verify(PAYMENT, phone.signVerified(PAYMENT.type(), PAYMENT.text())));
    }

    @Test
    @Tag("attack:A36")
    @Tag("req:OTA-1.4-01")
    @Tag("req:JWTBCP-3.12-01")
    @Tag("req:JWTBCP-3.11-01")
    void a_signature_for_one_purpose_serves_no_other() {
        Statement signIn = new Statement("authkit-sign-in+jwt", PAYMENT.text());
        assertRefused("wrong-purpose", verify(PAYMENT, sign(phone, signIn)));
        assertRefused("wrong-purpose", verify(signIn, sign(phone, PAYMENT)));
    }

    @Test
    @Tag("attack:A36")
    @Tag("req:RTS-5.1b-01")
    @Tag("req:OTA-2.6-01")
    void a_signature_holds_for_its_amount_and_payee_only() {
        Proof signed = sign(phone, PAYMENT);
        for (String[] change : new String[][] {{"1200", "12000"}, {"さくら商店", "ももの店"}, {"n-2", "n-3"}}) {
            String other = PAYMENT.text().replace(change[0], change[1]);
            assertNotEquals(PAYMENT.text(), other);
            assertRefused("wrong-statement", verify(new Statement(PAYMENT.type(), other), signed));
        }
    }

    @Test
    @Tag("req:OTA-1.1-01")
    void the_statement_is_compared_byte_for_byte_not_by_meaning() {
        Proof spaced = phone.sign(PAYMENT.type(), PAYMENT.text().replace(",", ", "));
        assertRefused("wrong-statement", verify(PAYMENT, spaced));
    }

    @Test
    @Tag("attack:A21")
    @Tag("attack:A31")
    void another_phones_signature_is_refused_even_when_it_names_the_bound_key() {
        assertRefused("wrong-key", verify(PAYMENT, sign(Phones.seeded(2), PAYMENT)));
        Forger thief = new Forger(3);
        assertRefused(
                "wrong-signature",
                verify(PAYMENT, new Proof.Signature(thief.sign(header(bound.id()), PAYMENT.text()))));
    }

    @Test
    void the_bound_keys_signature_under_another_keys_name_is_refused() {
        Forger owner = new Forger(4);
        Credential held = new Credential(
                owner.key().thumbprint(), "device", "p", owner.key().state(), Phones.NOW);
        String right = owner.sign(header(held.id()), PAYMENT.text());
        String swapped = owner.sign(header(bound.id()), PAYMENT.text());
        assertInstanceOf(Accepted.class, factor.verify(context, held, PAYMENT, new Proof.Signature(right)));
        assertRefused("wrong-key", factor.verify(context, held, PAYMENT, new Proof.Signature(swapped)));
    }

    @Test
    void a_credential_whose_id_and_key_disagree_proves_nothing() {
        Credential other = new Credential(Phones.seeded(2).thumbprint(), "device", "p", bound.state(), Phones.NOW);
        assertRefused("unreadable-state", factor.verify(context, other, PAYMENT, sign(phone, PAYMENT)));
        assertRefused("unreadable-state", factor.verify(context, bound.withState("2"), PAYMENT, sign(phone, PAYMENT)));
    }

    @Test
    void proofs_of_other_factors_are_refused() {
        assertRefused("wrong-shape", verify(PAYMENT, new Proof.Code("totp", "123456")));
        String jws = sign(phone, PAYMENT).jws();
        assertRefused("wrong-shape", verify(PAYMENT, new Proof.Supplied("identity", jws)));
    }

    private static String header(String kid) {
        return "\"alg\":\"ES256\",\"typ\":\"" + PAYMENT.type() + "\",\"kid\":\"" + kid + "\"";
    }

    private static Proof.Signature sign(SoftwarePhone phone, Statement statement) {
        return phone.sign(statement.type(), statement.text());
    }

    private String pendingFor(SoftwarePhone newcomer) {
        return factor.begin(context, new NewDevice(newcomer.name(), newcomer.publicJwk()), Phones.BINDING)
                .pending();
    }

    private Optional<?> confirm(FactorContext in, String pending, Proof proof) {
        return factor.confirm(in, pending, Phones.BINDING, proof);
    }
}
