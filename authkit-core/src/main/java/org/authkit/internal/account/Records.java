package org.authkit.internal.account;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.authkit.model.Action;
import org.authkit.model.Evidence;
import org.authkit.model.Login;
import org.authkit.model.Payment;
import org.authkit.policy.Settings;
import org.jspecify.annotations.Nullable;

/** The parts an account document is made of. Immutable values; instants in UTC, to the millisecond. */
public final class Records {
    private Records() {}

    /**
     * @param attested on file at the system the account came from
     * @param confirmedAt when its owner answered; null while nobody has
     * @param agedFrom the instant its aging counts from; null while it has none
     */
    public record ContactRecord(
            String id,
            Login address,
            Instant addedAt,
            boolean attested,
            @Nullable Instant confirmedAt,
            @Nullable Instant agedFrom) {

        /** Whether it may receive notices and recovery messages now. */
        public boolean hasPower(Instant now, Duration aging) {
            return attested || (agedFrom != null && !now.isBefore(agedFrom.plus(aging)));
        }

        boolean claimExpired(Instant now, Duration life) {
            return !attested && confirmedAt == null && !now.isBefore(addedAt.plus(life));
        }
    }

    /**
     * @param phc the hash in PHC form
     * @param obtainedThrough the evidence by which it was reset; empty when it was chosen freely
     * @param compromised someone else is known to hold it: it proves nothing without a bound device
     */
    public record PasswordRecord(String phc, Instant setAt, Set<Evidence> obtainedThrough, boolean compromised) {

        /** The same password, now known to be in other hands. */
        public PasswordRecord asCompromised() {
            return new PasswordRecord(phc, setAt, obtainedThrough, true);
        }

        /** Without the hash. */
        @Override
        public String toString() {
            return "PasswordRecord[" + setAt + "]";
        }
    }

    /**
     * An enrollment that has begun.
     *
     * @param sessionId the session it must continue in; null when it was begun without one
     * @param statementType what the newcomer signs, where it can
     * @param pendingId the change that waited for it, whose veto still stops it; null when nothing waited
     */
    public record Setup(
            String id,
            String kind,
            String name,
            String pending,
            String statementType,
            String statement,
            @Nullable String sessionId,
            @Nullable String pendingId,
            Instant expiresAt) {
        @Override
        public String toString() {
            return "Setup[" + kind + ", " + id + "]";
        }
    }

    /**
     * @param tokenHash keyed hash of the session's secret
     * @param evidence what was proved on entry
     */
    public record SessionRecord(
            String id,
            String tokenHash,
            Action entry,
            Set<Evidence> evidence,
            @Nullable String deviceId,
            @Nullable String keyThumbprint,
            String userAgent,
            Instant createdAt,
            Instant lastSeenAt,
            long epoch) {

        public boolean isLive(Instant now, long currentEpoch, Settings settings) {
            return epoch == currentEpoch
                    && now.isBefore(createdAt.plus(settings.sessionLife()))
                    && now.isBefore(lastSeenAt.plus(settings.sessionIdle()));
        }

        SessionRecord in(long newEpoch) {
            return new SessionRecord(
                    id,
                    tokenHash,
                    entry,
                    evidence,
                    deviceId,
                    keyThumbprint,
                    userAgent,
                    createdAt,
                    lastSeenAt,
                    newEpoch);
        }

        /** Without the token's hash. */
        @Override
        public String toString() {
            return "SessionRecord[" + id + "]";
        }

        SessionRecord seenAt(Instant now) {
            return new SessionRecord(
                    id, tokenHash, entry, evidence, deviceId, keyThumbprint, userAgent, createdAt, now, epoch);
        }
    }

    /**
     * A change that waits for others.
     *
     * @param digest keyed digest of the call's arguments, the newcomer's key included
     * @param details what an old device shows
     * @param evidence what the newcomer proved, and when
     * @param waitHours the longest announced wait among the rows it could complete; 0 for none
     * @param notices per channel, when its notice was accepted; null while it was not
     * @param approvedBy the device that approved it; null while none has
     */
    public record PendingRecord(
            String id,
            Action action,
            String digest,
            SortedMap<String, String> details,
            Map<Evidence, Instant> evidence,
            Instant requestedAt,
            long waitHours,
            Map<String, Instant> notices,
            Set<String> channels,
            @Nullable String approvedBy,
            Instant expiresAt) {

        /** When the announced clock started: once every channel's notice was accepted. */
        public @Nullable Instant clockStarted() {
            if (channels.isEmpty() || !notices.keySet().containsAll(channels)) {
                return null;
            }
            return notices.values().stream().max(Instant::compareTo).orElse(null);
        }

        public PendingRecord noticed(String channel, Instant at) {
            Map<String, Instant> more = new java.util.TreeMap<>(notices);
            more.putIfAbsent(channel, at);
            return new PendingRecord(
                    id,
                    action,
                    digest,
                    details,
                    evidence,
                    requestedAt,
                    waitHours,
                    more,
                    channels,
                    approvedBy,
                    expiresAt);
        }

        public PendingRecord approved(String deviceId) {
            return new PendingRecord(
                    id,
                    action,
                    digest,
                    details,
                    evidence,
                    requestedAt,
                    waitHours,
                    notices,
                    channels,
                    deviceId,
                    expiresAt);
        }
    }

    /**
     * A wait after a change.
     *
     * @param newcomer the credential the change brought; null for none
     */
    public record Hold(
            Action cause,
            Instant since,
            Instant until,
            @Nullable String newcomer) {}

    /** An operator's freeze. */
    public record Freeze(String reason, Instant since) {}

    /** What became of an approved payment. */
    public enum ApprovalState {
        ISSUED,
        REDEEMED,
        ABANDONED
    }

    /**
     * @param nonce the challenge whose answer approved it
     * @param deviceId the device that signed
     */
    public record ApprovalRecord(
            String id,
            String nonce,
            String sessionId,
            String deviceId,
            Payment payment,
            boolean userVerified,
            long epoch,
            Instant issuedAt,
            Instant expiresAt,
            ApprovalState state) {
        private static final Duration CAP_WINDOW = Duration.ofHours(24);

        public ApprovalRecord in(ApprovalState changed) {
            return new ApprovalRecord(
                    id, nonce, sessionId, deviceId, payment, userVerified, epoch, issuedAt, expiresAt, changed);
        }

        /** Until when it weighs on the daily cap, or must be remembered as spent; it may be redeemed until it expires. */
        public Instant countsUntil() {
            return state == ApprovalState.REDEEMED ? expiresAt.plus(CAP_WINDOW) : expiresAt;
        }
    }
}
