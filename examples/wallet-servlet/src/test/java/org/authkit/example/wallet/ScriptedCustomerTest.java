package org.authkit.example.wallet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptedCustomerTest {
    @TempDir
    private Path data;

    @Test
    void a_scripted_customer_lives_the_whole_story_over_http_with_real_hashing_on_h2() throws Exception {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        try (WalletServer server =
                WalletServer.start(Settings.defaults().withPort(0).withData(data))) {
            long balance = ScriptedCustomer.run(
                    server.address(),
                    InstantSource.system(),
                    new SecureRandom(),
                    "taro@example.jp",
                    new PrintStream(told, true, StandardCharsets.UTF_8));
            assertEquals(Ledger.DEMO_CREDIT - 1_200, balance);
        }
        String story = told.toString(StandardCharsets.UTF_8);
        assertTrue(story.contains("paid ¥1200"), story);
    }
}
