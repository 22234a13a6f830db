package org.authkit.internal.message;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.authkit.internal.account.Account;
import org.authkit.internal.account.Changes;
import org.authkit.internal.account.Vault;
import org.authkit.model.AccountId;
import org.authkit.model.Action;
import org.authkit.model.EmailAddress;
import org.authkit.model.Login;
import org.authkit.model.Ticket;
import org.authkit.model.VerifiedContact;
import org.authkit.policy.Settings;
import org.authkit.spi.Credential;
import org.authkit.spi.Message;
import org.authkit.spi.Storage;

/**
 * Writes messages into a commit. Recovery and notices are addressed to {@link VerifiedContact}s and bound devices only; the
 * two messages that go to an address typed by a caller, its own confirmations, are methods of their own.
 */
public final class Courier {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm (xxx)", Locale.ROOT);

    /** Where a message goes, and in whose name it is kept in order. */
    private record Envelope(
            String stream, String account, Message.Channel channel, String destination, Locale locale) {}

    /** When a message leaves, and what ties it to others. */
    private record Timing(Instant notBefore, String cancelKey, String noticeOf, String noticeChannel) {
        static Timing at(Instant now) {
            return new Timing(now, "", "", "");
        }
    }

    private final Vault vault;
    private final Settings settings;
    private final Optional<URI> links;
    private final ZoneId zone;
    private final String service;

    /**
     * @param links the one origin links are built from; empty for the code-only mode, in which messages carry no link
     * @param zone in which instants are written
     * @param service the wallet's name as customers know it
     */
    public Courier(Vault vault, Settings settings, Optional<URI> links, ZoneId zone, String service) {
        this.vault = vault;
        this.settings = settings;
        this.links = links;
        this.zone = zone;
        this.service = service;
    }

    // ---- to an address a caller typed: its own confirmation, nothing else

    /** The registration ticket, to the mailbox that is to prove itself; or the truth, to the owner of that mailbox. */
    public void registration(Changes changes, Instant now, EmailAddress typed, Locale locale, Optional<Ticket> ticket) {
        Envelope envelope = new Envelope("r" + vault.secret(16), "", Message.Channel.EMAIL, typed.canonical(), locale);
        Template template = ticket.isPresent() ? Template.REGISTRATION : Template.REGISTRATION_TAKEN;
        write(changes, template, envelope, ticket, Map.of(), now, Timing.at(now));
    }

    /** The confirmation ticket of a contact its account's owner claimed. */
    public void contactConfirmation(Changes changes, Instant now, Account account, Login claimed, Ticket ticket) {
        write(
                changes,
                Template.CONTACT_CONFIRM,
                envelope(account, channel(claimed), claimed.canonical()),
                Optional.of(ticket),
                Map.of(),
                now,
                Timing.at(now));
    }

    // ---- to verified contacts and bound devices

    /** The reset ticket, to one mailbox that proved itself. */
    public void reset(Changes changes, Instant now, Account account, VerifiedContact to, Ticket ticket) {
        write(
                changes,
                Template.RESET,
                envelope(account, channel(to.address()), to.address().canonical()),
                Optional.of(ticket),
                Map.of(),
                now,
                Timing.at(now));
    }

    /**
     * A notice to every verified contact and every bound device, as they stand in {@code account}.
     *
     * @param values what the text names, such as the device
     */
    public void tellEveryone(
            Changes changes, Instant now, Account account, Template template, Map<String, String> values) {
        for (VerifiedContact contact : account.verifiedContacts(now, settings)) {
            write(
                    changes,
                    template,
                    envelope(
                            account,
                            channel(contact.address()),
                            contact.address().canonical()),
                    Optional.empty(),
                    values,
                    now,
                    Timing.at(now));
        }
        for (Credential device : account.credentials("device")) {
            write(
                    changes,
                    template,
                    envelope(account, Message.Channel.APP, device.id()),
                    Optional.empty(),
                    values,
                    now,
                    Timing.at(now));
        }
    }

    /**
     * One notice of a pending change, to one of its channels.
     *
     * @param channel as {@link #channels} names it
     * @param pendingId also the key under which the later notices are cancelled
     * @param details the change's arguments, from which the text says what it is
     */
    public void announce(
            Changes changes,
            Account account,
            String channel,
            Template template,
            Ticket veto,
            String pendingId,
            Instant now,
            Instant notBefore,
            Action action,
            Map<String, String> details) {
        boolean app = channel.startsWith("app:");
        String target = channel.substring(channel.indexOf(':') + 1);
        Message.Channel by = app ? Message.Channel.APP : channel(Login.parse(target));
        boolean first = template == Template.CHANGE_REQUESTED;
        Map<String, String> values = Map.of("what", Texts.what(action, account.locale(), details));
        write(
                changes,
                template,
                envelope(account, by, target),
                Optional.of(veto),
                values,
                now,
                new Timing(notBefore, pendingId, first ? pendingId : "", channel));
    }

    /** A change in the words of the account's language. */
    public String what(Account account, Action action, Map<String, String> details) {
        return Texts.what(action, account.locale(), details);
    }

    /** The channels that can object, each by a name that says whose word it is: {@code email:…}, {@code sms:…}, {@code app:…}. */
    public SortedSet<String> channels(Account account, Instant now) {
        SortedSet<String> channels = new TreeSet<>();
        for (VerifiedContact contact : account.verifiedContacts(now, settings)) {
            channels.add((contact.address() instanceof EmailAddress ? "email:" : "sms:")
                    + contact.address().canonical());
        }
        account.credentials("device").forEach(device -> channels.add("app:" + device.id()));
        return channels;
    }

    // ---- the one place where a message is written

    private void write(
            Changes changes,
            Template template,
            Envelope envelope,
            Optional<Ticket> ticket,
            Map<String, String> values,
            Instant now,
            Timing timing) {
        String id = vault.secret(16);
        Map<String, String> all = new TreeMap<>(values);
        all.put("service", service);
        all.put("time", MINUTE.format(now.atZone(zone)));
        ticket.ifPresent(t -> all.put("ticket", ticketText(template, t)));
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("account", envelope.account());
        form.put("channel", envelope.channel().name());
        form.put("to", envelope.destination());
        form.put("template", template.code());
        form.put("locale", envelope.locale().toLanguageTag());
        form.put("subject", Texts.subject(template, envelope.locale(), all));
        form.put("text", Texts.text(template, envelope.locale(), all));
        form.put("notice-of", timing.noticeOf());
        form.put("notice-channel", timing.noticeChannel());
        byte[] plain = JSONObjectUtils.toJSONString(form).getBytes(StandardCharsets.UTF_8);
        changes.message(new Storage.StoredMessage(
                id,
                envelope.stream(),
                timing.notBefore(),
                timing.cancelKey(),
                vault.seal("message", id + "|" + envelope.stream(), plain)));
    }

    /** The ticket rides in the fragment, which browsers send to no server and no referrer. */
    private String ticketText(Template template, Ticket ticket) {
        return links.map(base -> base.resolve(template.page()) + "#" + ticket.reveal())
                .orElseGet(ticket::reveal);
    }

    private static Envelope envelope(Account account, Message.Channel channel, String destination) {
        AccountId id = account.id();
        return new Envelope(id.value(), id.value(), channel, destination, account.locale());
    }

    private static Message.Channel channel(Login address) {
        return address instanceof EmailAddress ? Message.Channel.EMAIL : Message.Channel.SMS;
    }
}
