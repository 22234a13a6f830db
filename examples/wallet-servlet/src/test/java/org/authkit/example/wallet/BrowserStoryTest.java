package org.authkit.example.wallet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.authkit.testkit.SoftwareAuthenticator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

/** The customer's story through the pages, in a real browser that plays the phone, with real hashing and real mail. */
class BrowserStoryTest {
    private static final String PASSWORD = "correct horse battery staple";
    private static final String NEW_PASSWORD = "wholly different orange bicycle";
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    private Path data;

    private WalletServer server;
    private WalletClient mailbox;

    @BeforeEach
    void start() throws IOException {
        server = WalletServer.start(Settings.defaults().withPort(0).withData(data));
        mailbox = WalletClient.of(server.address(), CLOCK);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Browser browser(Locale language) {
        Optional<Browser> browser = Browser.open(server.address(), language);
        Assumptions.assumeTrue(browser.isPresent(), "no Chromium with its driver on this machine");
        return browser.get();
    }

    private void register(Browser browser, String email) throws IOException {
        browser.go("/");
        browser.picture("index");
        browser.go("/register");
        browser.type("email", email);
        browser.picture("register");
        browser.submit("form");
        browser.visible("step-sent");
        browser.picture("sent");
        browser.go("/dev/mail");
        browser.click(By.partialLinkText(server.address() + "/confirm#"));
        browser.awaitPath("/confirm");
        browser.type("password", PASSWORD);
        browser.picture("confirm");
        browser.submit("form");
        browser.visible("step-phone");
        browser.picture("bind");
        browser.submit("bind");
        browser.awaitPath("/home");
        browser.awaitText("10,000");
    }

    @Test
    void a_customer_lives_the_whole_story_through_the_pages() throws IOException {
        try (Browser browser = browser(Locale.JAPANESE)) {
            register(browser, "taro@example.jp");
            browser.picture("home");
            assertEquals("ja", browser.script("return document.documentElement.lang"));

            browser.go("/settings");
            browser.awaitText("このスマホ");
            browser.submit("totp-begin");
            browser.type("ask-password", PASSWORD);
            browser.picture("ask-totp");
            browser.click("ask-ok");
            browser.visible("secret");
            browser.click(By.cssSelector("#totp-confirm summary"));
            SoftwareAuthenticator app = SoftwareAuthenticator.scan(browser.text("otpauth"));
            browser.picture("totp");
            browser.type("code", app.codeAt(CLOCK.instant()));
            browser.submit("totp-confirm");
            browser.awaitText("認証アプリを設定しました");
            browser.picture("settings");

            browser.click("sign-out");
            browser.awaitPath("/sign-in");
            browser.type("login", "taro@example.jp");
            browser.type("password", PASSWORD);
            browser.picture("sign-in");
            browser.submit("form");
            browser.awaitPath("/home");
            browser.awaitText("10,000");
            assertFalse(browser.isVisible("no-phone"));

            browser.type("payee", "セブン‐イレブン 新宿店");
            browser.type("amount", "¥1,200");
            browser.submit("pay");
            browser.awaitText("この内容で支払いますか");
            assertTrue(browser.text("ask-details").contains("1,200"));
            assertTrue(browser.text("ask-details").contains("セブン‐イレブン 新宿店"));
            browser.type("ask-password", PASSWORD);
            browser.picture("ask-pay");
            browser.click("ask-ok");
            browser.awaitText("1,200 円 を支払いました");
            browser.awaitText("8,800");
            browser.picture("paid");

            browser.go("/forgot");
            browser.type("login", "taro@example.jp");
            browser.picture("forgot");
            browser.submit("form");
            browser.visible("step-sent");
            browser.goAfresh(server.address() + "/reset#"
                    + mailbox.mail("taro@example.jp", "reset").ticket());
            browser.type("password", NEW_PASSWORD);
            browser.picture("reset");
            browser.submit("form");
            browser.visible("ask");
            browser.picture("ask-reset");
            browser.click("ask-ok");
            browser.visible("step-done");
            browser.picture("reset-done");

            browser.go("/sign-in");
            browser.type("login", "taro@example.jp");
            browser.type("password", PASSWORD);
            browser.submit("form");
            browser.awaitText("一致しませんでした");
            browser.picture("wrong");
            browser.type("password", NEW_PASSWORD);
            browser.submit("form");
            browser.awaitPath("/home");
            browser.awaitText("8,800");
            browser.go("/settings");
            browser.awaitText("taro@example.jp");
            browser.picture("settings-after");
        }
    }

    @Test
    void a_new_phone_is_let_in_by_the_old_one_and_waits_a_day_to_pay() throws IOException {
        try (Browser old = browser(Locale.ENGLISH);
                Browser young = browser(Locale.ENGLISH)) {
            register(old, "hanako@example.jp");
            old.click("sign-out");
            old.awaitPath("/sign-in");
            signIn(old, "hanako@example.jp");

            ask(young, "hanako@example.jp", PASSWORD);
            young.picture("new-phone-wait");
            String code = young.text("keycode");
            young.submit("again");
            young.awaitText("Not approved yet");

            old.go("/home");
            old.click(By.partialLinkText("Look at it now"));
            old.awaitText(code);
            old.awaitText("Messages to this phone");
            old.click(By.xpath("//section[@id='pending']//button[text()='Approve']"));
            old.type("ask-password", PASSWORD);
            old.picture("approve");
            old.click("ask-ok");
            old.awaitText("Approved. The new phone can go on.");
            old.picture("approved");

            young.submit("again");
            young.visible("step-done");
            young.picture("new-phone-done");
            young.go("/sign-in");
            signIn(young, "hanako@example.jp");
            young.type("payee", "Corner shop");
            young.type("amount", "500");
            young.submit("pay");
            young.type("ask-password", PASSWORD);
            young.click("ask-ok");
            young.awaitText("This waits, for your safety");
            young.picture("on-hold");

            old.go("/home");
            old.type("payee", "Corner shop");
            old.type("amount", "500");
            old.submit("pay");
            old.type("ask-password", PASSWORD);
            old.click("ask-ok");
            old.awaitText("9,500");
        }
    }

    private static void signIn(Browser browser, String email) {
        browser.type("login", email);
        browser.type("password", PASSWORD);
        browser.submit("form");
        browser.awaitPath("/home");
    }

    private static void ask(Browser browser, String login, String password) {
        browser.go("/new-phone");
        browser.type("login", login);
        browser.type("password", password);
        browser.submit("form");
        browser.visible("step-wait");
    }

    @Test
    void a_strangers_phone_is_stopped_from_the_mail_without_signing_in() throws IOException {
        try (Browser owner = browser(Locale.ENGLISH);
                Browser stranger = browser(Locale.ENGLISH)) {
            register(owner, "jiro@example.jp");
            ask(stranger, "jiro@example.jp", PASSWORD);
            String veto = mailbox.mail("jiro@example.jp", "change-requested").ticket();
            owner.goAfresh(server.address() + "/veto#" + veto);
            owner.visible("step-form");
            owner.picture("veto");
            owner.submit("form");
            owner.visible("step-done");
            stranger.submit("again");
            stranger.visible("again");
            mailbox.mail("jiro@example.jp", "change-stopped");
            owner.go("/dev/mail");
            owner.awaitText("was stopped");
            owner.awaitText("the phone \"Chrome on Linux\" is added");
            owner.picture("mail");
            // The stranger knew the password, so what it alone opened is closed: sign in again, with the phone.
            owner.go("/settings");
            owner.awaitPath("/sign-in");
            signIn(owner, "jiro@example.jp");
            owner.go("/settings");
            owner.type("contact", "second@example.jp");
            owner.submit("contact-add");
            owner.type("ask-password", PASSWORD);
            owner.click("ask-ok");
            owner.awaitText("We sent a link to second@example.jp");
            owner.goAfresh(server.address() + "/contact#"
                    + mailbox.mail("second@example.jp", "contact-confirm").ticket());
            owner.submit("form");
            owner.visible("step-done");
            owner.go("/settings");
            owner.awaitText("helps recovery from");
            owner.picture("contacts");
        }
    }
}
