package org.authkit.example.wallet;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.authkit.example.wallet.WalletClient.Answer;
import org.authkit.testkit.SoftwareAuthenticator;
import org.authkit.testkit.SoftwarePhone;

/** A customer at the wallet's API: what they know, the phone they hold, the authenticator app they set up. Not thread-safe. */
public final class Customer {
    private final WalletClient wallet;
    private final InstantSource clock;
    private final String email;
    private final SoftwarePhone phone;
    private String password;
    private String token = "";
    private Optional<SoftwareAuthenticator> app = Optional.empty();

    public Customer(WalletClient wallet, InstantSource clock, String email, String password, SoftwarePhone phone) {
        this.wallet = wallet;
        this.clock = clock;
        this.email = email;
        this.password = password;
        this.phone = phone;
    }

    public String email() {
        return email;
    }

    public String password() {
        return password;
    }

    public SoftwarePhone phone() {
        return phone;
    }

    public String token() {
        return token;
    }

    public Optional<SoftwareAuthenticator> app() {
        return app;
    }

    /** The client with this customer's session. */
    public WalletClient session() {
        return wallet.withSession(token);
    }

    /** Registers, reads the mail, confirms: a session in the ceremony. */
    public Customer register() {
        wallet.call("register", "email", email).ok();
        String ticket = wallet.mail(email, "registration").ticket();
        token = wallet.call("confirm", "ticket", ticket, "password", password)
                .ok()
                .text("token");
        return this;
    }

    /** Binds the phone in the ceremony. */
    public Customer bindPhone() {
        Answer begun = session()
                .call("devices/begin", "name", phone.name(), "key", phone.publicJwk())
                .ok();
        String signature =
                phone.sign(begun.text("statementType"), begun.text("statement")).jws();
        session()
                .call("devices/confirm", "ticket", begun.text("ticket"), "signature", signature)
                .ok();
        return this;
    }

    /** Enrolls an authenticator app, approving on the phone. */
    public Customer enrollTotp() {
        Map<String, String> call = WalletClient.members("name", "My app", "account", email);
        Answer begun = approveOnPhone("totp/begin", call);
        SoftwareAuthenticator scanned = SoftwareAuthenticator.scan(begun.ok().text("otpauth"));
        session()
                .call("totp/confirm", "ticket", begun.text("ticket"), "code", scanned.codeAt(clock.instant()))
                .ok();
        app = Optional.of(scanned);
        return this;
    }

    /** Signs in with the password on the bound phone, in one call. */
    public Customer signIn() {
        token = wallet.signing(phone)
                .call("sign-in", "login", email, "password", password)
                .ok()
                .text("token");
        return this;
    }

    /** Pays, approving on the phone after it asked for the fingerprint. */
    public Answer pay(String payee, long yen, String reference) {
        return approveOnPhone(
                "pay", WalletClient.members("payee", payee, "amount", Long.toString(yen), "reference", reference));
    }

    /** Makes a call in the session; when it is challenged, the phone asks its user and signs. */
    public Answer approveOnPhone(String path, Map<String, String> members) {
        Answer first = session().call(path, members);
        return first.isChallenge() ? session().answer(first, "device", signVerified(first), path, members) : first;
    }

    public long balance() {
        return session().call("balance").ok().body().get("balance").getAsLong();
    }

    /** Forgets the password and sets a new one with the mail and the phone. */
    public Customer resetPassword(String next) {
        wallet.call("password/forgot", "login", email).ok();
        String ticket = wallet.mail(email, "reset").ticket();
        Map<String, String> call = WalletClient.members("ticket", ticket, "password", next);
        Answer challenge = wallet.call("password/reset", call).challenge();
        wallet.answer(challenge, "device", signVerified(challenge), "password/reset", call)
                .ok();
        password = next;
        token = "";
        return this;
    }

    /** The phone's signature over a challenge, after it asked its user. */
    public String signVerified(Answer challenge) {
        return phone.signVerified(challenge.text("statementType"), challenge.text("statement"))
                .jws();
    }

    /** The phone's signature over a challenge, by possession alone. */
    public String sign(Answer challenge) {
        return phone.sign(challenge.text("statementType"), challenge.text("statement"))
                .jws();
    }
}
