package org.authkit.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.authkit.model.Action;
import org.authkit.model.Evidence;
import org.authkit.model.Evidence.Kind;
import org.authkit.model.Stage;

/** The rules of the house that no table may break; each finding is one sentence a reviewer understands. */
final class PolicyChecks {
    private final List<String> findings = new ArrayList<>();

    private PolicyChecks() {}

    static List<String> of(Policy policy) {
        PolicyChecks checks = new PolicyChecks();
        for (Rule rule : policy.rules()) {
            for (Stage stage : Stage.values()) {
                for (Set<Evidence> alternative : rule.requires(stage).alternatives()) {
                    checks.alternative(rule, stage, alternative);
                }
            }
        }
        return checks.findings;
    }

    private void alternative(Rule rule, Stage stage, Set<Evidence> alternative) {
        Action action = rule.action();
        if (action.movesMoney() && (stage != Stage.BOUND || !deviceWithUserOrPassword(alternative))) {
            report(action, stage, alternative, "moves money without a verified user on a bound device");
        }
        if (action.movesMoney() && rule.proofs() != Rule.Proofs.CHALLENGE) {
            report(action, stage, alternative, "moves money on a proof that was not made for this payment");
        }
        if (action == Action.APPROVE_DEVICE && !deviceWithUserOrPassword(alternative)) {
            report(action, stage, alternative, "lets a phone without a verified user approve another");
        }
        if (stage == Stage.BARE
                && (bindsFactor(action) || changesContact(action))
                && !independentOfMailboxAndPassword(alternative)) {
            report(
                    action,
                    stage,
                    alternative,
                    "hands the first factor or contact to whoever holds mailbox and password");
        }
        if (stage == Stage.BOUND && changesProtection(action) && !alternative.contains(Evidence.IDENTITY)) {
            if (!has(alternative, Kind.DEVICE, Kind.DEVICE_UV, Kind.OLD_DEVICE, Kind.TOTP)) {
                report(action, stage, alternative, "changes what protects with less than the factors already there");
            }
        }
        if (stage == Stage.BOUND && action == Action.RESET_PASSWORD && alternative.size() < 2) {
            report(action, stage, alternative, "resets a password with a single proof although a factor is enrolled");
        }
        if (action == Action.RESET_PASSWORD && alternative.contains(Evidence.PASSWORD)) {
            report(action, stage, alternative, "asks for the very password that was forgotten");
        }
        if (stage == Stage.BOUND && action == Action.SIGN_IN && alternative.size() < 2) {
            if (!alternative.contains(Evidence.DEVICE_UV)) {
                report(action, stage, alternative, "signs in with a single factor although another is enrolled");
            }
        }
        if (alternative.isEmpty() && action != Action.VETO) {
            report(action, stage, alternative, "asks for nothing");
        }
        for (Evidence evidence : alternative) {
            if (evidence.kind() == Kind.UNOPPOSED && evidence.delay().compareTo(Duration.ofHours(24)) < 0) {
                report(action, stage, alternative, "announces a wait shorter than 24 hours");
            }
        }
    }

    private static boolean bindsFactor(Action action) {
        return action == Action.BIND_DEVICE || action == Action.ENROLL_FACTOR;
    }

    private static boolean changesContact(Action action) {
        return action == Action.ADD_CONTACT || action == Action.REMOVE_CONTACT;
    }

    private static boolean changesProtection(Action action) {
        return bindsFactor(action)
                || changesContact(action)
                || action == Action.REMOVE_DEVICE
                || action == Action.REMOVE_FACTOR
                || action == Action.CHANGE_PASSWORD;
    }

    private static boolean deviceWithUserOrPassword(Set<Evidence> alternative) {
        return alternative.contains(Evidence.DEVICE_UV)
                || (alternative.contains(Evidence.DEVICE) && alternative.contains(Evidence.PASSWORD));
    }

    private static boolean independentOfMailboxAndPassword(Set<Evidence> alternative) {
        return alternative.contains(Evidence.IDENTITY) || has(alternative, Kind.UNOPPOSED);
    }

    private static boolean has(Set<Evidence> alternative, Kind... kinds) {
        Set<Kind> wanted = Set.of(kinds);
        return alternative.stream().anyMatch(evidence -> wanted.contains(evidence.kind()));
    }

    private void report(Action action, Stage stage, Set<Evidence> alternative, String what) {
        findings.add(action.code() + " at stage " + stage.name().toLowerCase(Locale.ROOT) + " by "
                + Requirement.anyOf(List.of(alternative)) + ": " + what);
    }
}
