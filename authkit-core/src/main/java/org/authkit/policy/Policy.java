package org.authkit.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.authkit.model.Action;
import org.authkit.model.Evidence;
import org.authkit.model.Money;
import org.authkit.model.Stage;
import org.authkit.policy.Rule.Cap;
import org.authkit.policy.Rule.HeldBy;
import org.authkit.policy.Rule.Lane;
import org.authkit.policy.Rule.Proofs;

/**
 * The table the guard executes: one row per action, and nothing that decides outside it. An immutable data object, so that
 * the same value that runs can be printed for a reviewer ({@link #describe}) and reasoned about ({@link #findings}).
 */
public final class Policy {
    private static final int FLOOR_SOLE_FACTOR = 15;
    private static final int FLOOR_WITH_OTHERS = 12;
    private static final Duration DAY = Duration.ofHours(24);

    private final Map<Action, Rule> rules;
    private final Settings settings;
    private final Set<String> contextWords;

    private Policy(Map<Action, Rule> rules, Settings settings, Set<String> contextWords) {
        this.rules = rules;
        this.settings = settings;
        this.contextWords = contextWords;
    }

    /**
     * The strict default for a mobile wallet: no money without a bound device, no device without evidence independent of
     * mailbox and password, no reset by mailbox alone once a factor is enrolled.
     */
    public static Policy wallet() {
        Map<Action, Rule> rows = new EnumMap<>(Action.class);
        for (Rule rule : walletRules()) {
            rows.put(rule.action(), rule);
        }
        return new Policy(rows, Settings.wallet(), Set.of("wallet", "authkit"));
    }

    private static List<Rule> walletRules() {
        String strongest = "device-uv | password & device | password & totp & unopposed(72h)";
        return List.of(
                Rule.of(Action.SIGN_IN)
                        .withProofs(Proofs.SESSION)
                        .at(Stage.NEW, "password")
                        .at(Stage.BARE, "password")
                        .at(Stage.BOUND, "password & device | password & totp")
                        .withBudget(Lane.DEVICE, 5, Duration.ofMinutes(30)),
                Rule.of(Action.VIEW)
                        .tellingNobody()
                        .withProofs(Proofs.SESSION)
                        .at(Stage.NEW, "password")
                        .at(Stage.BARE, "password")
                        .at(Stage.BOUND, "password | device"),
                money(Action.PAY, HeldBy.CHANGES_UNLESS_OLD_DEVICE),
                money(Action.TOP_UP, HeldBy.CHANGES),
                money(Action.TRANSFER, HeldBy.CHANGES),
                Rule.of(Action.BIND_DEVICE)
                        .at(Stage.NEW, "registration")
                        .at(Stage.BARE, "password & supplied(identity) | password & unopposed(72h)")
                        .at(
                                Stage.BOUND,
                                "password & old-device | password & supplied(identity) & unopposed(24h)"
                                        + " | password & totp & unopposed(72h)")
                        .startingHold(DAY)
                        .heldBy(HeldBy.CHANGES),
                Rule.of(Action.APPROVE_DEVICE).tellingNobody().at(Stage.BOUND, "device-uv | password & device"),
                Rule.of(Action.REMOVE_DEVICE)
                        .at(Stage.BOUND, strongest)
                        .startingHold(DAY)
                        .heldBy(HeldBy.CHANGES_UNLESS_OLD_DEVICE),
                Rule.of(Action.ENROLL_FACTOR)
                        .at(Stage.NEW, "registration")
                        .at(Stage.BARE, "password & supplied(identity) | password & unopposed(72h)")
                        .at(Stage.BOUND, strongest)
                        .startingHold(DAY),
                Rule.of(Action.REMOVE_FACTOR)
                        .at(Stage.NEW, "registration")
                        .at(Stage.BOUND, strongest)
                        .startingHold(DAY)
                        .heldBy(HeldBy.CHANGES_UNLESS_OLD_DEVICE),
                Rule.of(Action.CHANGE_PASSWORD)
                        .at(Stage.NEW, "password")
                        .at(Stage.BARE, "password")
                        .at(Stage.BOUND, "device-uv | password & device | password & totp")
                        .granting(Evidence.PASSWORD),
                Rule.of(Action.RESET_PASSWORD)
                        .at(Stage.NEW, "email")
                        .at(Stage.BARE, "email")
                        .at(Stage.BOUND, "email & device | email & totp")
                        .granting(Evidence.PASSWORD)
                        .startingHold(DAY)
                        .withBudget(Lane.STRANGER, 3, Duration.ofMinutes(144)),
                Rule.of(Action.ADD_CONTACT)
                        .at(Stage.NEW, "registration")
                        .at(Stage.BARE, "password & supplied(identity) | password & unopposed(72h)")
                        .at(Stage.BOUND, strongest)
                        .startingHold(DAY)
                        .heldBy(HeldBy.CHANGES),
                Rule.of(Action.REMOVE_CONTACT)
                        .at(Stage.BARE, "password & supplied(identity)")
                        .at(Stage.BOUND, strongest)
                        .startingHold(DAY)
                        .heldBy(HeldBy.CHANGES),
                Rule.of(Action.VETO)
                        .at(Stage.NEW, "nothing")
                        .at(Stage.BARE, "nothing")
                        .at(Stage.BOUND, "nothing"));
    }

    private static Rule money(Action action, HeldBy heldBy) {
        return Rule.of(action)
                .tellingNobody()
                .at(Stage.BOUND, "device-uv | password & device")
                .heldBy(heldBy)
                .withCaps(
                        new Cap(Duration.ZERO, Evidence.DEVICE, Money.yen(10_000)),
                        new Cap(DAY, Evidence.DEVICE, Money.yen(50_000)),
                        new Cap(Duration.ofDays(7), Evidence.DEVICE_UV, Money.yen(100_000)));
    }

    /** The same policy with one row replaced. */
    public Policy with(Rule rule) {
        Map<Action, Rule> rows = new EnumMap<>(rules);
        rows.put(rule.action(), rule);
        return new Policy(rows, settings, contextWords);
    }

    public Policy with(Settings changed) {
        return new Policy(rules, changed, contextWords);
    }

    /** The same policy with the words of this service (brand, product, host) that no password may be made of (ASVS 6.1.2). */
    public Policy withContextWords(Set<String> words) {
        return new Policy(rules, settings, Set.copyOf(words));
    }

    public Rule rule(Action action) {
        Rule rule = rules.get(action);
        if (rule == null) {
            throw new IllegalArgumentException("action: no row for " + action);
        }
        return rule;
    }

    /** All rows, in the order of {@link Action}. */
    public List<Rule> rules() {
        return List.copyOf(rules.values());
    }

    public Settings settings() {
        return settings;
    }

    public Set<String> contextWords() {
        return contextWords;
    }

    /**
     * The shortest acceptable password in code points, derived from the table itself: 15 where any row is satisfied by the
     * password alone, 12 where it never is (63B-4 §3.1.1.2; ASVS 6.2.1).
     */
    public int passwordFloor() {
        boolean sole = rules.values().stream()
                .flatMap(rule -> rule.requires().values().stream())
                .anyMatch(requirement -> requirement.alternatives().contains(Set.of(Evidence.PASSWORD)));
        return sole ? FLOOR_SOLE_FACTOR : FLOOR_WITH_OTHERS;
    }

    /**
     * Whether an announced wait means anything at this stage: for every way to come by the proofs that costs no more than the
     * proofs themselves, some channel is told that this way does not hold.
     *
     * @param channels what must be held to silence each channel: {@code email}, {@code device}
     * @param proofs what the row asks for beside the wait
     */
    public boolean someoneCanObject(Stage stage, Set<Evidence> channels, Set<Evidence> proofs) {
        return Independence.someoneCanObject(this, stage, channels, proofs);
    }

    /** What is wrong with this table, one sentence each; empty when nothing is. */
    public List<String> findings() {
        List<String> findings = new ArrayList<>();
        for (Action action : Action.values()) {
            if (!rules.containsKey(action)) {
                findings.add("there is no row for " + action.code());
            }
        }
        if (findings.isEmpty()) {
            findings.addAll(PolicyChecks.of(this));
        }
        return findings;
    }

    /** The table as a reviewer reads it; {@code docs/policy.txt} is its golden copy for {@link #wallet()}. */
    public String describe() {
        return PolicyText.of(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Policy that
                && rules.equals(that.rules)
                && settings.equals(that.settings)
                && contextWords.equals(that.contextWords);
    }

    @Override
    public int hashCode() {
        return rules.hashCode();
    }
}
