package org.authkit;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.authkit.contact.Contacts;
import org.authkit.enrollment.Enrollment;
import org.authkit.internal.Ambient;
import org.authkit.internal.account.Accounts;
import org.authkit.internal.account.StorageClock;
import org.authkit.internal.account.Vault;
import org.authkit.internal.guard.Guard;
import org.authkit.internal.guard.Parts;
import org.authkit.internal.guard.Suppliers;
import org.authkit.internal.message.Courier;
import org.authkit.internal.message.Outbox;
import org.authkit.internal.password.PasswordHasher;
import org.authkit.internal.password.PasswordRules;
import org.authkit.internal.password.SlowHashEngines;
import org.authkit.operator.Operator;
import org.authkit.payment.Payments;
import org.authkit.pending.PendingChanges;
import org.authkit.policy.Policy;
import org.authkit.policy.UnsafePolicyException;
import org.authkit.policy.Waiver;
import org.authkit.recovery.PasswordChange;
import org.authkit.recovery.PasswordReset;
import org.authkit.registration.Registration;
import org.authkit.session.Sessions;
import org.authkit.signin.SignIn;
import org.authkit.spi.Counters;
import org.authkit.spi.EventListener;
import org.authkit.spi.Factor;
import org.authkit.spi.KeyRing;
import org.authkit.spi.Notifier;
import org.authkit.spi.SlowHash;
import org.authkit.spi.Storage;

/**
 * Decides who may do what with which proof, and keeps the account's secrets. One immutable, thread-safe object per wallet and
 * node, made by {@link #builder}; it owns no thread: call {@link #runDue}, or hand {@link Background} an executor.
 *
 * <p>Every verb of every capability has one form: arguments and a {@link org.authkit.model.RequestContext} in, a
 * {@link org.authkit.model.Decision} out. A {@code Challenged} is answered by making the same call again.
 */
public final class AuthKit implements AutoCloseable {
    private static final Logger LOG = System.getLogger("org.authkit");

    private final Policy policy;
    private final Outbox outbox;
    private final Registration registration;
    private final SignIn signIn;
    private final Sessions sessions;
    private final Enrollment enrollment;
    private final PendingChanges pending;
    private final Payments payments;
    private final PasswordReset passwordReset;
    private final PasswordChange passwordChange;
    private final Contacts contacts;
    private final Operator operator;

    private AuthKit(Guard guard, Policy policy, Outbox outbox) {
        this.policy = policy;
        this.outbox = outbox;
        this.registration = new Registration(guard);
        this.signIn = new SignIn(guard);
        this.sessions = new Sessions(guard);
        this.enrollment = new Enrollment(guard);
        this.pending = new PendingChanges(guard);
        this.payments = new Payments(guard);
        this.passwordReset = new PasswordReset(guard);
        this.passwordChange = new PasswordChange(guard);
        this.contacts = new Contacts(guard);
        this.operator = new Operator(guard);
    }

    /**
     * Starts with the three things that have no safe default.
     *
     * @param storage where state is kept
     * @param notifier how messages leave
     * @param keys the wallet's keys, kept outside that storage
     */
    public static Builder builder(Storage storage, Notifier notifier, KeyRing keys) {
        return new Builder(storage, notifier, keys);
    }

    public Registration registration() {
        return registration;
    }

    public SignIn signIn() {
        return signIn;
    }

    public Sessions sessions() {
        return sessions;
    }

    public Enrollment enrollment() {
        return enrollment;
    }

    public PendingChanges pending() {
        return pending;
    }

    public Payments payments() {
        return payments;
    }

    public PasswordReset passwordReset() {
        return passwordReset;
    }

    public PasswordChange passwordChange() {
        return passwordChange;
    }

    public Contacts contacts() {
        return contacts;
    }

    public Operator operator() {
        return operator;
    }

    /** The very object the guard executes. */
    public Policy policy() {
        return policy;
    }

    /**
     * Does the work that is due: delivers messages, clears what has expired. Safe on many nodes at once.
     *
     * @param limit how many messages at the most; above zero
     * @return how many were handed to the notifier
     */
    public int runDue(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit: above zero");
        }
        return outbox.runDue(limit);
    }

    /** Releases what AuthKit holds; today nothing but memory. The storage stays the caller's to close. */
    @Override
    public void close() {}

    /** Collects the parts, then checks all of them at once. Not thread-safe. */
    public static final class Builder {
        private final Storage storage;
        private final Notifier notifier;
        private final KeyRing keys;
        private final List<Factor<?, ?>> factors = new ArrayList<>();
        private final List<EventListener> listeners = new ArrayList<>();
        private final Map<String, String> suppliers = new LinkedHashMap<>();
        private final Set<Waiver> waivers = EnumSet.noneOf(Waiver.class);
        private Policy policy = Policy.wallet();
        private Optional<Counters> counters = Optional.empty();
        private Optional<SlowHash> slowHash = Optional.empty();
        private Optional<URI> links = Optional.empty();
        private String service = "";
        private ZoneId zone = ZoneId.of("Asia/Tokyo");
        private InstantSource clock = Ambient.clock();
        private SecureRandom random = Ambient.random();

        private Builder(Storage storage, Notifier notifier, KeyRing keys) {
            this.storage = Objects.requireNonNull(storage, "storage");
            this.notifier = Objects.requireNonNull(notifier, "notifier");
            this.keys = Objects.requireNonNull(keys, "keys");
        }

        /** The wallet's name as customers know it: it stands in every message, and in no password. Required. */
        public Builder service(String name) {
            this.service = Objects.requireNonNull(name, "name");
            return this;
        }

        /** Adds a kind of authenticator. */
        public Builder factor(Factor<?, ?> factor) {
            this.factors.add(Objects.requireNonNull(factor, "factor"));
            return this;
        }

        /** Replaces {@link Policy#wallet()}. */
        public Builder policy(Policy replacement) {
            this.policy = Objects.requireNonNull(replacement, "replacement");
            return this;
        }

        /** Counts attempts somewhere else than in the storage. */
        public Builder counters(Counters elsewhere) {
            this.counters = Optional.of(elsewhere);
            return this;
        }

        /**
         * Believes an outside party about one kind of evidence, such as {@code identity}.
         *
         * @param publicJwk its public P-256 key as JWK
         */
        public Builder supplier(String name, String publicJwk) {
            this.suppliers.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(publicJwk, "publicJwk"));
            return this;
        }

        /**
         * Puts links into messages, built from this address and nothing a request says (attack A7); without it messages carry
         * codes only.
         *
         * @param base absolute, ending in {@code /}; https, or http on localhost
         */
        public Builder links(URI base) {
            boolean local = "localhost".equals(base.getHost()) || "127.0.0.1".equals(base.getHost());
            boolean secure = "https".equals(base.getScheme()) || ("http".equals(base.getScheme()) && local);
            if (!secure || base.getHost() == null || !base.getPath().endsWith("/") || base.getRawQuery() != null) {
                throw new IllegalArgumentException("base: an https address ending in /");
            }
            this.links = Optional.of(base);
            return this;
        }

        /** The zone in which messages write instants; Asia/Tokyo unless told. */
        public Builder zone(ZoneId messagesZone) {
            this.zone = Objects.requireNonNull(messagesZone, "messagesZone");
            return this;
        }

        /** Hears every event after its commit. */
        public Builder listener(EventListener listener) {
            this.listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /** Replaces the hashing engine; it must reproduce published Argon2id answers. */
        public Builder slowHash(SlowHash engine) {
            this.slowHash = Optional.of(engine);
            return this;
        }

        /** Replaces this node's clock, for tests. A clock that disagrees with the storage's is refused at use. */
        public Builder clock(InstantSource source) {
            this.clock = Objects.requireNonNull(source, "source");
            return this;
        }

        /** Replaces the source of secrets, for tests and hardware generators. */
        public Builder random(SecureRandom source) {
            this.random = Objects.requireNonNull(source, "source");
            return this;
        }

        /** Accepts one named weakness. */
        public Builder waive(Waiver waiver) {
            this.waivers.add(waiver);
            return this;
        }

        /**
         * Checks everything, then starts.
         *
         * @throws UnsafePolicyException listing every finding at once
         * @throws org.authkit.spi.KeyUnavailableException when the keys do not open this storage; nothing was written
         */
        public AuthKit build() {
            SlowHash engine = slowHash.orElseGet(SlowHashEngines::best);
            List<String> findings = findings(engine);
            if (!findings.isEmpty()) {
                throw new UnsafePolicyException(findings);
            }
            Vault vault = Vault.open(keys, storage, random);
            StorageClock storageClock = new StorageClock(clock, storage);
            Accounts accounts = new Accounts(storage, vault, storageClock, listeners);
            Set<String> words = new HashSet<>(policy.contextWords());
            words.add(service);
            Parts parts = new Parts(
                    policy,
                    accounts,
                    counters.orElseGet(storage::counters),
                    new PasswordHasher(engine, PasswordHasher.DEFAULT_COST, random, Ambient.cores()),
                    new PasswordRules(policy.passwordFloor(), words),
                    engine,
                    List.copyOf(factors),
                    new Suppliers(suppliers),
                    new Courier(vault, policy.settings(), links, zone, service),
                    random);
            Guard guard = new Guard(parts);
            LOG.log(Level.INFO, "AuthKit starts; passwords are hashed by {0}", engine.name());
            return new AuthKit(guard, policy, new Outbox(storage, vault, accounts, notifier, guard::noticeAccepted));
        }

        private List<String> findings(SlowHash engine) {
            List<String> findings = new ArrayList<>(policy.findings());
            if (service.isBlank()) {
                findings.add("service: the wallet's name is missing, so messages would not say whom they come from");
            }
            if (factors.stream().map(Factor::kind).distinct().count() != factors.size()) {
                findings.add("factor: two factors of one kind were given");
            }
            if (factors.stream().noneMatch(factor -> factor.kind().equals("device"))) {
                findings.add("factor: none of kind device was given, so no money could ever move");
            }
            if (!SlowHashEngines.isStrong(engine)) {
                findings.addAll(weakHashing(engine));
            }
            return findings;
        }

        private List<String> weakHashing(SlowHash engine) {
            String what = "slowHash: " + engine.name() + " is not Argon2id";
            if (!waivers.contains(Waiver.INSECURE_TEST_HASHING)) {
                return List.of(what);
            }
            return Ambient.isTesting()
                    ? List.of()
                    : List.of(what + ", and INSECURE_TEST_HASHING is refused outside tests");
        }
    }
}
