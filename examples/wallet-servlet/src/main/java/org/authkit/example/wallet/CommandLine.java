package org.authkit.example.wallet;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the few settings of the command line. There is none for the clock, the randomness or the policy. */
final class CommandLine {
    static final String HELP = """
            wallet: the AuthKit example
              --port N           where to listen (8080)
              --host ADDRESS     on which address (127.0.0.1); others need --origin too
              --origin URL       how customers reach it, such as https://wallet.example
              --database URL     a JDBC URL, such as jdbc:postgresql://localhost/wallet?user=wallet&password=...
                                 (also from WALLET_DATABASE; otherwise an H2 file under data/)
              --data FOLDER      the folder of that file and of the keys (data)
              --smtp HOST:PORT   a real mail server; otherwise mail is shown at /dev/mail""";

    private CommandLine() {}

    /**
     * @return empty when help was asked for
     * @throws IllegalArgumentException naming the argument that is not understood
     */
    static Optional<Settings> parse(String[] arguments, Map<String, String> environment) {
        Settings settings = Settings.defaults();
        String database = environment.get("WALLET_DATABASE");
        if (database != null && !database.isBlank()) {
            settings = settings.withDatabase(database);
        }
        for (int i = 0; i < arguments.length; i += 2) {
            if (arguments[i].equals("--help") || arguments[i].equals("-h")) {
                return Optional.empty();
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + ": needs a value");
            }
            settings = with(settings, arguments[i], arguments[i + 1]);
        }
        boolean here = Set.of("127.0.0.1", "::1", "localhost").contains(settings.host());
        if (!here && settings.origin().isEmpty()) {
            throw new IllegalArgumentException("--host: needs --origin, since links in mail begin with it");
        }
        return Optional.of(settings);
    }

    private static Settings with(Settings settings, String name, String value) {
        return switch (name) {
            case "--port" -> settings.withPort(port(value));
            case "--host" -> settings.withHost(value);
            case "--origin" -> settings.withOrigin(URI.create(value.replaceFirst("/$", "")));
            case "--database" -> settings.withDatabase(value);
            case "--data" -> settings.withData(Path.of(value));
            case "--smtp" -> settings.withSmtp(value);
            default -> throw new IllegalArgumentException(name + ": not a setting; try --help");
        };
    }

    private static int port(String value) {
        if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65_535) {
            throw new IllegalArgumentException("--port: 0 to 65535");
        }
        return Integer.parseInt(value);
    }
}
