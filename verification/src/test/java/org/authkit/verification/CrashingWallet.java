package org.authkit.verification;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.authkit.AuthKit;
import org.authkit.device.DeviceFactor;
import org.authkit.jdbc.JdbcStorage;
import org.authkit.jdbc.Postgres;
import org.authkit.model.AccountId;
import org.authkit.model.Decision;
import org.authkit.model.Money;
import org.authkit.model.Payment;
import org.authkit.model.PaymentApproval;
import org.authkit.model.Proof;
import org.authkit.model.RequestContext;
import org.authkit.model.SessionToken;
import org.authkit.policy.Waiver;
import org.authkit.spi.Message;
import org.authkit.spi.Notifier;
import org.authkit.spi.Storage;
import org.authkit.testkit.CheapHashing;
import org.authkit.testkit.MovableClock;

/** A wallet's process that dies at a chosen place; its steps are the same ones the surviving test makes. */
final class CrashingWallet {
    /** What one customer's client sends, and sends again when no answer came. */
    record Order(String token, String challengeId, String jws, String reference) {
        static final String PAYEE = "Bakery";

        Payment payment() {
            return Pay.payment(reference);
        }

        RequestContext request() {
            return World.request().withSession(SessionToken.of(token)).answering(challengeId, new Proof.Signature(jws));
        }
    }

    /** The wallet's handler of a payment. */
    static final class Pay {
        static final long YEN = 6000;

        private Pay() {}

        static Payment payment(String reference) {
            return Payment.pay(Order.PAYEE, Money.yen(YEN), reference);
        }

        static Decision<PaymentApproval.Redeemed> handle(AuthKit kit, Order order, Ledger ledger, Crash crash)
                throws Exception {
            PaymentApproval approval = World.allowed(kit.payments().approve(order.payment(), order.request()));
            Decision<PaymentApproval.Redeemed> redeemed = kit.payments().redeem(approval);
            if (redeemed instanceof Decision.Allowed<PaymentApproval.Redeemed> yes) {
                ledger.write(yes.value(), crash);
            }
            return redeemed;
        }
    }

    /** The wallet's operators at work, and its mail leaving. */
    static void operate(AuthKit kit, List<AccountId> accounts, int run) {
        for (AccountId account : accounts) {
            World.allowed(kit.operator().freeze(account, "case-" + run));
            World.allowed(kit.operator().unfreeze(account, "case-" + run));
        }
        kit.runDue(1000);
    }

    /** A gateway that writes down what it was given before it says so. */
    static Notifier receiver(Path file, Crash crash) {
        return message -> crash.around("send", () -> {
            append(file, message);
            return message;
        });
    }

    private static void append(Path file, Message message) {
        try {
            Files.writeString(
                    file,
                    message.id() + " " + message.account().map(AccountId::value).orElse("-") + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static AuthKit kit(Storage storage, Notifier notifier, MovableClock clock) {
        return AuthKit.builder(storage, notifier, TestKeys.shared())
                .service("Acme Wallet")
                .factor(DeviceFactor.create())
                .slowHash(new CheapHashing())
                .waive(Waiver.INSECURE_TEST_HASHING)
                .clock(clock)
                .build();
    }

    private CrashingWallet() {}

    // ---- the process

    /** Arguments: pay, address, place, then the order's four parts; or operate, address, place, file, run, accounts. */
    public static void main(String[] arguments) throws Exception {
        Crash crash = new Crash(Integer.parseInt(arguments[2]));
        Path file = Path.of(arguments[3]);
        int run = Integer.parseInt(arguments[4]);
        MovableClock clock = new MovableClock(World.START.plus(Duration.ofMinutes(3L * run)));
        try (HikariDataSource pool = Postgres.pool(arguments[1], 4)) {
            Storage storage = crash.storage(JdbcStorage.of(pool, clock));
            AuthKit kit = kit(storage, receiver(file, crash), clock);
            if (arguments[0].equals("pay")) {
                Ledger ledger = new Ledger(pool);
                List<String> parts = Files.readAllLines(file);
                crash.arm();
                Pay.handle(kit, order(parts), ledger, crash);
            } else {
                List<AccountId> accounts = new ArrayList<>();
                for (int i = 5; i < arguments.length; i++) {
                    accounts.add(new AccountId(arguments[i]));
                }
                crash.arm();
                operate(kit, accounts, run);
            }
        }
    }

    static Order order(List<String> parts) {
        return new Order(parts.get(0), parts.get(1), parts.get(2), parts.get(3));
    }

    /** Runs {@link #main} in a process of its own and returns its exit code. */
    static int run(Path log, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dauthkit.testing=true",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                CrashingWallet.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the process did not end: " + Files.readString(log));
        }
        return process.exitValue();
    }

    /** The places a run that ends nowhere passes, found in this process. */
    static List<String> places(Function<Crash, Exception> scenario) {
        Crash nowhere = new Crash(Crash.NOWHERE);
        Exception failed = scenario.apply(nowhere);
        if (failed != null) {
            throw new AssertionError(failed);
        }
        return nowhere.passed();
    }
}
