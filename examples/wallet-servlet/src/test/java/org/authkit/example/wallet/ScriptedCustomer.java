package org.authkit.example.wallet;

import java.io.PrintStream;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.authkit.example.wallet.WalletClient.Answer;
import org.authkit.testkit.SoftwarePhone;

/**
 * The customer's story from end to end, over HTTP, against a running wallet: registers, reads the mail, confirms, binds the
 * phone, enrols an authenticator app, signs in, pays ¥1,200, and resets a forgotten password with mail and phone.
 */
public final class ScriptedCustomer {
    private static final String PASSWORD = "correct horse battery staple";
    private static final String NEW_PASSWORD = "wholly different orange bicycle";

    private ScriptedCustomer() {}

    /**
     * @param arguments the wallet's address; {@code http://localhost:8080} unless given
     */
    public static void main(String[] arguments) {
        URI base = URI.create(arguments.length == 0 ? "http://localhost:8080" : arguments[0].replaceFirst("/$", ""));
        SecureRandom random = new SecureRandom();
        String email = "taro" + random.nextInt(1_000_000_000) + "@example.jp";
        run(base, InstantSource.system(), random, email, System.out);
    }

    /** Tells the story, and the balance it ends with. */
    public static long run(URI base, InstantSource clock, SecureRandom random, String email, PrintStream out) {
        WalletClient wallet = WalletClient.of(base, clock);
        SoftwarePhone phone = SoftwarePhone.of("Pixel 9", random);
        Customer taro = new Customer(wallet, clock, email, PASSWORD, phone);
        taro.register();
        out.println("registered " + email + ", with the ticket from the mail");
        taro.bindPhone();
        out.println("bound the phone " + phone.name());
        taro.enrollTotp();
        out.println("set up an authenticator app");
        taro.session().call("sign-out").ok();
        taro.signIn();
        out.println("signed out, and in again with password and phone");
        Answer receipt = taro.pay("セブン‐イレブン 新宿店", 1_200, "order-1").ok();
        out.println("paid ¥" + receipt.body().get("amount").getAsLong() + ", approval " + receipt.text("approval"));
        String before = taro.token();
        taro.resetPassword(NEW_PASSWORD);
        out.println("forgot the password, and set a new one with mail and phone");
        if (wallet.withSession(before).call("session").isOk()) {
            throw new AssertionError("the reset left an old session open");
        }
        taro.signIn();
        long balance = taro.balance();
        out.println("signed in with the new password; the balance is ¥" + balance);
        return balance;
    }
}
