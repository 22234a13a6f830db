package org.authkit.internal.message;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.authkit.internal.account.Accounts;
import org.authkit.internal.account.Changes;
import org.authkit.internal.account.Vault;
import org.authkit.model.AccountId;
import org.authkit.model.Event;
import org.authkit.spi.KeyUnavailableException;
import org.authkit.spi.Message;
import org.authkit.spi.Notifier;
import org.authkit.spi.Storage;

/**
 * Delivers what was committed: leased, handed to the notifier, settled. A crash in between repeats a message, never loses
 * one. A message that was edited in the database is not sent, and an event says so.
 */
public final class Outbox {
    private static final Logger LOG = System.getLogger("org.authkit");
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final int BATCH = 50;
    private static final Duration FIRST_RETRY = Duration.ofSeconds(10);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(30);
    private static final Duration KEEP_SETTLED = Duration.ofHours(1);
    /** With the retries' growing pauses, about eight hours. */
    private static final int MAX_ATTEMPTS = 20;

    /** Hears that a pending change's notice was accepted on a channel. */
    @FunctionalInterface
    public interface NoticeAccepted {
        void accepted(AccountId account, String pendingId, String channel);
    }

    private final Storage storage;
    private final Vault vault;
    private final Accounts accounts;
    private final Notifier notifier;
    private final NoticeAccepted noticeAccepted;

    public Outbox(Storage storage, Vault vault, Accounts accounts, Notifier notifier, NoticeAccepted noticeAccepted) {
        this.storage = storage;
        this.vault = vault;
        this.accounts = accounts;
        this.notifier = notifier;
        this.noticeAccepted = noticeAccepted;
    }

    /**
     * Delivers what is due and clears what has expired.
     *
     * @param limit how many messages at the most
     * @return how many were handed over, accepted or not
     */
    public int runDue(int limit) {
        int done = 0;
        while (done < limit) {
            Instant leasedAt = accounts.now();
            List<Storage.Leased> leased = storage.lease(leasedAt, Math.min(BATCH, limit - done), LEASE);
            if (leased.isEmpty()) {
                break;
            }
            for (Storage.Leased message : leased) {
                // Behind a slow gateway a lease may be another node's by now; what is left comes again when it has run
                // out.
                if (accounts.now().isBefore(leasedAt.plus(LEASE.dividedBy(2)))) {
                    deliver(message);
                    done++;
                }
            }
        }
        accounts.flushUnknownLogins();
        storage.purge(accounts.now().minus(KEEP_SETTLED), limit);
        return done;
    }

    private void deliver(Storage.Leased leased) {
        Storage.StoredMessage stored = leased.message();
        Map<String, Object> form;
        try {
            byte[] plain = vault.open("message", stored.id() + "|" + stored.stream(), stored.body());
            form = JSONObjectUtils.parse(new String(plain, StandardCharsets.UTF_8));
        } catch (Vault.TamperedException | ParseException e) {
            accounts.tampered(account(stored.stream()), "message");
            storage.settle(stored.id());
            return;
        } catch (KeyUnavailableException e) {
            LOG.log(Level.ERROR, "a message cannot be opened: {0}", e.getMessage());
            accounts.alarmIfUnknownKey(account(stored.stream()), "message", stored.body());
            refused(stored, leased.attempt(), "unknown");
            return;
        }
        try {
            notifier.send(message(stored, form));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            storage.postpone(stored.id(), retryAt(leased.attempt()));
            return;
        } catch (Exception e) {
            LOG.log(Level.WARNING, "the notifier did not accept a message of template {0}", form.get("template"));
            refused(stored, leased.attempt(), text(form, "template"));
            return;
        }
        String noticeOf = text(form, "notice-of");
        if (!noticeOf.isEmpty()) {
            noticeAccepted.accepted(new AccountId(text(form, "account")), noticeOf, text(form, "notice-channel"));
        }
        storage.settle(stored.id());
    }

    /** Tried again later; given up after a working day, so that one dead mailbox does not silence the others for ever. */
    private void refused(Storage.StoredMessage stored, int attempt, String template) {
        if (attempt < MAX_ATTEMPTS) {
            storage.postpone(stored.id(), retryAt(attempt));
            return;
        }
        Changes changes = accounts.changes(accounts.now());
        changes.event(
                Event.Kind.MESSAGE_EXPIRED, account(stored.stream()), "template", template, "message", stored.id());
        accounts.append(changes);
        storage.settle(stored.id());
    }

    private Instant retryAt(int attempt) {
        Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(attempt - 1, 10));
        return accounts.now().plus(wait.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : wait);
    }

    private static Message message(Storage.StoredMessage stored, Map<String, Object> form) {
        return new Message(
                stored.id(),
                account(text(form, "account")),
                Message.Channel.valueOf(text(form, "channel")),
                text(form, "to"),
                text(form, "template"),
                Locale.forLanguageTag(text(form, "locale")),
                text(form, "subject"),
                text(form, "text"));
    }

    private static String text(Map<String, Object> form, String name) {
        return form.get(name) instanceof String text ? text : "";
    }

    private static Optional<AccountId> account(String text) {
        return text.matches("[A-Za-z0-9_-]{21}[AQgw]") ? Optional.of(new AccountId(text)) : Optional.empty();
    }
}
