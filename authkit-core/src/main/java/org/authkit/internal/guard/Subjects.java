package org.authkit.internal.guard;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import org.authkit.internal.account.Account;
import org.authkit.internal.account.Accounts;
import org.authkit.internal.account.Records.SessionRecord;
import org.authkit.internal.account.Tickets;
import org.authkit.model.AccountId;
import org.authkit.model.Login;
import org.authkit.model.Reason;
import org.authkit.model.RequestContext;
import org.authkit.model.SessionToken;
import org.authkit.model.VerifiedContact;
import org.authkit.policy.Settings;
import org.jspecify.annotations.Nullable;

/** Finds whose account a call is about, or why it is nobody's. */
final class Subjects {
    private final Accounts accounts;
    private final Settings settings;

    Subjects(Accounts accounts, Settings settings) {
        this.accounts = accounts;
        this.settings = settings;
    }

    /**
     * What was found.
     *
     * @param loaded empty for a login nobody has
     * @param binding what challenges are bound to: the account or ticket, or for a login just what was typed
     * @param refusal why nothing was found, where that may be said
     */
    record Found(
            Optional<Accounts.Loaded> loaded,
            String binding,
            @Nullable SessionRecord session,
            Tickets.@Nullable Found ticket,
            Optional<Reason> refusal) {

        static Found refused(Reason reason) {
            return new Found(Optional.empty(), "", null, null, Optional.of(reason));
        }
    }

    Found find(Call call, Instant now) {
        Subject subject = call.subject();
        if (subject instanceof Subject.ByLogin byLogin) {
            return byLogin(byLogin.login());
        }
        if (subject instanceof Subject.ByTicket byTicket) {
            return byTicket(byTicket, now);
        }
        return call.request()
                .session()
                .map(token -> bySession(token, now))
                .orElseGet(() -> Found.refused(Reason.NOT_SIGNED_IN));
    }

    private Found bySession(SessionToken token, Instant now) {
        String text = token.reveal();
        int dot = text.indexOf('.');
        if (dot != 22 || !text.substring(0, dot).matches("[A-Za-z0-9_-]{21}[AQgw]")) {
            return Found.refused(Reason.NOT_SIGNED_IN);
        }
        try {
            Optional<Accounts.Loaded> loaded = accounts.load(new AccountId(text.substring(0, dot)));
            if (loaded.isEmpty()) {
                return Found.refused(Reason.NOT_SIGNED_IN);
            }
            Account account = loaded.get().account();
            Instant seen = account.see(now);
            return live(account, token, seen)
                    .map(session -> new Found(loaded, account.id().value(), session, null, Optional.empty()))
                    .orElseGet(() -> Found.refused(Reason.NOT_SIGNED_IN));
        } catch (Accounts.QuarantinedException e) {
            return Found.refused(Reason.UNAVAILABLE);
        }
    }

    /** The live session the request carries, if it is one of this account's. */
    Optional<SessionRecord> session(Account account, RequestContext request, Instant now) {
        return request.session().flatMap(token -> live(account, token, now));
    }

    private Optional<SessionRecord> live(Account account, SessionToken token, Instant now) {
        String hash = accounts.vault().digest("session", token.reveal());
        return account.sessions().stream()
                .filter(session -> same(hash, session.tokenHash()))
                .filter(session -> session.isLive(now, account.epoch(), settings))
                .findFirst();
    }

    /** A login nobody has costs the same storage calls as one somebody has. */
    private Found byLogin(Login login) {
        String binding = "login:" + accounts.vault().digest("binding", login.canonical());
        Found nobody = new Found(Optional.empty(), binding, null, null, Optional.empty());
        Optional<AccountId> id = accounts.find(login);
        if (id.isEmpty()) {
            accounts.loadNothing();
            return nobody;
        }
        try {
            Optional<Accounts.Loaded> loaded = accounts.load(id.get());
            if (loaded.isEmpty() || !loaded.get().account().hasLogin(login)) {
                accounts.tampered(id, "login-index");
                return nobody;
            }
            return new Found(loaded, binding, null, null, Optional.empty());
        } catch (Accounts.QuarantinedException e) {
            return nobody;
        }
    }

    private Found byTicket(Subject.ByTicket byTicket, Instant now) {
        Optional<Tickets.Found> ticket = accounts.tickets().find(byTicket.ticket(), byTicket.kind(), now);
        AccountId id = ticket.map(found -> found.body().account()).orElse(null);
        if (ticket.isEmpty() || id == null) {
            return Found.refused(Reason.TICKET_INVALID);
        }
        try {
            Optional<Accounts.Loaded> loaded = accounts.load(id);
            boolean outlived = loaded.isEmpty()
                    || (byTicket.kind() != Tickets.Kind.VETO
                            && loaded.get().account().epoch()
                                    != ticket.get().body().epoch());
            return outlived
                    ? Found.refused(Reason.TICKET_INVALID)
                    : new Found(loaded, ticket.get().id(), null, ticket.get(), Optional.empty());
        } catch (Accounts.QuarantinedException e) {
            return Found.refused(Reason.UNAVAILABLE);
        }
    }

    /** Whether the mailbox a reset ticket went to still has its power. */
    boolean stillVerified(Account account, Tickets.Body ticket, Instant now) {
        return account.recoveryContacts(now, settings).stream()
                .map(VerifiedContact::id)
                .anyMatch(ticket.subject()::equals);
    }

    private static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
