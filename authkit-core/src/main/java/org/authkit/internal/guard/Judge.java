package org.authkit.internal.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.authkit.internal.account.Account;
import org.authkit.internal.account.Records.Hold;
import org.authkit.internal.account.Records.PasswordRecord;
import org.authkit.internal.message.Courier;
import org.authkit.model.Evidence;
import org.authkit.model.Evidence.Kind;
import org.authkit.model.Stage;
import org.authkit.policy.Policy;
import org.authkit.policy.Rule;
import org.authkit.spi.Credential;
import org.jspecify.annotations.Nullable;

/** Reads the policy's formulas against one account: which alternatives are open to it, which one is complete, what waits. */
final class Judge {
    private final Policy policy;
    private final Courier courier;
    private final Suppliers suppliers;

    Judge(Policy policy, Courier courier, Suppliers suppliers) {
        this.policy = policy;
        this.courier = courier;
        this.suppliers = suppliers;
    }

    /** The alternatives this account may use now; those whose independence or path is missing are left out. */
    List<Set<Evidence>> open(Rule rule, Account account, Proven proven, Instant now) {
        Stage stage = account.stage(now, policy.settings());
        List<Set<Evidence>> open = new ArrayList<>();
        for (Set<Evidence> alternative : rule.requires(stage).alternatives()) {
            if (isOpen(rule, stage, alternative, account, proven, now)) {
                open.add(alternative);
            }
        }
        return open;
    }

    private boolean isOpen(
            Rule rule, Stage stage, Set<Evidence> alternative, Account account, Proven proven, Instant now) {
        boolean waits = alternative.stream().anyMatch(e -> e.kind() == Kind.UNOPPOSED);
        if (waits && account.closedUntil(rule.action()).isPresent()) {
            return false;
        }
        if (alternative.stream().anyMatch(e -> e.kind() == Kind.SUPPLIED && !suppliers.knows(e.parameter()))) {
            return false;
        }
        if (alternative.contains(Evidence.OLD_DEVICE)
                && account.credentials("device").isEmpty()) {
            return false;
        }
        if (alternative.contains(Evidence.PASSWORD) && !passwordCounts(rule, alternative, account, proven, now)) {
            return false;
        }
        return !waits || someoneCanObject(stage, alternative, account, now);
    }

    /**
     * Whether a password still stands for itself. One known to be in other hands needs a signature by a
     * bound device beside it (an old phone's approval of a newcomer is none: the thief would ask again and again); one obtained
     * through X does not combine with X until it has aged.
     */
    private boolean passwordCounts(Rule rule, Set<Evidence> alternative, Account account, Proven proven, Instant now) {
        Optional<PasswordRecord> password = account.password();
        if (password.isEmpty()) {
            return true;
        }
        boolean device = alternative.contains(Evidence.DEVICE)
                || alternative.contains(Evidence.DEVICE_UV)
                || proven.has(Evidence.DEVICE);
        if (password.get().compromised() && !device) {
            return false;
        }
        Set<Evidence> through = password.get().obtainedThrough();
        if (through.isEmpty()
                || !now.isBefore(password.get().setAt().plus(policy.settings().independenceAge()))) {
            return true;
        }
        Set<Evidence> beside = new HashSet<>();
        alternative.stream()
                .filter(e -> !e.equals(Evidence.PASSWORD))
                .map(Judge::leaf)
                .forEach(beside::add);
        Set<Evidence> behind = new HashSet<>();
        through.stream().map(Judge::leaf).forEach(behind::add);
        if (rule.proofs() == Rule.Proofs.SESSION) {
            return beside.isEmpty() || !beside.containsAll(behind);
        }
        return beside.stream().noneMatch(behind::contains);
    }

    /** What must be held to present this evidence: a device, whether or not it checked its user, is one thing. */
    private static Evidence leaf(Evidence evidence) {
        return switch (evidence.kind()) {
            case DEVICE_UV, OLD_DEVICE -> Evidence.DEVICE;
            default -> evidence;
        };
    }

    private boolean someoneCanObject(Stage stage, Set<Evidence> alternative, Account account, Instant now) {
        Set<Evidence> proofs = new HashSet<>();
        alternative.stream()
                .filter(e -> e.kind() != Kind.UNOPPOSED)
                .map(Judge::leaf)
                .forEach(proofs::add);
        Set<Evidence> channels = new HashSet<>();
        for (String channel : courier.channels(account, now)) {
            if (channel.startsWith("sms:")) {
                return true;
            }
            channels.add(channel.startsWith("app:") ? Evidence.DEVICE : Evidence.EMAIL);
        }
        return policy.someoneCanObject(stage, channels, proofs);
    }

    /** The first open alternative that is wholly proved. */
    static Optional<Set<Evidence>> complete(List<Set<Evidence>> open, Proven proven) {
        return open.stream()
                .filter(alternative -> proven.kinds().containsAll(alternative))
                .findFirst();
    }

    /** What is still missing, per alternative. */
    static Set<Set<Evidence>> missing(List<Set<Evidence>> open, Set<Evidence> have) {
        Set<Set<Evidence>> missing = new LinkedHashSet<>();
        for (Set<Evidence> alternative : open) {
            Set<Evidence> rest = new HashSet<>(alternative);
            rest.removeAll(have);
            missing.add(Set.copyOf(rest));
        }
        return missing;
    }

    /** The alternatives of which only others' answers are missing. */
    static List<Set<Evidence>> awaiting(List<Set<Evidence>> open, Proven proven) {
        return open.stream()
                .filter(alternative -> alternative.stream().anyMatch(Evidence::isAwaited))
                .filter(alternative -> alternative.stream().allMatch(e -> e.isAwaited() || proven.has(e)))
                .toList();
    }

    /** Until when the action waits for a recent change, as far as the acting device is concerned. */
    static Optional<Instant> heldUntil(Rule rule, Account account, @Nullable String deviceId, Instant now) {
        if (rule.heldBy() == Rule.HeldBy.NOTHING) {
            return Optional.empty();
        }
        boolean sparesOldDevices = rule.heldBy() == Rule.HeldBy.CHANGES_UNLESS_OLD_DEVICE;
        Optional<Credential> device = Optional.ofNullable(deviceId).flatMap(account::credential);
        return account.holds().stream()
                .filter(hold -> now.isBefore(hold.until()))
                .filter(hold -> !sparesOldDevices
                        || device.isEmpty()
                        || device.get().id().equals(hold.newcomer())
                        || device.get().enrolledAt().isAfter(hold.since()))
                .map(Hold::until)
                .max(Instant::compareTo);
    }

    static Duration longestWait(List<Set<Evidence>> alternatives) {
        return alternatives.stream()
                .flatMap(Set::stream)
                .map(Evidence::delay)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
