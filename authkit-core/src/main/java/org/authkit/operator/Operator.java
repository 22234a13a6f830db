package org.authkit.operator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.authkit.internal.account.Account;
import org.authkit.internal.account.Accounts;
import org.authkit.internal.account.Changes;
import org.authkit.internal.account.Records.ContactRecord;
import org.authkit.internal.account.Records.Freeze;
import org.authkit.internal.account.Records.PasswordRecord;
import org.authkit.internal.guard.Guard;
import org.authkit.internal.guard.Parts;
import org.authkit.internal.guard.Work;
import org.authkit.internal.message.Template;
import org.authkit.model.AccountId;
import org.authkit.model.Acknowledged;
import org.authkit.model.Decision;
import org.authkit.model.Event;
import org.authkit.model.Login;
import org.authkit.model.Reason;
import org.authkit.spi.Storage;

/**
 * What the wallet's own staff and jobs do. Of an account that exists it reaches no secret, no factor, no session, no money and
 * no destination; an import makes a new one. Callers authenticate their operators themselves. Thread-safe.
 */
public final class Operator {
    private static final int MAX_REASON = 200;

    private final Guard guard;
    private final Parts parts;

    /** Made by {@code AuthKit}; nothing outside can name a guard. */
    @SuppressWarnings("exports")
    public Operator(Guard guard) {
        this.guard = guard;
        this.parts = guard.parts();
    }

    /**
     * Freezes an account: nothing moves money, changes it, views it or signs in, whatever else is proved; only a veto still
     * counts. Idempotent.
     *
     * @param reason a case number or a word, for the record; at most 200 characters, no personal data
     * @return denied with {@link Reason#NOT_FOUND} or {@link Reason#UNAVAILABLE}
     */
    public Decision<Acknowledged> freeze(AccountId account, String reason) {
        check(reason);
        return guard.operate(account, scope -> {
            if (scope.account().freeze().isEmpty()) {
                scope.account().setFreeze(new Freeze(reason, scope.now()));
                parts.courier()
                        .tellEveryone(scope.changes(), scope.now(), scope.account(), Template.ACCOUNT_FROZEN, Map.of());
                scope.event(Event.Kind.ACCOUNT_FROZEN, "reason", reason);
            }
            return Work.done(Acknowledged.RECEIVED);
        });
    }

    /**
     * Lifts a freeze. Sessions, approvals and tickets from before it have ended. Idempotent.
     *
     * @param reason as for {@link #freeze}
     * @return denied with {@link Reason#NOT_FOUND} or {@link Reason#UNAVAILABLE}
     */
    public Decision<Acknowledged> unfreeze(AccountId account, String reason) {
        check(reason);
        return guard.operate(account, scope -> {
            if (scope.account().freeze().isPresent()) {
                scope.account().setFreeze(null);
                scope.account().moveEpoch();
                parts.courier()
                        .tellEveryone(
                                scope.changes(), scope.now(), scope.account(), Template.ACCOUNT_UNFROZEN, Map.of());
                scope.event(Event.Kind.ACCOUNT_UNFROZEN, "reason", reason);
            }
            return Work.done(Acknowledged.RECEIVED);
        });
    }

    /**
     * Takes over an account from a predecessor system; it is created, never overwritten. Its contacts are attested, its stage
     * is {@code BARE}: no first phone binds on its password and mailbox.
     *
     * @return denied with {@link Reason#NOT_PERMITTED} when the login is taken
     * @throws IllegalArgumentException naming what cannot be imported
     */
    public Decision<AccountId> importAccount(AccountImport imported) {
        Accounts accounts = parts.accounts();
        Instant now = accounts.now();
        List<Login> contacts = new ArrayList<>(imported.emails());
        contacts.addAll(imported.phones());
        if (contacts.isEmpty() || contacts.size() > parts.policy().settings().maxContacts()) {
            throw new IllegalArgumentException("emails, phones: at least one contact, at most "
                    + parts.policy().settings().maxContacts());
        }
        imported.passwordHash().filter(phc -> !parts.hasher().canVerify(phc)).ifPresent(phc -> {
            throw new IllegalArgumentException("passwordHash: not an Argon2id hash in PHC form");
        });
        Account account = new Account(accounts.vault().newAccountId(), now, true, imported.locale());
        account.logins().add(imported.login().canonical());
        contacts.forEach(address ->
                account.contacts().add(new ContactRecord(accounts.vault().secret(9), address, now, true, null, null)));
        imported.passwordHash().ifPresent(phc -> account.setPassword(new PasswordRecord(phc, now, Set.of(), false)));
        Changes changes = accounts.changes(now);
        changes.claim(accounts.handle(imported.login()));
        changes.event(
                Event.Kind.ACCOUNT_IMPORTED,
                Optional.of(account.id()),
                "login",
                imported.login().masked());
        Storage.Outcome outcome = accounts.commit(new Accounts.Loaded(account, 0), changes);
        return outcome == Storage.Outcome.COMMITTED
                ? new Decision.Allowed<>(account.id())
                : Guard.denied(Reason.NOT_PERMITTED);
    }

    /** Whose login it is, for an operator who was rung up. */
    public Optional<AccountId> find(Login login) {
        return parts.accounts().find(login);
    }

    /**
     * What happened, oldest first; with an empty account, what concerned none.
     *
     * @param after the id of the last event already seen; empty from the start
     * @param limit 1 to 1,000
     */
    public List<Event> events(Optional<AccountId> account, Optional<String> after, int limit) {
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("limit: 1 to 1,000");
        }
        return parts.accounts().events(account, after, limit);
    }

    private static void check(String reason) {
        if (reason.isBlank() || reason.length() > MAX_REASON) {
            throw new IllegalArgumentException("reason: 1 to 200 characters");
        }
    }
}
