package org.authkit.registration;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.authkit.internal.account.Account;
import org.authkit.internal.account.Accounts;
import org.authkit.internal.account.Changes;
import org.authkit.internal.account.Records.ContactRecord;
import org.authkit.internal.account.Records.PasswordRecord;
import org.authkit.internal.account.Tickets;
import org.authkit.internal.guard.Guard;
import org.authkit.internal.guard.NewPassword;
import org.authkit.internal.guard.Parts;
import org.authkit.internal.guard.SessionIssuer;
import org.authkit.internal.guard.Work;
import org.authkit.model.Acknowledged;
import org.authkit.model.Action;
import org.authkit.model.Decision;
import org.authkit.model.EmailAddress;
import org.authkit.model.Event;
import org.authkit.model.Evidence;
import org.authkit.model.Login;
import org.authkit.model.Password;
import org.authkit.model.Reason;
import org.authkit.model.RequestContext;
import org.authkit.model.Session;
import org.authkit.model.Ticket;
import org.authkit.spi.Storage;

/**
 * Registration: the mailbox answers first, then there is an account. Thread-safe.
 *
 * <p>Until {@link #confirm} nothing exists that anyone could prepare in a stranger's name (attack A27), and whoever presents
 * the ticket begins afresh: nothing the first client holds is continued.
 */
public final class Registration {
    private static final int MAILS = 3;
    private static final Duration MAIL_REFILL = Duration.ofHours(1);
    private static final int PER_CLIENT = 30;
    private static final Duration CLIENT_REFILL = Duration.ofMinutes(2);

    private final Guard guard;
    private final Parts parts;

    /** Made by {@code AuthKit}; nothing outside can name a guard. */
    @SuppressWarnings("exports")
    public Registration(Guard guard) {
        this.guard = guard;
        this.parts = guard.parts();
    }

    /**
     * Sends a registration ticket to the address; or, when it is taken, tells its owner. The answer is the same.
     *
     * @return denied with {@link Reason#TOO_MANY_ATTEMPTS} for causes that do not depend on any account
     */
    public Decision<Acknowledged> register(EmailAddress email, RequestContext request) {
        return guard.admit((now, changes) -> {
            boolean few =
                    guard.budgets().within("register-from", request.clientAddress(), PER_CLIENT, CLIENT_REFILL, now)
                            && guard.budgets().within("register", email.canonical(), MAILS, MAIL_REFILL, now);
            if (!few) {
                return Work.refused(Reason.TOO_MANY_ATTEMPTS, now.plus(MAIL_REFILL));
            }
            boolean taken = parts.accounts().find(email).isPresent();
            Instant expiresAt = now.plus(parts.policy().settings().registrationLife());
            Tickets.Body body = new Tickets.Body(
                    Tickets.Kind.REGISTER,
                    null,
                    email.canonical(),
                    0,
                    request.locale().toLanguageTag(),
                    expiresAt);
            // A ticket is made either way, so that both answers cost the same; nobody ever learns the one for a taken
            // address.
            Ticket ticket = parts.accounts().tickets().issue(body, changes);
            parts.courier()
                    .registration(
                            changes, now, email, request.locale(), taken ? Optional.empty() : Optional.of(ticket));
            changes.event(Event.Kind.REGISTRATION_REQUESTED, Optional.empty(), "login", email.masked());
            return Work.done(Acknowledged.RECEIVED);
        });
    }

    /**
     * Makes the account for whoever holds the ticket, and signs them in: the ceremony in which a first phone binds at once
     * lasts 15 minutes, for this session only.
     *
     * @return denied with {@link Reason#TICKET_INVALID} or {@link Reason#PASSWORD_UNACCEPTABLE}; the ticket survives the
     *     latter, and {@link Reason#UNAVAILABLE}, when all hashing places are taken
     */
    public Decision<Session> confirm(Ticket ticket, Password password, RequestContext request) {
        NewPassword chosen = new NewPassword(parts, password);
        if (!chosen.isAcceptable()) {
            return Guard.denied(Reason.PASSWORD_UNACCEPTABLE);
        }
        return guard.hashing(() -> create(ticket, chosen, request));
    }

    private Decision<Session> create(Ticket ticket, NewPassword chosen, RequestContext request) {
        Accounts accounts = parts.accounts();
        Instant now = accounts.now();
        Optional<Tickets.Found> found = accounts.tickets().find(ticket, Tickets.Kind.REGISTER, now);
        if (found.isEmpty()) {
            return Guard.denied(Reason.TICKET_INVALID);
        }
        Login login = Login.parse(found.get().body().subject());
        if (!chosen.isAcceptableFor(login)) {
            return Guard.denied(Reason.PASSWORD_UNACCEPTABLE);
        }
        Account account = new Account(
                accounts.vault().newAccountId(),
                now,
                false,
                Locale.forLanguageTag(found.get().body().locale()));
        account.logins().add(login.canonical());
        // The mailbox of the ceremony is born aged: there is no earlier owner whom a wait could protect.
        Instant aged = now.minus(parts.policy().settings().contactAging());
        account.contacts().add(new ContactRecord(accounts.vault().secret(9), login, now, false, now, aged));
        account.setPassword(new PasswordRecord(chosen.phc(), now, Set.of(), false));
        Changes changes = accounts.changes(now);
        Session session = new SessionIssuer(parts)
                .issue(account, now, Action.SIGN_IN, Set.of(Evidence.REGISTRATION, Evidence.PASSWORD), null, request);
        changes.take(found.get().id());
        changes.claim(accounts.handle(login));
        changes.event(Event.Kind.ACCOUNT_REGISTERED, Optional.of(account.id()), "login", login.masked());
        Storage.Outcome outcome = accounts.commit(new Accounts.Loaded(account, 0), changes);
        return outcome == Storage.Outcome.COMMITTED
                ? new Decision.Allowed<>(session)
                : Guard.denied(Reason.TICKET_INVALID);
    }
}
