package org.authkit.internal.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.authkit.model.AccountId;
import org.authkit.model.Event;
import org.authkit.spi.Handle;
import org.authkit.spi.Storage;

/** What one commit carries beside the document: events, messages, tickets, handles. Filled by one call, then sealed whole. */
public final class Changes {
    private static final int DECOY_BYTES = 120;

    private final Vault vault;
    private final Instant now;
    private final Set<Handle> claims = new HashSet<>();
    private final List<Storage.StoredTicket> ticketsPut = new ArrayList<>();
    private final Set<String> ticketsTaken = new HashSet<>();
    private final List<Event> events = new ArrayList<>();
    private final List<Storage.StoredMessage> messages = new ArrayList<>();
    private final Set<String> cancelKeys = new HashSet<>();

    public Changes(Vault vault, Instant now) {
        this.vault = vault;
        this.now = now;
    }

    public void claim(Handle handle) {
        claims.add(handle);
    }

    public void put(Storage.StoredTicket ticket) {
        ticketsPut.add(ticket);
    }

    public void take(String ticketId) {
        ticketsTaken.add(ticketId);
    }

    public void cancel(String cancelKey) {
        cancelKeys.add(cancelKey);
    }

    public void message(Storage.StoredMessage message) {
        messages.add(message);
    }

    /**
     * Adds an event.
     *
     * @param details names and values, alternating; no secrets, no unmasked addresses
     */
    public void event(Event.Kind kind, Optional<AccountId> account, String... details) {
        TreeMap<String, String> map = new TreeMap<>();
        for (int i = 0; i < details.length; i += 2) {
            map.put(details[i], details[i + 1]);
        }
        events.add(new Event(vault.secret(16), kind, account, now, map));
    }

    /**
     * Makes a commit about nobody cost what one about somebody does: a row that means nothing and has expired already. It
     * needs no order among such rows, as an event without an account would.
     */
    public void decoy() {
        String id = vault.secret(32);
        ticketsPut.add(new Storage.StoredTicket(id, vault.seal("decoy", id, new byte[DECOY_BYTES]), now));
    }

    public List<Event> events() {
        return events;
    }

    public boolean isEmpty() {
        return claims.isEmpty()
                && ticketsPut.isEmpty()
                && ticketsTaken.isEmpty()
                && events.isEmpty()
                && messages.isEmpty()
                && cancelKeys.isEmpty();
    }

    Storage.Commit commit(Optional<Storage.Write> document) {
        return new Storage.Commit(
                document,
                claims,
                Set.of(),
                ticketsPut,
                ticketsTaken,
                events.stream().map(event -> EventCodec.seal(vault, event)).toList(),
                messages,
                cancelKeys);
    }
}
