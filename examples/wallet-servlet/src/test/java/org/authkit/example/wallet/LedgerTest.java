package org.authkit.example.wallet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.authkit.model.AccountId;
import org.authkit.model.Money;
import org.authkit.model.Payment;
import org.authkit.model.PaymentApproval.Redeemed;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final AccountId TARO = AccountId.of(new byte[16]);
    private static final Instant NOW = Instant.parse("2026-11-01T09:00:00Z");

    private final JdbcConnectionPool database = JdbcConnectionPool.create("jdbc:h2:mem:ledger", "", "");
    private final Ledger ledger = Ledger.open(database);

    @AfterEach
    void close() {
        database.dispose();
    }

    private static Redeemed approved(String id, long yen) {
        return new Redeemed(id, TARO, Payment.pay("コンビニ 新宿店", Money.yen(yen), "order-1"), NOW);
    }

    @Test
    void an_approval_moves_its_amount_to_its_payee() {
        assertEquals(Ledger.Outcome.PAID, ledger.execute(approved("a1", 1_200)));
        assertEquals(8_800, ledger.balance(TARO));
        assertEquals(List.of(new Ledger.Entry("a1", "コンビニ 新宿店", 1_200, "order-1", NOW)), ledger.history(TARO));
    }

    @Test
    void the_same_approval_pays_once() {
        ledger.execute(approved("a1", 1_200));
        assertEquals(Ledger.Outcome.PAID_BEFORE, ledger.execute(approved("a1", 1_200)));
        assertEquals(Ledger.Outcome.PAID_BEFORE, ledger.execute(approved("a1", 5_000)));
        assertEquals(8_800, ledger.balance(TARO));
    }

    @Test
    void sixteen_threads_with_one_approval_pay_once() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            Callable<Ledger.Outcome> pay = () -> ledger.execute(approved("a1", 1_200));
            List<Future<Ledger.Outcome>> outcomes =
                    threads.invokeAll(IntStream.range(0, 16).mapToObj(i -> pay).toList());
            int paid = 0;
            for (Future<Ledger.Outcome> outcome : outcomes) {
                paid += outcome.get() == Ledger.Outcome.PAID ? 1 : 0;
            }
            assertEquals(1, paid);
            assertEquals(8_800, ledger.balance(TARO));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void more_than_the_balance_moves_nothing_and_leaves_no_line() {
        assertEquals(Ledger.Outcome.INSUFFICIENT_FUNDS, ledger.execute(approved("a1", 10_001)));
        assertEquals(10_000, ledger.balance(TARO));
        assertEquals(List.of(), ledger.history(TARO));
        assertEquals(Ledger.Outcome.PAID, ledger.execute(approved("a2", 10_000)));
        assertEquals(0, ledger.balance(TARO));
    }

    @Test
    void other_currencies_are_refused() {
        Payment dollars = Payment.pay("Shop", new Money(100, Currency.getInstance("USD")), "order-1");
        assertThrows(IllegalArgumentException.class, () -> ledger.execute(new Redeemed("a1", TARO, dollars, NOW)));
    }
}
