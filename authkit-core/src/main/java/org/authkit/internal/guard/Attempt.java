package org.authkit.internal.guard;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.authkit.internal.account.Account;
import org.authkit.internal.account.Records.PasswordRecord;
import org.authkit.internal.password.PasswordHasher;
import org.authkit.model.Evidence;
import org.authkit.model.Password;
import org.authkit.model.Proof;
import org.authkit.model.RequestContext;
import org.authkit.policy.Rule;
import org.authkit.spi.Counters;
import org.authkit.spi.Credential;
import org.authkit.spi.Factor;
import org.authkit.spi.FactorContext;
import org.authkit.spi.RequestProofs;
import org.authkit.spi.StorageUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The costly or once-only part of a call: budgets charged, passwords hashed, request proofs spent. It outlives the rounds of
 * a lost compare-and-set, so that repeating a round charges, hashes and spends nothing again. Confined to one call.
 */
final class Attempt {
    private static final Logger LOG = System.getLogger("org.authkit");
    private static final Duration REPLAY_WINDOW = Duration.ofMinutes(3);

    /** What became of one proof. */
    sealed interface Checked {
        /** Right; {@code next} replaces the credential in the same commit. */
        record Accepted(
                Set<Evidence> evidence,
                @Nullable Credential next,
                @Nullable String deviceId) implements Checked {}

        /** Not right. */
        record Refused(String cause) implements Checked {}
    }

    private final Parts parts;
    private final Budgets budgets;
    private final Rule rule;
    private final Map<String, Optional<Instant>> charges = new HashMap<>();
    private final Map<String, Counters.Bucket> refundable = new HashMap<>();
    private final Map<String, PasswordHasher.Verdict> verdicts = new HashMap<>();
    private final Map<String, Boolean> firsts = new HashMap<>();
    private @Nullable Boolean requestProofFresh;
    private @Nullable String rehash;

    Attempt(Parts parts, Budgets budgets, Rule rule) {
        this.parts = parts;
        this.budgets = budgets;
        this.rule = rule;
    }

    /** Charges once per call and kind; later rounds hear the first answer. */
    Optional<Instant> charge(Rule.Lane lane, String kind, String subject, Instant now) {
        return charges.computeIfAbsent(kind, k -> {
            Counters.Bucket bucket = budgets.bucket(rule, lane, kind, subject);
            Optional<Instant> refused = budgets.charge(bucket, now);
            if (refused.isEmpty() && lane != Rule.Lane.STRANGER) {
                refundable.put(kind, bucket);
            }
            return refused;
        });
    }

    /** Whether this is the first of its kind in a window; asked once per call however many rounds there are. */
    boolean within(String what, String subject, int count, Duration refill, Instant now) {
        return firsts.computeIfAbsent(what, w -> budgets.within(w, subject, count, refill, now));
    }

    /** After the owner proved to be the owner, on a lane that is the owner's own. A stranger's success refills nothing. */
    void refund(Instant now) {
        try {
            refundable.values().forEach(bucket -> budgets.refund(bucket, now));
        } catch (StorageUnavailableException e) {
            // The change is committed, and its caller must hear so; a charge kept too long drains by itself.
            LOG.log(Level.WARNING, "an attempt that was right could not be given back to its budget");
        }
        refundable.clear();
    }

    /** Compares a password, or does the same work where there is nothing to compare with. The caller charged before. */
    PasswordHasher.Verdict verify(Optional<Account> account, Password password) {
        Optional<PasswordRecord> record = account.flatMap(Account::password);
        String phc = record.map(PasswordRecord::phc).orElse("");
        return verdicts.computeIfAbsent(phc, stored -> {
            if (stored.isEmpty()) {
                parts.hasher().dummy(password);
                return PasswordHasher.Verdict.MISMATCH;
            }
            return parts.hasher().verify(password, stored);
        });
    }

    /** The hash of a password that was right, at today's cost; computed once however many rounds there are. */
    String rehashed(Password password) {
        String hash = rehash == null ? parts.hasher().hash(password) : rehash;
        rehash = hash;
        return hash;
    }

    /** The device that signed the request itself, if one of the account's did. */
    Optional<Credential> requestDevice(Account account, RequestContext request, Instant now) {
        String proof = request.http().flatMap(RequestContext.Http::proof).orElse("");
        if (proof.isEmpty()) {
            return Optional.empty();
        }
        for (Factor<?, ?> factor : parts.factors()) {
            if (factor instanceof RequestProofs proofs) {
                Optional<Credential> credential = proofs.credentialId(proof).flatMap(account::credential);
                Optional<RequestProofs.Verified> verified = credential.flatMap(c -> proofs.verifyRequest(
                        parts.context(account, factor, now), c, request.http().orElseThrow(), request.session()));
                if (verified.isPresent() && isFresh(verified.get(), account, now)) {
                    return credential;
                }
            }
        }
        return Optional.empty();
    }

    private boolean isFresh(RequestProofs.Verified verified, Account account, Instant now) {
        if (requestProofFresh == null) {
            requestProofFresh =
                    budgets.first("request-proof", account.id().value() + verified.uniqueness(), REPLAY_WINDOW, now);
        }
        return requestProofFresh;
    }

    /** Whether this proof stands for this statement. The caller charged before. */
    Checked check(Account account, Proof proof, Factor.Statement statement, Instant now) {
        if (proof instanceof Proof.PasswordAgain again) {
            return verify(Optional.of(account), again.password()) == PasswordHasher.Verdict.MISMATCH
                    ? new Checked.Refused("wrong-password")
                    : new Checked.Accepted(Set.of(Evidence.PASSWORD), null, null);
        }
        if (proof instanceof Proof.Supplied supplied) {
            return parts.suppliers()
                    .check(supplied, statement)
                    .<Checked>map(evidence -> new Checked.Accepted(Set.of(evidence), null, null))
                    .orElseGet(() -> new Checked.Refused("wrong-statement"));
        }
        return byFactor(account, proof, statement, now);
    }

    /** Whether any of the account's credentials signed this statement, or issued this code. */
    private Checked byFactor(Account account, Proof proof, Factor.Statement statement, Instant now) {
        String cause = "no-such-factor";
        for (Credential credential : account.credentials()) {
            Optional<Factor<?, ?>> factor = parts.factors().stream()
                    .filter(f -> f.kind().equals(credential.kind()))
                    .findFirst();
            if (factor.isEmpty()) {
                continue;
            }
            FactorContext context = parts.context(account, factor.get(), now);
            Factor.Verification result = factor.get().verify(context, credential, statement, proof);
            if (result instanceof Factor.Verification.Accepted accepted) {
                boolean device = accepted.evidence().contains(Evidence.DEVICE);
                return new Checked.Accepted(
                        accepted.evidence(),
                        credential.withState(accepted.nextState()),
                        device ? credential.id() : null);
            }
            cause = ((Factor.Verification.Refused) result).cause();
        }
        return new Checked.Refused(cause);
    }
}
