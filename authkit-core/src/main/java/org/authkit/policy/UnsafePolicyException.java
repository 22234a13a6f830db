package org.authkit.policy;

import java.util.List;

/** {@code build()} refused: the policy, or what was wired to it, is unsafe. The message lists every finding at once. */
public final class UnsafePolicyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> findings;

    public UnsafePolicyException(List<String> findings) {
        super("AuthKit refuses to start:\n - " + String.join("\n - ", findings));
        this.findings = List.copyOf(findings);
    }

    /** One sentence per finding. */
    public List<String> findings() {
        return findings;
    }
}
