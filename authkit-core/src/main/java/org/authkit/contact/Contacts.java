package org.authkit.contact;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.authkit.internal.account.Account;
import org.authkit.internal.account.Records.ContactRecord;
import org.authkit.internal.account.Tickets;
import org.authkit.internal.guard.Call;
import org.authkit.internal.guard.Guard;
import org.authkit.internal.guard.Parts;
import org.authkit.internal.guard.Subject;
import org.authkit.internal.guard.Work;
import org.authkit.internal.message.Template;
import org.authkit.model.AccountId;
import org.authkit.model.Acknowledged;
import org.authkit.model.Action;
import org.authkit.model.Contact;
import org.authkit.model.Decision;
import org.authkit.model.EmailAddress;
import org.authkit.model.Event;
import org.authkit.model.Reason;
import org.authkit.model.RequestContext;
import org.authkit.model.Ticket;
import org.authkit.policy.Settings;

/**
 * Contacts: a second address is claimed, confirmed by its owner, and ages before it has any power. Thread-safe.
 */
public final class Contacts {
    private static final int CLAIMS = 5;
    private static final Duration CLAIM_REFILL = Duration.ofHours(4);

    private final Guard guard;
    private final Parts parts;
    private final Settings settings;

    /** Made by {@code AuthKit}; nothing outside can name a guard. */
    @SuppressWarnings("exports")
    public Contacts(Guard guard) {
        this.guard = guard;
        this.parts = guard.parts();
        this.settings = parts.policy().settings();
    }

    /** The account's contacts. */
    public Decision<List<Contact>> list(RequestContext request) {
        return guard.perform(
                Call.bySession(Action.VIEW, request),
                scope -> Work.done(
                        scope.account().contacts().stream().map(this::shown).toList()));
    }

    /**
     * Claims an address for the account and sends its owner a ticket; every verified contact is told. Claiming one that is
     * claimed already sends another ticket.
     *
     * @return denied with {@link Reason#LIMIT_REACHED}, {@link Reason#TOO_MANY_ATTEMPTS} and whatever the policy's row says
     */
    public Decision<Contact> add(EmailAddress address, RequestContext request) {
        SortedMap<String, String> shown = Call.sorted("contact", address.canonical());
        Call call = new Call(Action.ADD_CONTACT, new Subject.BySession(), shown, "", Optional.empty(), request);
        return guard.perform(call, scope -> {
            Account account = scope.account();
            Instant now = scope.now();
            Optional<ContactRecord> known = account.contacts().stream()
                    .filter(c -> c.address().equals(address))
                    .findFirst();
            if (known.isEmpty() && account.contacts().size() >= settings.maxContacts()) {
                return Work.refused(Reason.LIMIT_REACHED);
            }
            if (known.isPresent() && known.get().confirmedAt() != null) {
                return Work.done(shown(known.get()));
            }
            if (!scope.within("claim-contact", CLAIMS, CLAIM_REFILL)) {
                return Work.refused(Reason.TOO_MANY_ATTEMPTS, now.plus(CLAIM_REFILL));
            }
            ContactRecord contact = known.orElseGet(
                    () -> new ContactRecord(parts.accounts().vault().secret(9), address, now, false, null, null));
            if (known.isEmpty()) {
                account.contacts().add(contact);
            }
            Tickets.Body body = new Tickets.Body(
                    Tickets.Kind.CONFIRM_CONTACT,
                    account.id(),
                    contact.id(),
                    account.epoch(),
                    account.locale().toLanguageTag(),
                    now.plus(settings.contactLife()));
            Ticket ticket = parts.accounts().tickets().issue(body, scope.changes());
            parts.courier().contactConfirmation(scope.changes(), now, account, address, ticket);
            parts.courier()
                    .tellEveryone(
                            scope.changes(),
                            now,
                            account,
                            Template.CONTACT_CLAIMED,
                            Map.of("contact", address.masked()));
            scope.event(Event.Kind.CONTACT_CLAIMED, "contact", contact.id(), "address", address.masked());
            return Work.done(shown(contact));
        });
    }

    /**
     * Confirms a contact for whoever holds its ticket; no sign-in is needed. It gains power once it has aged.
     *
     * @return denied with {@link Reason#TICKET_INVALID}, also when the account's password changed since; {@link Reason#FROZEN},
     *     {@link Reason#UNAVAILABLE}
     */
    public Decision<Acknowledged> confirm(Ticket ticket, RequestContext request) {
        Optional<Tickets.Found> found = parts.accounts()
                .tickets()
                .find(ticket, Tickets.Kind.CONFIRM_CONTACT, parts.accounts().now());
        AccountId id = found.map(f -> f.body().account()).orElse(null);
        if (found.isEmpty() || id == null) {
            return Guard.denied(Reason.TICKET_INVALID);
        }
        return guard.operate(id, scope -> {
            Account account = scope.account();
            Optional<ContactRecord> claimed = account.contact(found.get().body().subject());
            if (claimed.isEmpty() || account.epoch() != found.get().body().epoch()) {
                return Work.refused(Reason.TICKET_INVALID);
            }
            if (account.freeze().isPresent()) {
                return Work.refused(Reason.FROZEN);
            }
            account.answered(claimed.get().id(), scope.now());
            scope.changes().take(found.get().id());
            String masked = claimed.get().address().masked();
            parts.courier()
                    .tellEveryone(
                            scope.changes(),
                            scope.now(),
                            account,
                            Template.CONTACT_CONFIRMED,
                            Map.of("contact", masked));
            scope.event(Event.Kind.CONTACT_CONFIRMED, "contact", claimed.get().id(), "address", masked);
            return Work.done(Acknowledged.RECEIVED);
        });
    }

    /**
     * Removes a contact, which is told with all others.
     *
     * @return denied with {@link Reason#NOT_FOUND}, or {@link Reason#NOT_PERMITTED} for the last one with recovery power and
     *     for the one that is the login
     */
    public Decision<Acknowledged> remove(String id, RequestContext request) {
        Decision<Account> found = guard.lookUp(request);
        if (!(found instanceof Decision.Allowed<Account> mine)) {
            return found.map(nothing -> Acknowledged.RECEIVED);
        }
        Optional<ContactRecord> target = mine.value().contact(id);
        if (target.isEmpty()) {
            return Guard.denied(Reason.NOT_FOUND);
        }
        TreeMap<String, String> shown =
                new TreeMap<>(Map.of("contact", target.get().address().canonical(), "id", id));
        Call call = new Call(Action.REMOVE_CONTACT, new Subject.BySession(), shown, "", Optional.empty(), request);
        return guard.perform(call, scope -> {
            Account account = scope.account();
            boolean login = account.hasLogin(target.get().address());
            boolean lastPower = account.recoveryContacts(scope.now(), settings).stream()
                    .allMatch(contact -> contact.id().equals(id));
            if (account.contact(id).isEmpty()) {
                return Work.refused(Reason.NOT_FOUND);
            }
            if (login || lastPower) {
                return Work.refused(Reason.NOT_PERMITTED);
            }
            String masked = target.get().address().masked();
            parts.courier()
                    .tellEveryone(
                            scope.changes(), scope.now(), account, Template.CONTACT_REMOVED, Map.of("contact", masked));
            account.contacts().removeIf(contact -> contact.id().equals(id));
            scope.event(Event.Kind.CONTACT_REMOVED, "contact", id, "address", masked);
            return Work.done(Acknowledged.RECEIVED);
        });
    }

    private Contact shown(ContactRecord c) {
        Instant confirmed = c.confirmedAt();
        Instant agedFrom = c.agedFrom();
        Contact.State state = confirmed != null
                ? Contact.State.CONFIRMED
                : c.attested() ? Contact.State.ATTESTED : Contact.State.CLAIMED;
        Optional<Instant> power = c.attested()
                ? Optional.of(c.addedAt())
                : Optional.ofNullable(agedFrom).map(from -> from.plus(settings.contactAging()));
        return new Contact(c.id(), c.address(), state, confirmed == null ? c.addedAt() : confirmed, power);
    }
}
