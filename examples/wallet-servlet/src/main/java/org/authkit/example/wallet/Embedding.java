package org.authkit.example.wallet;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import javax.sql.DataSource;
import org.authkit.AuthKit;
import org.authkit.device.DeviceFactor;
import org.authkit.jdbc.JdbcStorage;
import org.authkit.jdbc.Schema;
import org.authkit.policy.Policy;
import org.authkit.spi.FileKeyRing;
import org.authkit.spi.KeyRing;
import org.authkit.spi.Notifier;
import org.authkit.spi.Storage;
import org.authkit.totp.TotpFactor;

/**
 * AuthKit as this wallet embeds it: storage, notifier and keys, two factors, the strict policy.
 *
 * @param kit the one object every route calls
 * @param totp the factor instances, which enrollment asks for again
 */
record Embedding(AuthKit kit, TotpFactor totp, DeviceFactor device) {
    static final String SERVICE = "Acme Wallet";

    /**
     * @param origin where customers reach the wallet; links in messages begin with it and with nothing a request says
     */
    static Embedding build(DataSource database, Notifier notifier, KeyRing keys, URI origin, Settings settings) {
        Schema.migrate(database);
        Storage storage = settings.clock()
                .map(clock -> JdbcStorage.of(database, clock))
                .orElseGet(() -> JdbcStorage.of(database));
        TotpFactor totp = TotpFactor.issuer(SERVICE);
        DeviceFactor device = DeviceFactor.create();
        AuthKit.Builder builder = AuthKit.builder(storage, notifier, keys)
                .service(SERVICE)
                .factor(device)
                .factor(totp)
                .policy(Policy.wallet())
                .links(URI.create(origin + "/"));
        settings.identity().ifPresent(jwk -> builder.supplier("identity", jwk));
        settings.clock().ifPresent(builder::clock);
        settings.random().ifPresent(builder::random);
        return new Embedding(settings.customizer().apply(builder).build(), totp, device);
    }

    /** Opens the key file, or makes it at the first start, readable by its owner only. Losing it loses every account. */
    static KeyRing keys(Path file, SecureRandom random) {
        return Files.exists(file) ? FileKeyRing.open(file) : FileKeyRing.create(file, random);
    }
}
