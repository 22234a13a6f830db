package org.authkit.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.authkit.example.wallet.Ledger;
import org.authkit.example.wallet.ScriptedCustomer;
import org.authkit.example.wallet.Settings;
import org.authkit.example.wallet.WalletServer;
import org.authkit.jdbc.Postgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalletOnPostgresTest {
    @TempDir
    private Path data;

    @Test
    void one_setting_moves_the_wallet_to_postgresql_where_the_scripted_customer_lives_the_whole_story()
            throws Exception {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        Settings settings = Settings.defaults().withPort(0).withData(data).withDatabase(Postgres.newDatabase());
        try (WalletServer server = WalletServer.start(settings)) {
            long balance = ScriptedCustomer.run(
                    server.address(),
                    InstantSource.system(),
                    new SecureRandom(),
                    "taro@example.jp",
                    new PrintStream(told, true, StandardCharsets.UTF_8));
            assertEquals(Ledger.DEMO_CREDIT - 1_200, balance, told.toString(StandardCharsets.UTF_8));
        }
    }
}
