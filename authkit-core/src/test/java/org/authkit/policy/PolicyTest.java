package org.authkit.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.authkit.model.Action;
import org.authkit.model.Evidence;
import org.authkit.model.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyTest {

    @Test
    @Tag("attack:A45")
    void the_wallet_policy_has_a_row_for_every_action_and_no_finding() {
        assertEquals(List.of(), Policy.wallet().findings());
        assertEquals(
                List.of(Action.values()),
                Policy.wallet().rules().stream().map(Rule::action).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "PAY;            BOUND; device;                                moves money without a verified user",
                "PAY;            BOUND; password & totp;                       moves money without a verified user",
                "PAY;            BOUND; device-uv | password;                  moves money without a verified user",
                "PAY;            BOUND; nothing;                               moves money without a verified user",
                "PAY;            BARE;  device-uv;                             moves money without a verified user",
                "PAY;            NEW;   registration;                          moves money without a verified user",
                "TOP_UP;         BOUND; device & totp;                         moves money without a verified user",
                "TRANSFER;       BOUND; password & email;                      moves money without a verified user",
                "APPROVE_DEVICE; BOUND; device;                                lets a phone without a verified user",
                "APPROVE_DEVICE; BOUND; password & totp;                       lets a phone without a verified user",
                "BIND_DEVICE;    BARE;  password;                              hands the first factor",
                "BIND_DEVICE;    BARE;  password & email;                      hands the first factor",
                "ENROLL_FACTOR;  BARE;  email;                                 hands the first factor",
                "BIND_DEVICE;    BOUND; password;                              less than the factors already there",
                "BIND_DEVICE;    BOUND; password & email & unopposed(72h);     less than the factors already there",
                "ENROLL_FACTOR;  BOUND; password & unopposed(72h);             less than the factors already there",
                "REMOVE_FACTOR;  BOUND; password;                              less than the factors already there",
                "REMOVE_DEVICE;  BOUND; password & email;                      less than the factors already there",
                "ADD_CONTACT;    BOUND; password;                              less than the factors already there",
                "REMOVE_CONTACT; BOUND; email;                                 less than the factors already there",
                "CHANGE_PASSWORD; BOUND; password;                             less than the factors already there",
                "ADD_CONTACT;    BARE;  password;                              hands the first factor",
                "RESET_PASSWORD; BOUND; email;                                 with a single proof",
                "RESET_PASSWORD; BOUND; device;                                with a single proof",
                "RESET_PASSWORD; BARE;  email & password;                      the very password that was forgotten",
                "SIGN_IN;        BOUND; password;                              signs in with a single factor",
                "SIGN_IN;        BOUND; password & device | totp;              signs in with a single factor",
                "SIGN_IN;        NEW;   nothing;                               asks for nothing",
                "VIEW;           BARE;  nothing;                               asks for nothing",
                "BIND_DEVICE;    BARE;  password & unopposed(1h);              shorter than 24 hours",
                "BIND_DEVICE;    BOUND; password & totp & unopposed(23h);      shorter than 24 hours"
            })
    @Tag("attack:A5")
    @Tag("attack:A11")
    @Tag("attack:A14")
    @Tag("attack:A29")
    void one_bad_formula_is_found_and_named(Action action, Stage stage, String formula, String finding) {
        Policy wallet = Policy.wallet();
        List<String> findings =
                wallet.with(wallet.rule(action).at(stage, formula)).findings();
        assertTrue(
                findings.stream()
                        .anyMatch(f -> f.startsWith(action.code() + " at stage ")
                                && f.contains(" by ")
                                && f.contains(finding)),
                findings::toString);
    }

    @ParameterizedTest
    @EnumSource(
            value = Action.class,
            names = {"PAY", "TOP_UP", "TRANSFER"})
    @Tag("attack:A31")
    void money_that_moves_on_what_the_session_proved_is_found(Action action) {
        Policy wallet = Policy.wallet();
        Policy loose = wallet.with(wallet.rule(action).withProofs(Rule.Proofs.SESSION));
        assertEquals(2, loose.findings().size());
        assertTrue(loose.findings().get(0).contains("not made for this payment"));
    }

    @Test
    void all_findings_are_listed_at_once() {
        Policy wallet = Policy.wallet();
        Policy loose = wallet.with(wallet.rule(Action.PAY).at(Stage.BOUND, "totp"))
                .with(wallet.rule(Action.SIGN_IN).at(Stage.BOUND, "password"));
        UnsafePolicyException refused = new UnsafePolicyException(loose.findings());
        assertEquals(2, refused.findings().size());
        for (String finding : refused.findings()) {
            assertTrue(String.valueOf(refused.getMessage()).contains(finding));
        }
    }

    // ---- who could object to a wait

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "BARE;  email;          password;                      false",
                "BARE;  ;               password;                      false",
                "BARE;  email, device;  password;                      true",
                "BOUND; email, device;  password, totp;                true",
                "BOUND; device;         password, totp;                true",
                "BOUND; email;          password, totp;                false",
                "BOUND; ;               password, totp;                false",
                "BOUND; email;          password, supplied(identity);  true",
                "BOUND; device;         password, device;              false",
                "BOUND; email, device;  password, device;              false",
                "BOUND; email;          email, totp;                   false",
                "BOUND; email, device;  email, totp;                   true"
            })
    @Tag("attack:A14")
    void a_wait_means_something_only_where_a_channel_is_left_that_the_prover_does_not_hold(
            Stage stage, String channels, String proofs, boolean expected) {
        assertEquals(expected, Policy.wallet().someoneCanObject(stage, set(channels), set(proofs)));
    }

    @Test
    @Tag("attack:A14")
    void what_else_grants_a_password_is_read_from_the_table() {
        Policy wallet = Policy.wallet();
        Set<Evidence> mailbox = Set.of(Evidence.EMAIL);
        Set<Evidence> password = Set.of(Evidence.PASSWORD);
        Policy noReset = wallet.with(wallet.rule(Action.RESET_PASSWORD).at(Stage.BARE, "never"));
        assertTrue(noReset.someoneCanObject(Stage.BARE, mailbox, password));
        Policy byIdentity = wallet.with(wallet.rule(Action.RESET_PASSWORD).at(Stage.BARE, "supplied(identity)"));
        assertTrue(byIdentity.someoneCanObject(Stage.BARE, mailbox, password));
    }

    private static Set<Evidence> set(String text) {
        return text == null || text.isBlank()
                ? Set.of()
                : Arrays.stream(text.split(",", -1))
                        .map(word -> Evidence.parse(word.strip()))
                        .collect(Collectors.toSet());
    }

    // ---- what is derived and printed

    @Test
    @Tag("req:N63B-3.1.1.2-1-01")
    @Tag("req:ASVS-6.2.1")
    void the_password_floor_is_fifteen_while_any_row_opens_by_the_password_alone() {
        Policy wallet = Policy.wallet();
        assertEquals(15, wallet.passwordFloor());
        Policy never = wallet;
        for (Rule rule : wallet.rules()) {
            Rule changed = rule;
            for (Stage stage : Stage.values()) {
                if (rule.requires(stage).alternatives().contains(Set.of(Evidence.PASSWORD))) {
                    changed = changed.at(stage, "password & totp");
                }
            }
            never = never.with(changed);
        }
        assertEquals(12, never.passwordFloor());
        assertEquals(
                15,
                never.with(never.rule(Action.VIEW).at(Stage.BARE, "password | totp"))
                        .passwordFloor());
    }

    @Test
    @Tag("attack:A45")
    void the_printed_policy_shows_every_row_formula_cap_and_hold() {
        Policy wallet = Policy.wallet();
        String text = wallet.describe();
        for (Rule rule : wallet.rules()) {
            assertTrue(text.contains("\n" + rule.action().code() + "\n"), rule.action()::code);
            for (Stage stage : Stage.values()) {
                assertTrue(text.contains(rule.requires(stage).toString()), rule.action()::code);
            }
            rule.caps().forEach(cap -> assertTrue(text.contains(cap.perDay().toString())));
        }
        assertNotEquals(
                text,
                wallet.with(wallet.rule(Action.VIEW).at(Stage.BARE, "totp")).describe());
        assertNotEquals(
                text,
                wallet.with(wallet.rule(Action.PAY).heldBy(Rule.HeldBy.NOTHING)).describe());
        assertNotEquals(
                text,
                wallet.with(wallet.rule(Action.BIND_DEVICE).tellingNobody()).describe());
        assertNotEquals(text, wallet.withContextWords(Set.of("acme")).describe());
    }

    @Test
    void a_policy_is_a_value_and_with_leaves_the_original_alone() {
        Policy wallet = Policy.wallet();
        Policy other = wallet.with(wallet.rule(Action.VIEW).at(Stage.BARE, "totp"));
        assertEquals(Policy.wallet(), wallet);
        assertEquals(Policy.wallet().hashCode(), wallet.hashCode());
        assertNotEquals(wallet, other);
        assertNotEquals(wallet, wallet.withContextWords(Set.of("acme")));
        assertEquals(wallet, other.with(wallet.rule(Action.VIEW)));
        assertThrows(UnsupportedOperationException.class, () -> wallet.rules().clear());
    }
}
