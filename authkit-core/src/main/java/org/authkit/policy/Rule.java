package org.authkit.policy;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.authkit.model.Action;
import org.authkit.model.Evidence;
import org.authkit.model.Money;
import org.authkit.model.Stage;

/**
 * One row of the policy. Immutable.
 *
 * @param action whose row it is
 * @param requires the formula per stage; a stage that is missing asks for what {@code never} comes
 * @param proofs where the evidence may come from
 * @param grants the evidence this action hands to whoever performs it
 * @param startsHold how long the account waits after this action; zero for not at all
 * @param heldBy which holds make this action wait
 * @param caps daily amounts; only for actions that move money, empty elsewhere
 * @param budgets attempts per lane
 * @param tells who hears of it
 */
public record Rule(
        Action action,
        Map<Stage, Requirement> requires,
        Proofs proofs,
        Set<Evidence> grants,
        Duration startsHold,
        HeldBy heldBy,
        List<Cap> caps,
        Map<Lane, Budget> budgets,
        Tells tells) {

    /** Who hears of the action once it is done. */
    public enum Tells {
        /** Nobody. */
        NOBODY,
        /** Every verified contact and every bound device, those being replaced included. */
        EVERYONE
    }

    /** Where a row's evidence may come from. */
    public enum Proofs {
        /** What the session proved on entry, and a device's signature over the request itself, count too. */
        SESSION,
        /** Only proofs made for this very action and its arguments count. */
        CHALLENGE
    }

    /** Which holds make an action wait. */
    public enum HeldBy {
        /** None. */
        NOTHING,
        /** Holds that began after the acting device was bound do not matter: the old phone goes on. */
        CHANGES_UNLESS_OLD_DEVICE,
        /** Every hold. */
        CHANGES
    }

    /** Who is knocking, for the choice of budget. */
    public enum Lane {
        /** The request itself is signed by a device bound to the account. */
        DEVICE,
        /** The request carries a live session of the account. */
        SESSION,
        /** Anyone else. */
        STRANGER
    }

    /**
     * An attempt budget.
     *
     * @param attempts how many fit at once
     * @param refill the time after which one attempt comes back
     */
    public record Budget(int attempts, Duration refill) {
        public Budget {
            if (attempts < 1 || refill.isNegative() || refill.isZero()) {
                throw new IllegalArgumentException("budget: at least one attempt and a positive refill");
            }
        }
    }

    /**
     * A daily amount.
     *
     * @param deviceAge the acting device was bound at least this long ago
     * @param assurance what the device proved
     * @param perDay the sum allowed in any 24 hours, over all money actions together
     */
    public record Cap(Duration deviceAge, Evidence assurance, Money perDay) {}

    public Rule {
        Objects.requireNonNull(action, "action");
        requires = Map.copyOf(requires);
        Objects.requireNonNull(proofs, "proofs");
        grants = Set.copyOf(grants);
        Objects.requireNonNull(startsHold, "startsHold");
        Objects.requireNonNull(heldBy, "heldBy");
        caps = List.copyOf(caps);
        budgets = Map.copyOf(budgets);
        Objects.requireNonNull(tells, "tells");
        if (action.movesMoney() == caps.isEmpty()) {
            throw new IllegalArgumentException("caps: exactly the rows that move money have caps");
        }
        for (Lane lane : Lane.values()) {
            if (!budgets.containsKey(lane)) {
                throw new IllegalArgumentException("budgets: lane " + lane + " has none");
            }
        }
    }

    /** A row that needs only proofs made for it and waits for nothing; refine it with the {@code with} methods. */
    public static Rule of(Action action) {
        return new Rule(
                action,
                Map.of(),
                Proofs.CHALLENGE,
                Set.of(),
                Duration.ZERO,
                HeldBy.NOTHING,
                action.movesMoney() ? List.of(new Cap(Duration.ZERO, Evidence.DEVICE, Money.yen(1))) : List.of(),
                Map.of(
                        Lane.DEVICE, new Budget(10, Duration.ofMinutes(1)),
                        Lane.SESSION, new Budget(10, Duration.ofMinutes(5)),
                        Lane.STRANGER, new Budget(20, Duration.ofHours(1))),
                Tells.EVERYONE);
    }

    public Requirement requires(Stage stage) {
        return requires.getOrDefault(stage, Requirement.never());
    }

    /** The same row with another formula at one stage. */
    public Rule at(Stage stage, String requirement) {
        Map<Stage, Requirement> changed = new EnumMap<>(Stage.class);
        changed.putAll(requires);
        changed.put(stage, Requirement.parse(requirement));
        return new Rule(action, changed, proofs, grants, startsHold, heldBy, caps, budgets, tells);
    }

    public Rule withProofs(Proofs changed) {
        return new Rule(action, requires, changed, grants, startsHold, heldBy, caps, budgets, tells);
    }

    public Rule granting(Evidence granted) {
        return new Rule(action, requires, proofs, Set.of(granted), startsHold, heldBy, caps, budgets, tells);
    }

    public Rule startingHold(Duration hold) {
        return new Rule(action, requires, proofs, grants, hold, heldBy, caps, budgets, tells);
    }

    public Rule heldBy(HeldBy changed) {
        return new Rule(action, requires, proofs, grants, startsHold, changed, caps, budgets, tells);
    }

    public Rule withCaps(Cap... changed) {
        return new Rule(action, requires, proofs, grants, startsHold, heldBy, List.of(changed), budgets, tells);
    }

    public Rule withBudget(Lane lane, int attempts, Duration refill) {
        Map<Lane, Budget> changed = new EnumMap<>(Lane.class);
        changed.putAll(budgets);
        changed.put(lane, new Budget(attempts, refill));
        return new Rule(action, requires, proofs, grants, startsHold, heldBy, caps, changed, tells);
    }

    public Rule tellingNobody() {
        return new Rule(action, requires, proofs, grants, startsHold, heldBy, caps, budgets, Tells.NOBODY);
    }
}
