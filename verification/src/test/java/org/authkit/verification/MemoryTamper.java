package org.authkit.verification;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.authkit.model.AccountId;
import org.authkit.spi.Storage;
import org.authkit.spi.Storage.Leased;
import org.authkit.spi.Storage.Stored;
import org.authkit.spi.Storage.StoredEvent;
import org.authkit.spi.Storage.StoredMessage;
import org.authkit.spi.Storage.StoredTicket;

/** The insider between AuthKit and a storage that has no rows of its own: what is read comes back edited. */
final class MemoryTamper implements Tamper {
    private final Storage real;
    private final Map<AccountId, byte[]> bodies = new HashMap<>();
    private final Map<AccountId, Long> versions = new HashMap<>();
    private final Map<AccountId, AccountId> repointed = new HashMap<>();
    private final List<String> tickets = new ArrayList<>();
    private final Map<String, byte[]> ticketBodies = new HashMap<>();
    private final Map<String, String> messages = new LinkedHashMap<>();
    private final Map<String, UnaryOperator<byte[]>> messageEdits = new HashMap<>();
    private final Map<String, String> streams = new HashMap<>();
    private final Map<String, UnaryOperator<byte[]>> eventEdits = new HashMap<>();

    MemoryTamper(Storage real) {
        this.real = real;
    }

    /** What AuthKit is given instead of the real one. */
    Storage storage() {
        return Intercepted.storage(real, this::call);
    }

    private Object call(String method, Object[] arguments, Callable<Object> next) throws Exception {
        switch (method) {
            case "commit" -> remember((Storage.Commit) arguments[0]);
            case "settle" -> messages.remove((String) arguments[0]);
            default -> {}
        }
        Object result = next.call();
        return switch (method) {
            case "load" -> ((Optional<?>) result).map(stored -> edited((Stored) stored));
            case "find" ->
                ((Optional<?>) result).map(account -> repointed.getOrDefault((AccountId) account, (AccountId) account));
            case "ticket" -> ((Optional<?>) result).map(ticket -> edited((StoredTicket) ticket));
            case "lease" ->
                ((List<?>) result).stream().map(l -> edited((Leased) l)).toList();
            case "events" ->
                ((List<?>) result).stream().map(e -> edited((StoredEvent) e)).toList();
            default -> result;
        };
    }

    private void remember(Storage.Commit commit) {
        commit.ticketsPut().forEach(ticket -> tickets.add(ticket.id()));
        tickets.removeAll(commit.ticketsTaken());
        commit.messages().forEach(message -> messages.put(message.id(), message.stream()));
    }

    private Stored edited(Stored s) {
        return new Stored(
                s.account(),
                versions.getOrDefault(s.account(), s.version()),
                bodies.getOrDefault(s.account(), s.body()),
                s.quarantined());
    }

    private StoredTicket edited(StoredTicket t) {
        return new StoredTicket(t.id(), ticketBodies.getOrDefault(t.id(), t.body()), t.expiresAt());
    }

    private Leased edited(Leased leased) {
        StoredMessage m = leased.message();
        return new Leased(
                new StoredMessage(
                        m.id(),
                        streams.getOrDefault(m.id(), m.stream()),
                        m.notBefore(),
                        m.cancelKey(),
                        messageEdits
                                .getOrDefault(m.id(), UnaryOperator.identity())
                                .apply(m.body())),
                leased.attempt());
    }

    private StoredEvent edited(StoredEvent e) {
        return new StoredEvent(
                e.id(),
                e.account(),
                e.at(),
                eventEdits.getOrDefault(e.id(), UnaryOperator.identity()).apply(e.body()));
    }

    @Override
    public byte[] body(AccountId account) {
        return real.load(account).orElseThrow().body();
    }

    @Override
    public long version(AccountId account) {
        return real.load(account).orElseThrow().version();
    }

    @Override
    public boolean isSetAside(AccountId account) {
        return real.load(account).orElseThrow().quarantined();
    }

    @Override
    public void setBody(AccountId account, byte[] body) {
        bodies.put(account, body);
    }

    @Override
    public void setVersion(AccountId account, long version) {
        versions.put(account, version);
    }

    @Override
    public void repoint(AccountId from, AccountId to) {
        repointed.put(from, to);
    }

    @Override
    public List<String> tickets() {
        return List.copyOf(tickets);
    }

    @Override
    public void swapTickets(String one, String other) {
        ticketBodies.put(one, real.ticket(other).orElseThrow().body());
        ticketBodies.put(other, real.ticket(one).orElseThrow().body());
    }

    @Override
    public Map<String, String> messages() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(messages));
    }

    @Override
    public void editMessage(String id, UnaryOperator<byte[]> edit) {
        messageEdits.put(id, edit);
    }

    @Override
    public void setStream(String messageId, String stream) {
        streams.put(messageId, stream);
    }

    @Override
    public List<String> events(AccountId account) {
        return real.events(Optional.of(account), Optional.empty(), 1000).stream()
                .map(StoredEvent::id)
                .toList();
    }

    @Override
    public void editEvent(String id, UnaryOperator<byte[]> edit) {
        eventEdits.put(id, edit);
    }
}
