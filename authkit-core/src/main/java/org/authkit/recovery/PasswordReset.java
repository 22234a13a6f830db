package org.authkit.recovery;

import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.authkit.internal.account.Account;
import org.authkit.internal.account.Accounts;
import org.authkit.internal.account.Changes;
import org.authkit.internal.account.Records.PasswordRecord;
import org.authkit.internal.account.Tickets;
import org.authkit.internal.guard.Call;
import org.authkit.internal.guard.Guard;
import org.authkit.internal.guard.NewPassword;
import org.authkit.internal.guard.Parts;
import org.authkit.internal.guard.Subject;
import org.authkit.internal.guard.Work;
import org.authkit.internal.message.Template;
import org.authkit.model.AccountId;
import org.authkit.model.Acknowledged;
import org.authkit.model.Action;
import org.authkit.model.Decision;
import org.authkit.model.Event;
import org.authkit.model.Evidence;
import org.authkit.model.Login;
import org.authkit.model.Password;
import org.authkit.model.Reason;
import org.authkit.model.RequestContext;
import org.authkit.model.Ticket;
import org.authkit.model.VerifiedContact;
import org.authkit.policy.Rule;
import org.authkit.policy.Settings;
import org.authkit.spi.Counters;

/**
 * Password reset. There is no destination parameter: a ticket goes to the account's own verified mailboxes and nowhere else.
 * Thread-safe.
 */
public final class PasswordReset {
    private final Guard guard;
    private final Parts parts;

    /** Made by {@code AuthKit}; nothing outside can name a guard. */
    @SuppressWarnings("exports")
    public PasswordReset(Guard guard) {
        this.guard = guard;
        this.parts = guard.parts();
    }

    /**
     * Sends reset tickets, if there is an account and where it has proved to live; says nothing about either.
     *
     * @return denied with {@link Reason#TOO_MANY_ATTEMPTS}, counted by what was typed whether or not it exists
     */
    public Decision<Acknowledged> request(Login login, RequestContext request) {
        Rule rule = parts.policy().rule(Action.RESET_PASSWORD);
        return guard.admit((now, changes) -> {
            Counters.Bucket bucket =
                    guard.budgets().bucket(rule, Rule.Lane.STRANGER, "reset-request", login.canonical());
            Optional<Instant> spent = guard.budgets().charge(bucket, now);
            if (spent.isPresent()) {
                return Work.refused(Reason.TOO_MANY_ATTEMPTS, spent.get());
            }
            Optional<Account> account = find(login);
            if (account.isPresent()) {
                send(account.get(), changes, now);
                changes.event(
                        Event.Kind.PASSWORD_RESET_REQUESTED,
                        account.map(Account::id),
                        "client",
                        request.clientAddress());
            } else {
                changes.decoy();
            }
            return Work.done(Acknowledged.RECEIVED);
        });
    }

    private Optional<Account> find(Login login) {
        Accounts accounts = parts.accounts();
        Optional<AccountId> id = accounts.find(login);
        if (id.isEmpty()) {
            accounts.loadNothing();
            return Optional.empty();
        }
        try {
            Optional<Account> account = accounts.load(id.get()).map(Accounts.Loaded::account);
            if (account.filter(a -> a.hasLogin(login)).isEmpty()) {
                accounts.tampered(id, "login-index");
                return Optional.empty();
            }
            return account.filter(a -> a.freeze().isEmpty());
        } catch (Accounts.QuarantinedException e) {
            return Optional.empty();
        }
    }

    private void send(Account account, Changes changes, Instant storageNow) {
        Settings settings = parts.policy().settings();
        Instant now = account.see(storageNow);
        for (VerifiedContact contact : account.recoveryContacts(now, settings)) {
            Tickets.Body body = new Tickets.Body(
                    Tickets.Kind.RESET,
                    account.id(),
                    contact.id(),
                    account.epoch(),
                    account.locale().toLanguageTag(),
                    now.plus(settings.resetLife()));
            Ticket ticket = parts.accounts().tickets().issue(body, changes);
            parts.courier().reset(changes, now, account, contact, ticket);
        }
    }

    /**
     * Sets a new password for whoever holds the ticket and, where a factor is enrolled, a second and independent proof. Makes
     * no session, removes no factor, ends every session, starts the hold, tells every verified contact and bound device.
     *
     * @return denied with {@link Reason#TICKET_INVALID}, {@link Reason#PASSWORD_UNACCEPTABLE} (the ticket survives),
     *     {@link Reason#WRONG_PROOF}, {@link Reason#TOO_MANY_ATTEMPTS}, {@link Reason#CHALLENGE_INVALID},
     *     {@link Reason#NOT_PERMITTED}, {@link Reason#FROZEN}, {@link Reason#UNAVAILABLE}
     */
    public Decision<Acknowledged> complete(Ticket ticket, Password newPassword, RequestContext request) {
        NewPassword chosen = new NewPassword(parts, newPassword);
        if (!chosen.isAcceptable()) {
            return Guard.denied(Reason.PASSWORD_UNACCEPTABLE);
        }
        Call call = new Call(
                Action.RESET_PASSWORD,
                new Subject.ByTicket(ticket, Tickets.Kind.RESET),
                Call.sorted(),
                chosen.digest(),
                Optional.empty(),
                request);
        return guard.perform(call, scope -> {
            Account account = scope.account();
            if (!chosen.isAcceptableFor(account)) {
                return Work.refused(Reason.PASSWORD_UNACCEPTABLE);
            }
            Set<Evidence> through = new HashSet<>(scope.evidence());
            account.setPassword(new PasswordRecord(chosen.phc(), scope.now(), through, false));
            account.answered(scope.ticket().orElseThrow().subject(), scope.now());
            account.moveEpoch();
            parts.courier().tellEveryone(scope.changes(), scope.now(), account, Template.PASSWORD_RESET, Map.of());
            scope.event(
                    Event.Kind.PASSWORD_RESET,
                    "through",
                    through.stream().sorted().toList().toString());
            return Work.done(Acknowledged.RECEIVED);
        });
    }
}
