package org.authkit.example.wallet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.authkit.example.wallet.WalletClient.Answer;
import org.authkit.model.AccountId;
import org.authkit.model.Money;
import org.authkit.model.Payment;
import org.authkit.model.PaymentApproval;
import org.authkit.testkit.SoftwarePhone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API's manners at its edge: what it says, what it refuses, which headers it sends. */
class ApiTest {
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    private static Path data;

    private static WalletServer server;

    private final WalletClient wallet = WalletClient.of(server.address(), CLOCK);

    @BeforeAll
    static void start() throws IOException {
        server = WalletServer.start(Settings.defaults().withPort(0).withData(data));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private Customer customer(String email) {
        SoftwarePhone phone = SoftwarePhone.of("Pixel 9", new SecureRandom());
        return new Customer(wallet, CLOCK, email, "correct horse battery staple", phone)
                .register()
                .bindPhone();
    }

    @Test
    void a_challenge_says_what_to_sign_and_which_proofs_complete_it() {
        Customer taro = customer("challenge@example.jp");
        Answer challenge = taro.session().call("pay", "payee", "Shop", "amount", "1200", "reference", "r1");
        assertEquals(401, challenge.status());
        assertEquals(
                "application/problem+json",
                challenge.headers().firstValue("Content-Type").orElseThrow());
        assertEquals(Set.of(Set.of("device-uv"), Set.of("device", "password")), Set.copyOf(challenge.anyOf()));
        assertTrue(challenge.text("statement").contains("\"payee\":\"Shop\""));
        assertEquals("authkit-pay+jws", challenge.text("statementType"));
    }

    @Test
    void repeating_an_answered_payment_shows_the_same_receipt_and_pays_once() {
        Customer taro = customer("repeat@example.jp");
        Map<String, String> call = WalletClient.members("payee", "Shop", "amount", "1200", "reference", "r1");
        Answer challenge = taro.session().call("pay", call);
        String signature = taro.signVerified(challenge);
        Answer first = taro.session()
                .answer(challenge, "device", signature, "pay", call)
                .ok();
        Answer second = taro.session()
                .answer(challenge, "device", signature, "pay", call)
                .ok();
        assertEquals(first.text("approval"), second.text("approval"));
        assertEquals(8_800, taro.balance());
    }

    @Test
    void a_payment_changed_after_the_phone_signed_is_refused() {
        Customer taro = customer("changed@example.jp");
        Answer challenge = taro.session().call("pay", "payee", "Shop", "amount", "1200", "reference", "r1");
        Answer refused = taro.session()
                .answer(
                        challenge,
                        "device",
                        taro.signVerified(challenge),
                        "pay",
                        WalletClient.members("payee", "Shop", "amount", "9200", "reference", "r1"));
        assertEquals("CHALLENGE_INVALID", refused.code());
        assertEquals(10_000, taro.balance());
    }

    @Test
    void a_payment_beyond_the_balance_is_refused_and_gives_the_days_allowance_back() {
        Customer taro = customer("poor@example.jp");
        AccountId account = new AccountId(taro.session().call("session").text("account"));
        Payment elsewhere = Payment.pay("Shop", Money.yen(5_000), "r1");
        server.ledger().execute(new PaymentApproval.Redeemed("elsewhere", account, elsewhere, CLOCK.instant()));
        assertEquals("INSUFFICIENT_FUNDS", taro.pay("Shop", 6_000, "r2").code());
        taro.pay("Shop", 5_000, "r3").ok(); // with 6,000 still weighing on the day, the cap of 10,000 would refuse this
        assertEquals(0, taro.balance());
    }

    @Test
    @Tag("attack:A2")
    void a_body_that_is_not_exactly_what_the_call_names_is_a_bad_request() {
        assertEquals(
                "BAD_REQUEST",
                wallet.call("password/forgot", "login", "a@example.jp", "email", "b@example.jp")
                        .code());
        assertEquals("BAD_REQUEST", wallet.call("password/forgot").code());
        assertEquals(
                "BAD_REQUEST",
                wallet.send("password/forgot", "application/json", "{\"login\":[\"a@example.jp\",\"b@example.jp\"]}")
                        .code());
        assertEquals(
                415,
                wallet.send("password/forgot", "text/plain", "{\"login\":\"a@example.jp\"}")
                        .status());
        assertEquals(
                415,
                wallet.send("password/forgot", "application/x-www-form-urlencoded", "login=a@example.jp")
                        .status());
        assertEquals(
                "BAD_REQUEST",
                wallet.call("password/forgot", "login", "a@example.jp,b@example.jp")
                        .code());
        assertEquals("BAD_REQUEST", wallet.call("session", "challengeId", "x").code());
        assertEquals(404, wallet.call("nothing").status());
    }

    @Test
    void a_strangers_phone_waits_and_the_notice_names_it() {
        Customer taro = customer("notice@example.jp");
        SoftwarePhone stranger = SoftwarePhone.of("Galaxy S30", new SecureRandom());
        Answer waiting = wallet.call(
                "devices/begin-new",
                WalletClient.members(
                        "login",
                        taro.email(),
                        "password",
                        taro.password(),
                        "name",
                        "Galaxy S30",
                        "key",
                        stranger.publicJwk()));
        assertTrue(
                waiting.challenge().anyOf().contains(Set.of("old-device")),
                waiting.body().toString());
        String notice = wallet.mail(taro.email(), "change-requested").text();
        assertTrue(notice.contains("「Galaxy S30」"), notice);
    }

    @Test
    void refusals_are_problem_details_with_a_stable_code() {
        Answer refused = wallet.call("session");
        assertEquals(401, refused.status());
        assertEquals("NOT_SIGNED_IN", refused.code());
        assertEquals(
                "application/problem+json",
                refused.headers().firstValue("Content-Type").orElseThrow());
        assertEquals("Bearer", refused.headers().firstValue("WWW-Authenticate").orElseThrow());
    }

    @Test
    void a_spent_budget_says_when_to_come_back() {
        Answer last = wallet.call("password/forgot", "login", "often@example.jp");
        for (int i = 0; i < 10 && last.isOk(); i++) {
            last = wallet.call("password/forgot", "login", "often@example.jp");
        }
        assertEquals(429, last.status());
        assertTrue(Long.parseLong(last.headers().firstValue("Retry-After").orElseThrow()) > 60);
    }

    @Test
    void every_response_carries_the_security_headers_and_none_for_other_origins() {
        Answer answer = wallet.withHeader("Origin", "https://evil.example").call("session");
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElseThrow());
        assertEquals(
                "nosniff", answer.headers().firstValue("X-Content-Type-Options").orElseThrow());
        assertEquals(
                "no-referrer", answer.headers().firstValue("Referrer-Policy").orElseThrow());
        String csp = answer.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertTrue(csp.contains("frame-ancestors 'none'") && !csp.contains("unsafe"), csp);
        assertFalse(answer.headers().map().keySet().stream()
                .anyMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control")));
        assertFalse(answer.headers().firstValue("Server").isPresent());
    }

    @Test
    @Tag("attack:A7")
    void a_forged_host_header_changes_no_link() throws IOException {
        String body = "{\"email\":\"host@example.jp\"}";
        raw("POST /api/register HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n"
                + "Forwarded: host=evil.example\r\nContent-Type: application/json\r\nConnection: close\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body);
        WalletClient.Mail mail = wallet.mail("host@example.jp", "registration");
        assertEquals(server.address().toString(), mail.linkOrigin());
        assertFalse(mail.text().contains("evil"));
    }

    @Test
    void the_mailbox_answers_to_its_own_name_only() throws IOException {
        assertTrue(raw("GET /dev/mail/messages HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
                .startsWith("HTTP/1.1 403"));
        assertTrue(raw("GET /dev/mail/messages HTTP/1.1\r\nHost: "
                        + server.address().getAuthority() + "\r\nConnection: close\r\n\r\n")
                .startsWith("HTTP/1.1 200"));
    }

    private static String raw(String request) throws IOException {
        URI address = server.address();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
