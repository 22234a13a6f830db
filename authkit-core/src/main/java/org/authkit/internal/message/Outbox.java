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
import org.authkit.internal.account.Vault;
import org.authkit.model.AccountId;
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
    private static final Duration FIRST_RETRY = Duration.ofSeconds(10);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(30);
    private static final Duration KEEP_SETTLED = Duration.ofDays(1);

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
            List<Storage.Leased> leased = storage.lease(accounts.now(), limit - done, LEASE);
            if (leased.isEmpty()) {
                break;
            }
            leased.forEach(this::deliver);
            done += leased.size();
        }
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
        }
        try {
            notifier.send(message(stored, form));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            storage.postpone(stored.id(), retryAt(leased.attempt()));
            return;
        } catch (Exception e) {
            LOG.log(Level.WARNING, "the notifier did not accept a message of template {0}", form.get("template"));
            storage.postpone(stored.id(), retryAt(leased.attempt()));
            return;
        }
        String noticeOf = (String) form.getOrDefault("notice-of", "");
        if (!noticeOf.isEmpty()) {
            noticeAccepted.accepted(
                    new AccountId((String) form.get("account")), noticeOf, (String) form.get("notice-channel"));
        }
        storage.settle(stored.id());
    }

    private Instant retryAt(int attempt) {
        Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(attempt - 1, 10));
        return accounts.now().plus(wait.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : wait);
    }

    private static Message message(Storage.StoredMessage stored, Map<String, Object> form) {
        return new Message(
                stored.id(),
                account((String) form.getOrDefault("account", "")),
                Message.Channel.valueOf((String) form.get("channel")),
                (String) form.get("to"),
                (String) form.get("template"),
                Locale.forLanguageTag((String) form.get("locale")),
                (String) form.get("subject"),
                (String) form.get("text"));
    }

    private static Optional<AccountId> account(String text) {
        return text.length() == 22 ? Optional.of(new AccountId(text)) : Optional.empty();
    }
}
