package org.authkit.totp;

import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.authkit.model.Action;
import org.authkit.model.Evidence;
import org.authkit.model.Proof;
import org.authkit.spi.Credential;
import org.authkit.spi.Factor;
import org.authkit.spi.FactorContext;

/**
 * Codes from an authenticator app (TOTP, RFC 6238): by default SHA-1, six digits, 30 seconds and a 160-bit secret, which is
 * what every app understands. Immutable and thread-safe.
 *
 * <p>A code is right if it belongs to the current time step or the one before it (RFC 6238 §5.2: one step for the way it
 * travels), and if that step is greater than the last one accepted. So no code counts twice, an older one is refused after a
 * newer one, the code that confirmed the enrollment is spent, and a clock set back accepts nothing old. With 30-second steps
 * a code lives 60 seconds at the most. Of a million guesses at most two are right at any moment.
 *
 * <p>Settings concern authenticators enrolled from now on; those enrolled before keep theirs.
 */
public final class TotpFactor implements Factor<NewTotp, TotpSetup> {
    private static final String KIND = "totp";
    private static final int LIMIT = 5;
    private static final int ID_BYTES = 16;
    /** Steps before the current one that still count. */
    private static final int STEPS_BACK = 1;

    private static final int DEFAULT_DIGITS = 6;
    private static final int DEFAULT_PERIOD = 30;

    private static final Verification.Refused NO_CODE = new Verification.Refused("not-a-code");
    private static final Verification.Refused UNREADABLE = new Verification.Refused("unreadable-state");
    private static final Verification.Refused MALFORMED = new Verification.Refused("malformed-code");
    private static final Verification.Refused WRONG = new Verification.Refused("wrong-code");
    private static final Verification.Refused REPLAYED = new Verification.Refused("replayed");

    private final String issuer;
    private final TotpAlgorithm algorithm;
    private final int digits;
    private final int period;
    private final Map<TotpAlgorithm, Hotp> arithmetic;

    private TotpFactor(
            String issuer, TotpAlgorithm algorithm, int digits, int period, Map<TotpAlgorithm, Hotp> arithmetic) {
        this.issuer = issuer;
        this.algorithm = algorithm;
        this.digits = digits;
        this.period = period;
        this.arithmetic = arithmetic;
    }

    /**
     * The factor with its defaults.
     *
     * @param issuer the name the app shows, such as {@code Acme Wallet}; no colon, at most 120 bytes of UTF-8
     * @throws IllegalArgumentException if it is blank, too long, or holds a colon or characters that cannot be seen
     */
    public static TotpFactor issuer(String issuer) {
        Map<TotpAlgorithm, Hotp> arithmetic = new EnumMap<>(TotpAlgorithm.class);
        for (TotpAlgorithm algorithm : TotpAlgorithm.values()) {
            arithmetic.put(algorithm, new Hotp(algorithm));
        }
        return new TotpFactor(
                Label.issuer(issuer), TotpAlgorithm.SHA1, DEFAULT_DIGITS, DEFAULT_PERIOD, Map.copyOf(arithmetic));
    }

    /** Another hash; the secret becomes as long as its output. Not every authenticator app knows any but SHA-1. */
    public TotpFactor withAlgorithm(TotpAlgorithm other) {
        return new TotpFactor(issuer, other, digits, period, arithmetic);
    }

    /**
     * Longer codes. Not every authenticator app shows more than six digits.
     *
     * @param count 6 to 8
     * @throws IllegalArgumentException for any other number
     */
    public TotpFactor withDigits(int count) {
        if (count < Hotp.MIN_DIGITS || count > Hotp.MAX_DIGITS) {
            throw new IllegalArgumentException("count: 6 to 8");
        }
        return new TotpFactor(issuer, algorithm, count, period, arithmetic);
    }

    /**
     * Another time step. Not every authenticator app counts in any but 30 seconds.
     *
     * @param step whole seconds, 15 to 60
     * @throws IllegalArgumentException for any other duration
     */
    public TotpFactor withPeriod(Duration step) {
        long seconds = step.toSeconds();
        if (seconds < TotpState.MIN_PERIOD
                || seconds > TotpState.MAX_PERIOD
                || !step.equals(Duration.ofSeconds(seconds))) {
            throw new IllegalArgumentException("step: whole seconds, 15 to 60");
        }
        return new TotpFactor(issuer, algorithm, digits, (int) seconds, arithmetic);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Action enrollAction() {
        return Action.ENROLL_FACTOR;
    }

    @Override
    public Action removeAction() {
        return Action.REMOVE_FACTOR;
    }

    @Override
    public int limit() {
        return LIMIT;
    }

    @Override
    public SortedMap<String, String> describe(NewTotp newcomer) {
        SortedMap<String, String> parts = new TreeMap<>();
        parts.put("factor", KIND);
        parts.put("name", newcomer.name());
        return parts;
    }

    @Override
    public Begun<TotpSetup> begin(FactorContext context, NewTotp newcomer, Statement statement) {
        byte[] key = new byte[algorithm.secretBytes()];
        context.random().nextBytes(key);
        TotpState state = new TotpState(algorithm, digits, period, TotpState.NEVER, key);
        try {
            return new Begun<>(state.text(), new TotpSetup(issuer, newcomer.account(), state));
        } finally {
            state.wipe();
        }
    }

    @Override
    public Optional<Confirmed> confirm(FactorContext context, String pending, Statement statement, Proof proof) {
        if (check(context, pending, proof) instanceof Verification.Accepted accepted) {
            byte[] id = new byte[ID_BYTES];
            context.random().nextBytes(id);
            return Optional.of(
                    new Confirmed(Base64.getUrlEncoder().withoutPadding().encodeToString(id), accepted.nextState()));
        }
        return Optional.empty();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Causes of a refusal: {@code not-a-code} (a proof of another shape or kind), {@code malformed-code},
     * {@code wrong-code}, {@code replayed} (right, but its step or a later one was accepted before) and
     * {@code unreadable-state}.
     */
    @Override
    public Verification verify(FactorContext context, Credential credential, Statement statement, Proof proof) {
        return check(context, credential.state(), proof);
    }

    private Verification check(FactorContext context, String text, Proof proof) {
        if (!(proof instanceof Proof.Code code) || !code.kind().equals(KIND)) {
            return NO_CODE;
        }
        Optional<TotpState> readable = TotpState.parse(text);
        if (readable.isEmpty()) {
            return UNREADABLE;
        }
        TotpState state = readable.get();
        try {
            Optional<byte[]> typed = TypedCode.digits(code.code(), state.digits());
            return typed.isPresent() ? compare(context, state, typed.get()) : MALFORMED;
        } finally {
            state.wipe();
        }
    }

    private Verification compare(FactorContext context, TotpState state, byte[] typed) {
        long now = Math.floorDiv(context.now().getEpochSecond(), (long) state.period());
        Hotp hotp = Objects.requireNonNull(arithmetic.get(state.algorithm()));
        long step = hotp.newestMatch(state.key(), typed, now - STEPS_BACK, now);
        if (step == Hotp.NO_STEP) {
            return WRONG;
        }
        if (step <= state.last()) {
            return REPLAYED;
        }
        return new Verification.Accepted(state.withLast(step).text(), Set.of(Evidence.TOTP));
    }
}
