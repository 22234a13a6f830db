package org.authkit.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.authkit.model.Action;
import org.authkit.model.Stage;
import org.authkit.policy.Policy;
import org.authkit.policy.Requirement;
import org.authkit.policy.Rule;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PolicyTextTest {
    private static final Path GOLDEN = Path.of(System.getProperty("authkit.root", ".."), "docs", "policy.txt");

    @Test
    @Tag("attack:A45")
    void the_golden_copy_is_what_the_engine_executes() throws IOException {
        String described = Policy.wallet().describe();
        if (Boolean.getBoolean("authkit.golden")) {
            Files.writeString(GOLDEN, described);
        }
        assertEquals(
                Files.readString(GOLDEN),
                described,
                "docs/policy.txt; rewrite it with JAVA_TOOL_OPTIONS=-Dauthkit.golden=true");
    }

    @Test
    void every_row_and_every_formula_of_the_wallet_policy_is_printed() {
        String described = Policy.wallet().describe();
        for (Rule rule : Policy.wallet().rules()) {
            assertTrue(
                    described.contains("\n" + rule.action().code() + "\n"),
                    rule.action().code());
            rule.requires().values().forEach(r -> assertTrue(described.contains(r.toString()), r.toString()));
        }
    }

    @Test
    void a_formula_reads_back_as_it_was_printed() {
        for (Rule rule : Policy.wallet().rules()) {
            for (Stage stage : Stage.values()) {
                Requirement requirement = rule.requires(stage);
                assertEquals(requirement, Requirement.parse(requirement.toString()));
            }
        }
        assertEquals("never", Requirement.never().toString());
        assertEquals("password", Requirement.parse("password | password & totp").toString());
    }

    @Test
    @Tag("attack:A45")
    void one_changed_row_changes_the_text() {
        Policy wallet = Policy.wallet();
        String before = wallet.describe();
        for (Action action : Action.values()) {
            Rule changed = wallet.rule(action).withBudget(Rule.Lane.STRANGER, 7, java.time.Duration.ofHours(9));
            assertTrue(!wallet.with(changed).describe().equals(before), action.code());
        }
        assertEquals(List.of(), wallet.findings());
    }
}
