package org.authkit.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.authkit.model.Evidence;

/**
 * What an action asks for: a monotone formula over evidence, kept as the list of minimal alternatives, any one of which is
 * enough. More evidence never turns a yes into a no. Immutable.
 *
 * <p>Written {@code password & device | password & totp}; {@code never} for no way at all, {@code nothing} for no proof.
 */
public final class Requirement {
    private static final String NEVER = "never";
    private static final String NOTHING = "nothing";

    private final List<Set<Evidence>> alternatives;

    private Requirement(List<Set<Evidence>> alternatives) {
        this.alternatives = alternatives;
    }

    /** No evidence is enough. */
    public static Requirement never() {
        return new Requirement(List.of());
    }

    /** The formula whose alternatives are these sets; supersets of another alternative add nothing and are dropped. */
    public static Requirement anyOf(Collection<Set<Evidence>> alternatives) {
        List<Set<Evidence>> minimal = new ArrayList<>();
        for (Set<Evidence> candidate : new LinkedHashSet<>(alternatives)) {
            boolean implied = alternatives.stream()
                    .anyMatch(other -> other.size() < candidate.size() && candidate.containsAll(other));
            if (!implied) {
                minimal.add(Set.copyOf(candidate));
            }
        }
        return new Requirement(List.copyOf(minimal));
    }

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException naming the word that is not an evidence
     */
    public static Requirement parse(String text) {
        String trimmed = text.strip();
        if (trimmed.equals(NEVER)) {
            return never();
        }
        if (trimmed.equals(NOTHING)) {
            return anyOf(List.of(Set.of()));
        }
        List<Set<Evidence>> alternatives = new ArrayList<>();
        for (String alternative : trimmed.split("\\|", -1)) {
            Set<Evidence> all = new TreeSet<>();
            for (String word : alternative.split("&", -1)) {
                all.add(Evidence.parse(word.strip()));
            }
            alternatives.add(all);
        }
        return anyOf(alternatives);
    }

    public List<Set<Evidence>> alternatives() {
        return alternatives;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Requirement that && Set.copyOf(alternatives).equals(Set.copyOf(that.alternatives));
    }

    @Override
    public int hashCode() {
        return Set.copyOf(alternatives).hashCode();
    }

    /** The written form. */
    @Override
    public String toString() {
        if (alternatives.isEmpty()) {
            return NEVER;
        }
        return alternatives.stream()
                .map(all -> all.isEmpty()
                        ? NOTHING
                        : all.stream().sorted().map(Evidence::toString).collect(Collectors.joining(" & ")))
                .collect(Collectors.joining(" | "));
    }
}
