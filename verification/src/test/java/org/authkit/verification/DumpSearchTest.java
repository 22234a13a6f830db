package org.authkit.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link DumpTest} does not find is not there: its search finds what is planted. */
class DumpSearchTest {
    @Test
    void the_search_finds_what_is_there_in_every_spelling() throws Exception {
        byte[] secret = "JBSWY3DPEHPK3PXP".getBytes(StandardCharsets.US_ASCII);
        try (Cluster cluster = Stores.H2.open();
                var connection = cluster.pool().getConnection();
                var statement = connection.createStatement()) {
            assertEquals(List.of(), Dump.of(cluster.pool()).find("seed", secret));
            statement.execute("create table leak (a varchar(200), b varbinary(200))");
            String[] texts = {
                "x" + new String(secret, StandardCharsets.US_ASCII),
                Base64.getEncoder()
                        .encodeToString(("ab" + new String(secret, StandardCharsets.US_ASCII) + "c")
                                .getBytes(StandardCharsets.US_ASCII)),
                Base64.getUrlEncoder()
                        .encodeToString(("b" + new String(secret, StandardCharsets.US_ASCII))
                                .getBytes(StandardCharsets.US_ASCII)),
                java.util.HexFormat.of().formatHex(secret)
            };
            for (String text : texts) {
                statement.execute("delete from leak");
                statement.execute("insert into leak (a) values ('" + text + "')");
                assertFalse(Dump.of(cluster.pool()).find("seed", secret).isEmpty(), text);
            }
            statement.execute("delete from leak");
            statement.execute("insert into leak (b) values (x'"
                    + java.util.HexFormat.of()
                            .formatHex(
                                    new String(secret, StandardCharsets.US_ASCII).getBytes(StandardCharsets.UTF_16LE))
                    + "')");
            assertFalse(Dump.of(cluster.pool()).find("seed", secret).isEmpty());
        }
    }
}
