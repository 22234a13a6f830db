package org.authkit.enrollment;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.authkit.internal.account.Account;
import org.authkit.internal.account.Records.Setup;
import org.authkit.internal.guard.Call;
import org.authkit.internal.guard.Guard;
import org.authkit.internal.guard.Parts;
import org.authkit.internal.guard.Scope;
import org.authkit.internal.guard.Subject;
import org.authkit.internal.guard.Work;
import org.authkit.internal.message.Template;
import org.authkit.model.AccountId;
import org.authkit.model.Acknowledged;
import org.authkit.model.Action;
import org.authkit.model.Authenticator;
import org.authkit.model.Decision;
import org.authkit.model.Event;
import org.authkit.model.Login;
import org.authkit.model.Password;
import org.authkit.model.Proof;
import org.authkit.model.Reason;
import org.authkit.model.RequestContext;
import org.authkit.model.Ticket;
import org.authkit.spi.Credential;
import org.authkit.spi.Factor;

/**
 * Enrollment: factors are added in two steps (begin, confirm by a first proof), listed and removed. Thread-safe.
 *
 * <p>Begin is where the policy decides; confirm proves that the newcomer works, and only then does the factor exist (NIST
 * SP 800-63B-4 §4.1).
 */
public final class Enrollment {
    private static final Duration SETUP_LIFE = Duration.ofMinutes(10);

    private final Guard guard;
    private final Parts parts;

    /** Made by {@code AuthKit}; nothing outside can name a guard. */
    @SuppressWarnings("exports")
    public Enrollment(Guard guard) {
        this.guard = guard;
        this.parts = guard.parts();
    }

    /**
     * An enrollment that has begun.
     *
     * @param ticket continues it at {@link #confirm}, within 10 minutes
     * @param shown what is shown once, such as an otpauth URI or the statement the new key must sign
     */
    public record Begun<S>(Ticket ticket, S shown) {}

    /**
     * Starts adding a factor to the account that is signed in.
     *
     * @param factor the same instance the builder was given
     * @param newcomer what the factor asks of the newcomer, such as a name and a public key
     * @return denied with {@link Reason#LIMIT_REACHED}, {@link Reason#NOT_PERMITTED}, {@link Reason#ON_HOLD},
     *     {@link Reason#FROZEN}, {@link Reason#VETOED} and what {@link Reason} lists for every call by session
     */
    public <N, S> Decision<Begun<S>> begin(Factor<N, S> factor, N newcomer, RequestContext request) {
        check(factor);
        SortedMap<String, String> details = factor.describe(newcomer);
        Call call = new Call(factor.enrollAction(), new Subject.BySession(), details, "", Optional.empty(), request);
        return guard.perform(call, new Begin<>(factor, newcomer, details));
    }

    /**
     * Starts adding a factor for a customer who cannot sign in here yet: a new phone. The answer to a wrong password looks
     * like the answer to a right one that waits.
     *
     * @return denied with {@link Reason#WRONG_CREDENTIALS}, {@link Reason#TOO_MANY_ATTEMPTS},
     *     {@link Reason#CHALLENGE_INVALID}, {@link Reason#PASSWORD_UNACCEPTABLE} for a password of hostile size; to a right
     *     password also {@link Reason#NOT_PERMITTED} and {@link Reason#VETOED}; once everything was proved,
     *     {@link Reason#FROZEN}, {@link Reason#ON_HOLD}, {@link Reason#LIMIT_REACHED}; {@link Reason#UNAVAILABLE}
     */
    public <N, S> Decision<Begun<S>> begin(
            Login login, Password password, Factor<N, S> factor, N newcomer, RequestContext request) {
        check(factor);
        SortedMap<String, String> details = factor.describe(newcomer);
        Call call = Call.byLogin(factor.enrollAction(), new Subject.ByLogin(login, password), details, request);
        return guard.perform(call, new Begin<>(factor, newcomer, details));
    }

    private void check(Factor<?, ?> factor) {
        if (parts.factor(factor.kind()) != factor) {
            throw new IllegalArgumentException("factor: not the instance the builder was given");
        }
    }

    private final class Begin<N, S> implements Work<Begun<S>> {
        private final Factor<N, S> factor;
        private final N newcomer;
        private final SortedMap<String, String> details;

        Begin(Factor<N, S> factor, N newcomer, SortedMap<String, String> details) {
            this.factor = factor;
            this.newcomer = newcomer;
            this.details = details;
        }

        @Override
        public Outcome<Begun<S>> apply(Scope scope) {
            Account account = scope.account();
            if (account.credentials(factor.kind()).size() >= factor.limit()) {
                return Work.refused(Reason.LIMIT_REACHED);
            }
            String id = parts.accounts().vault().secret(16);
            Factor.Statement statement = Guard.statement(factor.enrollAction(), details, id);
            Factor.Begun<S> begun = factor.begin(parts.context(account, factor, scope.now()), newcomer, statement);
            account.setups().removeIf(setup -> setup.kind().equals(factor.kind()));
            account.setups()
                    .add(new Setup(
                            id,
                            factor.kind(),
                            name(details),
                            begun.pending(),
                            statement.type(),
                            statement.text(),
                            scope.session().map(s -> s.id()).orElse(null),
                            scope.pendingId().orElse(null),
                            scope.now().plus(SETUP_LIFE)));
            return Work.done(new Begun<>(parts.accounts().tickets().forSetup(account.id(), id), begun.setup()));
        }

        @Override
        public boolean completes() {
            return false;
        }
    }

    /**
     * Completes an enrollment by its first proof: a code of the new authenticator, a signature by the new key.
     *
     * @param ticket from {@link #begin}; one that was begun in a session continues only in that session
     * @return denied with {@link Reason#TICKET_INVALID}, {@link Reason#WRONG_PROOF}, {@link Reason#TOO_MANY_ATTEMPTS},
     *     {@link Reason#LIMIT_REACHED}, {@link Reason#FROZEN}, {@link Reason#UNAVAILABLE}
     */
    public Decision<Authenticator> confirm(Ticket ticket, Proof proof, RequestContext request) {
        Optional<Map.Entry<AccountId, String>> named =
                parts.accounts().tickets().readSetup(ticket);
        if (named.isEmpty()) {
            return Guard.denied(Reason.TICKET_INVALID);
        }
        return guard.operate(
                        named.get().getKey(),
                        new Confirmation(guard, named.get().getValue(), proof, request))
                .fold(
                        Decision.Allowed::new,
                        Decision.Challenged::new,
                        denial -> Guard.denied(
                                denial.reason() == Reason.NOT_FOUND ? Reason.TICKET_INVALID : denial.reason(),
                                denial.retryAt()));
    }

    /** The account's factors, by kind and in the order they were enrolled. */
    public Decision<List<Authenticator>> list(RequestContext request) {
        return guard.perform(
                Call.bySession(Action.VIEW, request),
                scope -> Work.done(scope.account().credentials().stream()
                        .map(Enrollment::shown)
                        .toList()));
    }

    /**
     * Removes a factor. Its proofs, approvals and open challenges die with it.
     *
     * @param id as {@link #list} names it
     * @return denied with {@link Reason#NOT_FOUND} when there is none by that id, and as the policy's row says
     */
    public Decision<Acknowledged> remove(String id, RequestContext request) {
        Decision<Account> found = guard.lookUp(request);
        if (!(found instanceof Decision.Allowed<Account> mine)) {
            return found.map(nothing -> Acknowledged.RECEIVED);
        }
        Optional<Credential> target = mine.value().credential(id);
        if (target.isEmpty()) {
            return Guard.denied(Reason.NOT_FOUND);
        }
        Factor<?, ?> factor = parts.factor(target.get().kind());
        boolean device = factor.removeAction() == Action.REMOVE_DEVICE;
        SortedMap<String, String> shown = new TreeMap<>(Map.of(
                "credential", id, device ? "device" : "name", target.get().name()));
        Call call = new Call(factor.removeAction(), new Subject.BySession(), shown, "", Optional.empty(), request);
        return guard.perform(call, scope -> {
            Account account = scope.account();
            if (account.credential(id).isEmpty()) {
                return Work.refused(Reason.NOT_FOUND);
            }
            parts.courier()
                    .tellEveryone(
                            scope.changes(),
                            scope.now(),
                            account,
                            device ? Template.DEVICE_REMOVED : Template.FACTOR_REMOVED,
                            Map.of(
                                    "device",
                                    target.get().name(),
                                    "name",
                                    target.get().name()));
            account.credentials().removeIf(c -> c.id().equals(id));
            String here = scope.session().orElseThrow().id();
            account.sessions()
                    .removeIf(session -> device
                            ? id.equals(session.deviceId())
                            : session.deviceId() == null && !session.id().equals(here));
            scope.event(
                    device ? Event.Kind.DEVICE_REMOVED : Event.Kind.FACTOR_REMOVED,
                    "kind",
                    target.get().kind(),
                    "credential",
                    id);
            return Work.done(Acknowledged.RECEIVED);
        });
    }

    private static String name(SortedMap<String, String> details) {
        return details.getOrDefault("name", details.getOrDefault("device", ""));
    }

    static Authenticator shown(Credential credential) {
        return new Authenticator(credential.id(), credential.kind(), credential.name(), credential.enrolledAt());
    }
}
