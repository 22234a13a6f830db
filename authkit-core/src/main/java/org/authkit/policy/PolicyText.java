package org.authkit.policy;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.authkit.model.Action;
import org.authkit.model.Evidence;
import org.authkit.model.Stage;

/** Prints a policy as one table a reviewer can read aloud. */
final class PolicyText {
    private final StringBuilder out = new StringBuilder();

    private PolicyText() {}

    static String of(Policy policy) {
        PolicyText text = new PolicyText();
        text.line("AuthKit policy");
        text.line("");
        policy.rules().forEach(text::rule);
        text.settings(policy);
        return text.out.toString();
    }

    private void rule(Rule rule) {
        line(rule.action().code());
        String before = null;
        for (Stage stage : Stage.values()) {
            String formula = rule.requires(stage).toString();
            if (stage == Stage.NEW || !formula.equals(before) || !sameEverywhere(rule)) {
                String label = sameEverywhere(rule) ? "always" : stage.name().toLowerCase(Locale.ROOT);
                line("  requires " + pad(label, 7) + formula);
            }
            before = formula;
        }
        line("  proofs   " + (rule.proofs() == Rule.Proofs.CHALLENGE ? "made for this action" : "the session's count"));
        if (!rule.grants().isEmpty()) {
            line("  grants   "
                    + rule.grants().stream().sorted().map(Evidence::toString).collect(Collectors.joining(", ")));
        }
        if (!rule.startsHold().isZero()) {
            line("  starts   a hold of " + time(rule.startsHold()));
        }
        switch (rule.heldBy()) {
            case NOTHING -> {}
            case CHANGES -> line("  waits    for every hold");
            case CHANGES_UNLESS_OLD_DEVICE -> line("  waits    for holds younger than the acting device");
        }
        rule.caps()
                .forEach(cap -> line("  cap      " + cap.perDay() + " a day by " + cap.assurance() + ", device bound "
                        + time(cap.deviceAge()) + " ago or longer"));
        line("  budget   "
                + rule.budgets().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> entry.getKey().name().toLowerCase(Locale.ROOT) + " "
                                + entry.getValue().attempts() + ", one more every "
                                + time(entry.getValue().refill()))
                        .collect(Collectors.joining("; ")));
        if (rule.tells() == Rule.Tells.EVERYONE) {
            String when = rule.action() == Action.SIGN_IN ? ", when no bound device signed; repeats once a day" : "";
            line("  tells    every verified contact and bound device" + when);
        }
        line("");
    }

    private static boolean sameEverywhere(Rule rule) {
        return rule.requires(Stage.NEW).equals(rule.requires(Stage.BARE))
                && rule.requires(Stage.BARE).equals(rule.requires(Stage.BOUND));
    }

    private void settings(Policy policy) {
        Settings s = policy.settings();
        line("settings");
        setting("registration ceremony", s.registrationLife());
        setting("reset ticket", s.resetLife());
        setting("contact confirmation", s.contactLife());
        setting("challenge", s.challengeLife());
        setting("payment approval", s.approvalLife());
        setting("pending change, beyond its wait", s.pendingLife());
        setting("contact ages", s.contactAging());
        setting("evidence obtained through X does not combine with X", s.independenceAge());
        setting("a veto closes its path", s.vetoCloses());
        setting("session idle", s.sessionIdle());
        setting("session life", s.sessionLife());
        line("  " + pad("sessions, contacts at most", 54) + s.maxSessions() + ", " + s.maxContacts());
        line("  " + pad("password floor, in code points", 54) + policy.passwordFloor());
        line("  " + pad("words no password may be made of", 54)
                + policy.contextWords().stream().sorted().collect(Collectors.joining(", ")));
    }

    private void setting(String name, Duration value) {
        line("  " + pad(name, 54) + time(value));
    }

    private void line(String text) {
        out.append(text.stripTrailing()).append('\n');
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    private static String time(Duration duration) {
        if (duration.isZero()) {
            return "0 h";
        }
        return duration.equals(Duration.ofHours(duration.toHours()))
                ? duration.toHours() + " h"
                : duration.toMinutes() + " min";
    }
}
