package org.authkit.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.authkit.model.Evidence;
import org.authkit.model.Stage;

/**
 * Which channels could still object to someone who holds given proofs, computed from the policy alone: whoever can obtain a
 * password through the mailbox holds the mailbox too.
 */
final class Independence {
    private Independence() {}

    /**
     * The minimal sets of base evidence with which someone could present {@code proofs} at this stage, following what other
     * rows grant.
     */
    static Set<Set<Evidence>> waysToHold(Policy policy, Stage stage, Set<Evidence> proofs) {
        Set<Set<Evidence>> ways = Set.of(Set.of());
        for (Evidence proof : proofs) {
            Set<Set<Evidence>> next = new HashSet<>();
            for (Set<Evidence> way : ways) {
                for (Set<Evidence> source : sources(policy, stage, proof)) {
                    Set<Evidence> both = new HashSet<>(way);
                    both.addAll(source);
                    next.add(Set.copyOf(both));
                }
            }
            ways = minimal(next);
        }
        return ways;
    }

    /**
     * Whether a wait means anything: for every way to hold the proofs that costs no more things than the proofs themselves,
     * some channel is told that this way does not hold.
     */
    static boolean someoneCanObject(Policy policy, Stage stage, Set<Evidence> channels, Set<Evidence> proofs) {
        return !channels.isEmpty()
                && waysToHold(policy, stage, proofs).stream()
                        .filter(way -> way.size() <= proofs.size())
                        .noneMatch(way -> way.containsAll(channels));
    }

    private static Set<Set<Evidence>> sources(Policy policy, Stage stage, Evidence proof) {
        Set<Set<Evidence>> sources = new HashSet<>();
        sources.add(Set.of(proof));
        for (Rule rule : policy.rules()) {
            if (rule.grants().contains(proof)) {
                rule.requires(stage).alternatives().stream()
                        .filter(needed -> !needed.contains(proof))
                        .forEach(sources::add);
            }
        }
        return sources;
    }

    private static Set<Set<Evidence>> minimal(Set<Set<Evidence>> sets) {
        List<Set<Evidence>> kept = new ArrayList<>();
        for (Set<Evidence> candidate : sets) {
            if (sets.stream().noneMatch(other -> other.size() < candidate.size() && candidate.containsAll(other))) {
                kept.add(candidate);
            }
        }
        return Set.copyOf(kept);
    }
}
