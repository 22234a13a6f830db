package org.authkit.verification;

import static org.authkit.verification.World.allowed;
import static org.authkit.verification.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.authkit.AuthKit;
import org.authkit.model.AccountId;
import org.authkit.model.Action;
import org.authkit.model.EmailAddress;
import org.authkit.model.Stage;
import org.authkit.policy.Policy;
import org.authkit.policy.Rule;
import org.authkit.policy.Settings;
import org.authkit.policy.UnsafePolicyException;
import org.authkit.policy.Waiver;
import org.authkit.spi.Counters;
import org.authkit.spi.KeyUnavailableException;
import org.authkit.spi.MemoryStorage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code build()} refuses to start with, listing every reason at once. */
class BuildRefusalTest {
    private static final String TESTING = "authkit.testing";

    private final World world = World.inMemory();
    private String before = "";

    @BeforeEach
    void rememberTheProperty() {
        before = System.getProperty(TESTING, "");
    }

    @AfterEach
    void restoreTheProperty() {
        System.setProperty(TESTING, before);
    }

    private List<String> findings(Policy policy) {
        return assertThrows(
                        UnsafePolicyException.class, () -> world.builder(policy).build())
                .findings();
    }

    private static Policy changed(Action action, Stage stage, String requirement) {
        Policy wallet = Policy.wallet();
        return wallet.with(wallet.rule(action).at(stage, requirement));
    }

    static Stream<Arguments> unsafeRows() {
        return Stream.of(
                Arguments.of(Action.PAY, Stage.BOUND, "password", "moves money"),
                Arguments.of(Action.PAY, Stage.BOUND, "password & totp", "moves money"),
                Arguments.of(Action.PAY, Stage.BOUND, "device", "moves money"),
                Arguments.of(Action.PAY, Stage.BOUND, "device-uv | totp", "moves money"),
                Arguments.of(Action.PAY, Stage.NEW, "device-uv", "moves money"),
                Arguments.of(Action.PAY, Stage.BARE, "password & supplied(identity)", "moves money"),
                Arguments.of(Action.TOP_UP, Stage.BOUND, "password & totp & unopposed(72h)", "moves money"),
                Arguments.of(Action.TRANSFER, Stage.BOUND, "email & totp", "moves money"),
                Arguments.of(Action.TRANSFER, Stage.BOUND, "nothing", "moves money"),
                Arguments.of(Action.APPROVE_DEVICE, Stage.BOUND, "device", "approve another"),
                Arguments.of(Action.APPROVE_DEVICE, Stage.BOUND, "password & totp", "approve another"),
                Arguments.of(Action.BIND_DEVICE, Stage.BARE, "password", "mailbox and password"),
                Arguments.of(Action.BIND_DEVICE, Stage.BARE, "password & email", "mailbox and password"),
                Arguments.of(Action.ENROLL_FACTOR, Stage.BARE, "email", "mailbox and password"),
                Arguments.of(Action.BIND_DEVICE, Stage.BOUND, "password", "less than the factors"),
                Arguments.of(Action.BIND_DEVICE, Stage.BOUND, "password & email", "less than the factors"),
                Arguments.of(Action.ENROLL_FACTOR, Stage.BOUND, "password & unopposed(72h)", "less than the factors"),
                Arguments.of(Action.RESET_PASSWORD, Stage.BOUND, "email", "single proof"),
                Arguments.of(Action.RESET_PASSWORD, Stage.BOUND, "email & password", "very password"),
                Arguments.of(Action.SIGN_IN, Stage.BOUND, "password", "single factor"),
                Arguments.of(Action.SIGN_IN, Stage.BOUND, "device", "single factor"),
                Arguments.of(Action.ADD_CONTACT, Stage.BOUND, "nothing", "asks for nothing"),
                Arguments.of(Action.REMOVE_FACTOR, Stage.NEW, "nothing", "asks for nothing"),
                Arguments.of(Action.BIND_DEVICE, Stage.BARE, "password & unopposed(12h)", "shorter than 24 hours"));
    }

    @ParameterizedTest
    @MethodSource("unsafeRows")
    void a_policy_with_one_unsafe_row_does_not_start(Action action, Stage stage, String requirement, String why) {
        List<String> findings = findings(changed(action, stage, requirement));
        assertTrue(
                findings.stream().anyMatch(f -> f.startsWith(action.code() + " at stage ") && f.contains(why)),
                findings.toString());
    }

    @Test
    void money_on_a_proof_that_was_made_for_something_else_does_not_start() {
        Policy wallet = Policy.wallet();
        Policy loose = wallet.with(wallet.rule(Action.PAY).withProofs(Rule.Proofs.SESSION));
        assertTrue(
                findings(loose).get(0).contains("not made for this payment"),
                findings(loose).toString());
    }

    @Test
    void all_findings_are_listed_at_once() {
        Policy bad = changed(Action.PAY, Stage.BOUND, "password")
                .with(Policy.wallet().rule(Action.SIGN_IN).at(Stage.BOUND, "password"))
                .with(Policy.wallet().rule(Action.RESET_PASSWORD).at(Stage.BOUND, "email"));
        UnsafePolicyException refused = assertThrows(
                UnsafePolicyException.class,
                () -> AuthKit.builder(world.storage, world.notifier, world.keys)
                        .policy(bad)
                        .slowHash(world.hashing)
                        .build());
        for (String part : List.of("pay at", "sign-in at", "reset-password at", "service:", "device", "slowHash:")) {
            assertTrue(refused.findings().stream().anyMatch(f -> f.contains(part)), part);
            assertTrue(refused.getMessage().contains(part), part);
        }
        assertTrue(refused.findings().size() >= 6);
    }

    @Test
    void the_wallets_own_policy_starts_and_so_do_two_factors_of_different_kinds_only() {
        assertEquals(List.of(), Policy.wallet().findings());
        world.builder(Policy.wallet()).build();
        assertThrows(
                UnsafePolicyException.class,
                () -> world.builder(Policy.wallet()).factor(world.totp).build());
    }

    @Test
    void lives_and_sizes_beyond_the_standards_are_not_settings() {
        Settings wallet = Settings.wallet();
        assertThrows(
                IllegalArgumentException.class,
                () -> new Settings(
                        wallet.registrationLife(),
                        Duration.ofHours(25),
                        wallet.contactLife(),
                        wallet.challengeLife(),
                        wallet.approvalLife(),
                        wallet.pendingLife(),
                        wallet.contactAging(),
                        wallet.independenceAge(),
                        wallet.vetoCloses(),
                        wallet.sessionIdle(),
                        wallet.sessionLife(),
                        wallet.maxSessions(),
                        wallet.maxContacts()));
    }

    @Test
    @Tag("req:RTS-6-01")
    void test_hashing_is_refused_without_its_waiver_and_with_it_outside_tests() {
        world.builder(Policy.wallet()).build();
        assertThrows(
                UnsafePolicyException.class,
                () -> world.builder(Policy.wallet(), world.hashing).build());
        for (String elsewhere : List.of("", "false", "yes", "1")) {
            System.setProperty(TESTING, elsewhere);
            UnsafePolicyException refused = assertThrows(
                    UnsafePolicyException.class,
                    () -> world.builder(Policy.wallet(), world.hashing)
                            .waive(Waiver.INSECURE_TEST_HASHING)
                            .build());
            assertTrue(refused.getMessage().contains("INSECURE_TEST_HASHING"), elsewhere);
        }
        System.clearProperty(TESTING);
        assertThrows(
                UnsafePolicyException.class,
                () -> world.builder(Policy.wallet()).build());
    }

    @Test
    @Tag("req:RTS-22.2c-01")
    void wrong_keys_do_not_start_and_write_nothing() {
        world.customer("owner@example.jp");
        List<String> writes = new ArrayList<>();
        var watched = java.lang.reflect.Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {org.authkit.spi.Storage.class}, (p, method, arguments) -> {
                    if (Set.of("commit", "quarantine", "settle", "purge", "lease")
                            .contains(method.getName())) {
                        writes.add(method.getName());
                    }
                    return method.invoke(world.storage, arguments);
                });
        assertThrows(
                KeyUnavailableException.class,
                () -> AuthKit.builder((org.authkit.spi.Storage) watched, world.notifier, TestKeys.fresh())
                        .service("Acme Wallet")
                        .factor(world.device)
                        .slowHash(world.hashing)
                        .clock(world.clock)
                        .waive(Waiver.INSECURE_TEST_HASHING)
                        .build());
        assertEquals(List.of(), writes);
        world.builder(Policy.wallet()).build();
        assertTrue(
                world.kit.operator().find(EmailAddress.of("owner@example.jp")).isPresent());
    }

    @Test
    void sixteen_nodes_starting_at_once_on_an_empty_storage_all_start_and_share_it() throws Exception {
        MemoryStorage empty = new MemoryStorage(world.clock);
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(16);
        List<Future<AuthKit>> nodes = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            nodes.add(pool.submit(() -> {
                start.await();
                return AuthKit.builder(empty, world.notifier, world.keys)
                        .service("Acme Wallet")
                        .factor(world.device)
                        .slowHash(world.hashing)
                        .clock(world.clock)
                        .waive(Waiver.INSECURE_TEST_HASHING)
                        .build();
            }));
        }
        start.countDown();
        List<AuthKit> kits = new ArrayList<>();
        for (Future<AuthKit> node : nodes) {
            kits.add(node.get());
        }
        pool.shutdownNow();
        allowed(kits.get(0).registration().register(EmailAddress.of("a@example.jp"), request()));
        assertEquals(1, kits.get(15).runDue(10));
        Optional<AccountId> nobody = kits.get(7).operator().find(EmailAddress.of("a@example.jp"));
        assertEquals(Optional.empty(), nobody);
        Counters shared = empty.counters();
        assertEquals(shared, empty.counters(), "nodes on one storage count together");
    }
}
