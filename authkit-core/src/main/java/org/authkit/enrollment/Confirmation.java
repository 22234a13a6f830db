package org.authkit.enrollment;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.authkit.internal.account.Account;
import org.authkit.internal.account.Records.Setup;
import org.authkit.internal.guard.Guard;
import org.authkit.internal.guard.Parts;
import org.authkit.internal.guard.Scope;
import org.authkit.internal.guard.Work;
import org.authkit.internal.message.Template;
import org.authkit.model.Action;
import org.authkit.model.Authenticator;
import org.authkit.model.Event;
import org.authkit.model.Proof;
import org.authkit.model.Reason;
import org.authkit.model.RequestContext;
import org.authkit.model.Stage;
import org.authkit.policy.Rule;
import org.authkit.spi.Counters;
import org.authkit.spi.Credential;
import org.authkit.spi.Factor;

/** The second half of an enrollment: the newcomer's first proof. Confined to one call; charged once however many rounds. */
final class Confirmation implements Work<Authenticator> {
    private final Guard guard;
    private final Parts parts;
    private final String setupId;
    private final Proof proof;
    private final RequestContext request;
    private boolean charged;

    Confirmation(Guard guard, String setupId, Proof proof, RequestContext request) {
        this.guard = guard;
        this.parts = guard.parts();
        this.setupId = setupId;
        this.proof = proof;
        this.request = request;
    }

    @Override
    public Outcome<Authenticator> apply(Scope scope) {
        Account account = scope.account();
        Instant now = scope.now();
        Optional<Setup> found =
                account.setups().stream().filter(s -> s.id().equals(setupId)).findFirst();
        if (found.isEmpty() || !continues(found.get(), account, now)) {
            return Work.refused(Reason.TICKET_INVALID);
        }
        if (account.freeze().isPresent()) {
            return Work.refused(Reason.FROZEN);
        }
        Setup setup = found.get();
        Factor<?, ?> factor = parts.factor(setup.kind());
        Rule rule = parts.policy().rule(factor.enrollAction());
        Optional<Instant> spent = charge(rule, setup, account, now);
        if (spent.isPresent()) {
            return Work.refused(Reason.TOO_MANY_ATTEMPTS, spent.get());
        }
        Factor.Statement statement = new Factor.Statement(setup.statementType(), setup.statement());
        Optional<Factor.Confirmed> confirmed =
                factor.confirm(parts.context(account, factor, now), setup.pending(), statement, proof);
        if (confirmed.isEmpty()) {
            return Work.refused(Reason.WRONG_PROOF);
        }
        String id = confirmed.get().id();
        if (account.credentials(factor.kind()).size() >= factor.limit()
                || account.credential(id).isPresent()) {
            return Work.refused(Reason.LIMIT_REACHED);
        }
        if (account.stage(now, parts.policy().settings()) != Stage.NEW) {
            account.hold(factor.enrollAction(), now, rule.startsHold(), id);
        }
        account.setups().remove(setup);
        Credential credential =
                new Credential(id, setup.kind(), setup.name(), confirmed.get().state(), now);
        account.enroll(credential, factor.enrollAction());
        tell(scope, credential, factor.enrollAction() == Action.BIND_DEVICE);
        return Work.done(Enrollment.shown(credential));
    }

    /** Begun in a session, it continues in that session only. */
    private boolean continues(Setup setup, Account account, Instant now) {
        String begunIn = setup.sessionId();
        return begunIn == null
                || guard.session(account, request, now)
                        .filter(session -> session.id().equals(begunIn))
                        .isPresent();
    }

    private Optional<Instant> charge(Rule rule, Setup setup, Account account, Instant now) {
        if (charged) {
            return Optional.empty();
        }
        Counters.Bucket bucket = guard.budgets()
                .bucket(
                        rule,
                        Rule.Lane.SESSION,
                        setup.kind() + "-setup",
                        account.id().value());
        Optional<Instant> spent = guard.budgets().charge(bucket, now);
        charged = spent.isEmpty();
        return spent;
    }

    private void tell(Scope scope, Credential newcomer, boolean device) {
        parts.courier()
                .tellEveryone(
                        scope.changes(),
                        scope.now(),
                        scope.account(),
                        device ? Template.DEVICE_BOUND : Template.FACTOR_ENROLLED,
                        Map.of("device", newcomer.name(), "name", newcomer.name()));
        scope.event(
                device ? Event.Kind.DEVICE_BOUND : Event.Kind.FACTOR_ENROLLED,
                "kind",
                newcomer.kind(),
                "credential",
                newcomer.id());
    }
}
