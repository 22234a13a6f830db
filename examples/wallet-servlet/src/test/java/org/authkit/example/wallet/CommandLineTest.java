package org.authkit.example.wallet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    private static Settings parse(String... arguments) {
        return CommandLine.parse(arguments, Map.of()).orElseThrow();
    }

    @Test
    void one_setting_names_the_database_by_argument_or_environment() {
        String url = "jdbc:postgresql://localhost/wallet";
        assertEquals(Optional.of(url), parse("--database", url).database());
        Map<String, String> environment = Map.of("WALLET_DATABASE", url);
        assertEquals(
                Optional.of(url),
                CommandLine.parse(new String[0], environment).orElseThrow().database());
    }

    @Test
    void help_starts_nothing() {
        assertTrue(CommandLine.parse(new String[] {"--help"}, Map.of()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--clock 2020", "--port", "--port 70000", "--port x", "--host 0.0.0.0", "--policy open"})
    void what_it_does_not_know_it_refuses(String line) {
        assertThrows(IllegalArgumentException.class, () -> parse(line.split(" ")));
    }
}
