package org.authkit.example.wallet;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.authkit.example.wallet.WalletClient.Answer;
import org.authkit.testkit.SoftwarePhone;

/** A thief at the same API: another phone, and whatever was stolen. Keeps every answer, so that a story can read them. */
final class Thief {
    private final WalletClient wallet;
    private final SoftwarePhone phone;
    private final String login;
    private final String password;
    private final List<Answer> answers = new ArrayList<>();

    Thief(WalletClient wallet, InstantSource clock, SoftwarePhone phone, String login, String password) {
        this.wallet = wallet.withHeader("User-Agent", "MulePhone/1.0");
        this.phone = phone;
        this.login = login;
        this.password = password;
    }

    List<Answer> answers() {
        return answers;
    }

    Answer signIn() {
        return kept(wallet.signing(phone).call("sign-in", "login", login, "password", password));
    }

    /** Answers the sign-in challenge with a signature by a phone that is not bound. */
    Answer signInWithOwnKey() {
        Map<String, String> call = WalletClient.members("login", login, "password", password);
        Answer challenge = wallet.call("sign-in", call);
        return challenge.isChallenge()
                ? kept(wallet.answer(challenge, "device", sign(challenge), "sign-in", call))
                : challenge;
    }

    /** Asks for the thief's phone to be bound, and confirms it if that is ever allowed. */
    Answer bindPhone() {
        Answer begun = kept(wallet.call(
                "devices/begin-new",
                "login",
                login,
                "password",
                password,
                "name",
                phone.name(),
                "key",
                phone.publicJwk()));
        return begun.isOk() ? confirm(wallet, begun) : begun;
    }

    /** The same from inside a session. */
    Answer bindPhone(String token) {
        WalletClient session = wallet.withSession(token);
        Answer begun = kept(session.call("devices/begin", "name", phone.name(), "key", phone.publicJwk()));
        return begun.isOk() ? confirm(session, begun) : begun;
    }

    private Answer confirm(WalletClient client, Answer begun) {
        return kept(client.call("devices/confirm", "ticket", begun.text("ticket"), "signature", sign(begun)));
    }

    /** Uses a reset ticket that arrived in the stolen mailbox; the second proof is the thief's own key. */
    Answer reset(String ticket, String newPassword) {
        Map<String, String> call = WalletClient.members("ticket", ticket, "password", newPassword);
        Answer first = kept(wallet.call("password/reset", call));
        return first.isChallenge() ? kept(wallet.answer(first, "device", sign(first), "password/reset", call)) : first;
    }

    /** Tries to pay in whatever session there is, signing with the thief's key and then typing the password. */
    Answer pay(String token, long yen) {
        WalletClient session = wallet.withSession(token);
        Map<String, String> call =
                WalletClient.members("payee", "Mule", "amount", Long.toString(yen), "reference", "steal-" + yen);
        Answer first = kept(session.call("pay", call));
        if (!first.isChallenge()) {
            return first;
        }
        Answer byPassword = kept(session.answer(first, "password", password, "pay", call));
        Answer next = byPassword.isChallenge() ? byPassword : first;
        return kept(session.answer(next, "device", sign(next), "pay", call));
    }

    Answer send(String path, String json) {
        return kept(wallet.send(path, "application/json", json));
    }

    private String sign(Answer challenge) {
        return phone.signVerified(challenge.text("statementType"), challenge.text("statement"))
                .jws();
    }

    private Answer kept(Answer answer) {
        answers.add(answer);
        return answer;
    }
}
