package org.authkit.verification;

import static org.authkit.verification.World.allowed;
import static org.authkit.verification.World.challenged;
import static org.authkit.verification.World.reason;
import static org.authkit.verification.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.authkit.AuthKit;
import org.authkit.model.AccountId;
import org.authkit.model.Challenge;
import org.authkit.model.Decision;
import org.authkit.model.Money;
import org.authkit.model.Payment;
import org.authkit.model.PaymentApproval;
import org.authkit.model.Proof;
import org.authkit.model.Reason;
import org.authkit.model.Session;
import org.authkit.policy.Policy;
import org.authkit.spi.Message;
import org.authkit.testkit.MovableClock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process killed at every place between the customer's yes and the ledger, and between a message's commit and its receipt. */
class CrashTest {
    private static final Crash NOWHERE = new Crash(Crash.NOWHERE);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    @Tag("attack:A10")
    void a_wallet_killed_anywhere_while_paying_has_paid_once_or_not_at_all(Stores stores) throws Exception {
        String url = stores.newDatabase();
        List<String> places = payingPlaces();
        assertTrue(places.size() >= 10, places.toString());
        int redeemed = places.lastIndexOf("after commit");
        int booked = places.indexOf("after ledger");
        List<World.Customer> customers = new ArrayList<>();
        List<CrashingWallet.Order> orders = new ArrayList<>();
        try (Cluster before = cluster(url)) {
            for (int place = 0; place < places.size(); place++) {
                World.Customer customer = before.world.customer("customer" + place + "@example.jp");
                customers.add(customer);
                orders.add(order(before.world.kit, customer, place));
            }
        }
        for (int place = 0; place < places.size(); place++) {
            CrashingWallet.Order order = orders.get(place);
            Path file = directory.resolve("order" + place);
            Files.write(file, List.of(order.token(), order.challengeId(), order.jws(), order.reference()));
            die("pay", url, place, file, 0);
        }
        try (Cluster after = cluster(url)) {
            Ledger ledger = new Ledger(after.pool());
            for (int place = 0; place < places.size(); place++) {
                CrashingWallet.Order order = orders.get(place);
                String where = places.get(place) + " (" + place + ")";
                assertEquals(place >= booked ? 1 : 0, ledger.paid(order.reference()), where);

                Decision<PaymentApproval.Redeemed> again =
                        CrashingWallet.Pay.handle(after.kit(place), order, ledger, NOWHERE);
                boolean spent = place >= redeemed;
                assertEquals(spent, !(again instanceof Decision.Allowed), where);
                int paid = spent && place < booked ? 0 : 1;
                assertEquals(paid, ledger.paid(order.reference()), where);

                assertEquals(
                        Reason.APPROVAL_INVALID,
                        reason(CrashingWallet.Pay.handle(after.kit(place), order, ledger, NOWHERE)));
                assertEquals(paid, ledger.paid(order.reference()), where);
            }
            theCapIsWholeAgain(after, customers);
        }
    }

    /** A day later, whatever hung in the air weighs nothing: 50,000 yen for a phone of that age. */
    private static void theCapIsWholeAgain(Cluster cluster, List<World.Customer> customers) {
        cluster.world.advance(Duration.ofHours(25));
        for (World.Customer customer : customers) {
            Session session = cluster.world.signIn(customer, World.PASSWORD);
            Payment all = Payment.pay("Bakery", Money.yen(50_000), "next-day");
            Challenge challenge = challenged(cluster.kit(0).payments().approve(all, request(session)));
            allowed(cluster.kit(0)
                    .payments()
                    .approve(
                            all,
                            request(session)
                                    .answering(challenge.id(), customer.phone().answerVerified(challenge))));
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_approval_nobody_redeems_gives_its_amount_back_when_it_expires(Stores stores) throws Exception {
        try (Cluster cluster = stores.open()) {
            World.Customer taro = cluster.world.customer("taro@example.jp");
            CrashingWallet.Order first = order(cluster.kit(0), taro, 1);
            allowed(cluster.kit(0).payments().approve(first.payment(), first.request()));
            CrashingWallet.Order second = order(cluster.kit(1), taro, 2);
            assertEquals(
                    Reason.CAP_EXCEEDED, reason(cluster.kit(1).payments().approve(second.payment(), second.request())));
            cluster.world.advance(Duration.ofMinutes(5));
            CrashingWallet.Order third = order(cluster.kit(1), taro, 3);
            allowed(cluster.kit(1).payments().approve(third.payment(), third.request()));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void a_process_killed_anywhere_around_delivery_loses_no_message(Stores stores) throws Exception {
        String url = stores.newDatabase();
        Path received = directory.resolve("received");
        List<AccountId> accounts = new ArrayList<>();
        List<String> earlier;
        try (Cluster before = cluster(url)) {
            for (int i = 0; i < 2; i++) {
                accounts.add(
                        before.world.customer("customer" + i + "@example.jp").account());
            }
            before.world.deliver();
            earlier = before.world.notifier.messages().stream().map(Message::id).toList();
        }
        List<Integer> deaths = deaths(operatingPlaces());
        String[] rest = accounts.stream().map(AccountId::value).toArray(String[]::new);
        for (int run = 1; run <= deaths.size(); run++) {
            die("operate", url, deaths.get(run - 1), received, run, rest);
        }
        Map<String, String> committed;
        MovableClock clock = new MovableClock(World.START.plus(Duration.ofMinutes(3L * (deaths.size() + 1))));
        try (Cluster after = Stores.on(url, Policy.wallet(), TestKeys.shared(), clock)) {
            CrashingWallet.kit(after.nodes.get(0), CrashingWallet.receiver(received, NOWHERE), clock)
                    .runDue(10_000);
            assertEquals(Map.of(), new SqlTamper(after.pool()).messages(), "nothing waits any more");
            committed = new SqlTamper(after.pool()).everyMessage();
            committed.keySet().removeAll(earlier);
        }
        assertTrue(committed.size() >= deaths.size(), committed.size() + " messages");
        Map<String, Integer> times = new LinkedHashMap<>();
        for (String line : Files.readAllLines(received)) {
            times.merge(line.substring(0, line.indexOf(' ')), 1, Integer::sum);
        }
        assertEquals(committed.keySet(), times.keySet());
        times.forEach((id, count) -> assertTrue(count <= 1 + deaths.size(), id + " came " + count + " times"));
        // No message was under way in more than a few of the runs, so repeats are rare, and they are there.
        int repeats = times.values().stream().mapToInt(count -> count - 1).sum();
        assertTrue(repeats >= 1 && repeats <= deaths.size(), repeats + " repeats in " + deaths.size() + " crashes");
        for (String stream : new LinkedHashSet<>(committed.values())) {
            assertEquals(of(stream, committed, committed.keySet()), of(stream, committed, times.keySet()));
        }
    }

    private static List<String> of(String stream, Map<String, String> streams, Set<String> ids) {
        return ids.stream().filter(id -> stream.equals(streams.get(id))).toList();
    }

    // ---- where to die

    private static List<String> payingPlaces() {
        try (Cluster cluster = Stores.H2.open()) {
            World.Customer taro = cluster.world.customer("taro@example.jp");
            return CrashingWallet.places(crash -> attempt(() -> {
                CrashingWallet.Order order = order(cluster.kit(0), taro, 0);
                Ledger ledger = new Ledger(cluster.pool());
                AuthKit kit = cluster.node(crash.storage(cluster.nodes.get(1))).build();
                crash.arm();
                allowed(CrashingWallet.Pay.handle(kit, order, ledger, crash));
            }));
        }
    }

    private List<String> operatingPlaces() {
        try (Cluster cluster = Stores.MEMORY.open(Policy.wallet(), TestKeys.shared())) {
            List<AccountId> accounts = List.of(
                    cluster.world.customer("a@example.jp").account(),
                    cluster.world.customer("b@example.jp").account());
            return CrashingWallet.places(crash -> attempt(() -> {
                AuthKit kit = CrashingWallet.kit(
                        crash.storage(cluster.nodes.get(0)),
                        CrashingWallet.receiver(directory.resolve("rehearsal"), crash),
                        cluster.world.clock);
                crash.arm();
                CrashingWallet.operate(kit, accounts, 0);
            }));
        }
    }

    /** The first of each kind of place, and the last of those a later message may meet; every one of them in the long run. */
    private static List<Integer> deaths(List<String> places) {
        if (Boolean.getBoolean("authkit.long")) {
            return java.util.stream.IntStream.range(0, places.size()).boxed().toList();
        }
        Set<Integer> chosen = new java.util.TreeSet<>();
        for (String place : Set.copyOf(places)) {
            chosen.add(places.indexOf(place));
        }
        if (!Boolean.getBoolean("authkit.quick")) {
            chosen.add(places.lastIndexOf("after send"));
            chosen.add(places.lastIndexOf("after settle"));
            chosen.add(places.lastIndexOf("after commit"));
        }
        return List.copyOf(chosen);
    }

    // ---- small forms

    private interface Step {
        void run() throws Exception;
    }

    private static Exception attempt(Step step) {
        try {
            step.run();
            return null;
        } catch (Exception e) {
            return e;
        }
    }

    private static Cluster cluster(String url) {
        return Stores.on(url, Policy.wallet(), TestKeys.shared(), new MovableClock(World.START));
    }

    private static CrashingWallet.Order order(AuthKit kit, World.Customer customer, int number) {
        String reference = "order-" + number;
        Challenge challenge =
                challenged(kit.payments().approve(CrashingWallet.Pay.payment(reference), request(customer.session())));
        Proof.Signature signed = customer.phone().answerVerified(challenge);
        return new CrashingWallet.Order(customer.session().token().reveal(), challenge.id(), signed.jws(), reference);
    }

    private void die(String what, String url, int place, Path file, int run, String... more) throws Exception {
        Path log = directory.resolve("log");
        List<String> arguments =
                new ArrayList<>(List.of(what, url, String.valueOf(place), file.toString(), String.valueOf(run)));
        arguments.addAll(List.of(more));
        int code = CrashingWallet.run(log, arguments.toArray(String[]::new));
        assertEquals(Crash.EXIT_CODE, code, () -> "not killed at " + place + ": " + read(log));
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }
}
