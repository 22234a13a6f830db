package org.authkit.spi;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.authkit.model.AccountId;

/**
 * A {@link Storage} in this process's memory: for tests and for trying AuthKit out. It keeps the whole contract, except that
 * everything is gone when the process ends. Thread-safe: one lock makes every verb one step.
 */
public final class MemoryStorage implements Storage {
    private record Waiting(StoredMessage message, int attempts) {}

    /** What keeps a stream from moving: a message being delivered. */
    private record Block(String messageId, Instant until) {}

    private final InstantSource clock;
    private final Counters counters = new MemoryCounters();
    private final Object lock = new Object();
    private final Map<AccountId, Stored> documents = new HashMap<>();
    private final Map<Handle, AccountId> handles = new HashMap<>();
    private final Map<String, StoredTicket> tickets = new HashMap<>();
    private final Map<Optional<AccountId>, List<StoredEvent>> events = new HashMap<>();
    private final Set<String> eventIds = new HashSet<>();
    private final Map<String, Waiting> outbox = new LinkedHashMap<>();
    private final Map<String, Block> blocks = new HashMap<>();
    private final Map<String, Instant> settled = new HashMap<>();

    /**
     * @param clock the storage's clock; in tests one that can be moved
     */
    public MemoryStorage(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    @Override
    public Counters counters() {
        return counters;
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public Optional<Stored> load(AccountId account) {
        Objects.requireNonNull(account, "account");
        synchronized (lock) {
            return Optional.ofNullable(documents.get(account))
                    .map(d -> new Stored(account, d.version(), d.body().clone(), d.quarantined()));
        }
    }

    @Override
    public Optional<AccountId> find(Handle handle) {
        Objects.requireNonNull(handle, "handle");
        synchronized (lock) {
            return Optional.ofNullable(handles.get(handle));
        }
    }

    @Override
    public Optional<StoredTicket> ticket(String id) {
        Objects.requireNonNull(id, "id");
        synchronized (lock) {
            return Optional.ofNullable(tickets.get(id)).map(MemoryStorage::copy);
        }
    }

    @Override
    public Outcome commit(Commit commit) {
        synchronized (lock) {
            // Everything is checked before anything is written, so a refusal needs no undoing.
            Optional<Outcome> refusal = refusal(commit);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            refuseKnownIds(commit);
            apply(commit);
            return Outcome.COMMITTED;
        }
    }

    private Optional<Outcome> refusal(Commit commit) {
        if (commit.document().isPresent()) {
            Write write = commit.document().get();
            Stored current = documents.get(write.account());
            boolean fits = current == null
                    ? write.expectedVersion() == 0
                    : current.version() == write.expectedVersion() && !current.quarantined();
            if (!fits) {
                return Optional.of(Outcome.VERSION_CONFLICT);
            }
            for (Handle claim : commit.claims()) {
                AccountId holder = handles.get(claim);
                if (holder != null && !holder.equals(write.account())) {
                    return Optional.of(Outcome.HANDLE_TAKEN);
                }
            }
        }
        return tickets.keySet().containsAll(commit.ticketsTaken())
                ? Optional.empty()
                : Optional.of(Outcome.TICKET_GONE);
    }

    private void refuseKnownIds(Commit commit) {
        Set<String> fresh = new HashSet<>();
        for (StoredTicket ticket : commit.ticketsPut()) {
            boolean known =
                    tickets.containsKey(ticket.id()) && !commit.ticketsTaken().contains(ticket.id());
            refuseKnown(known || !fresh.add(ticket.id()), "ticketsPut");
        }
        fresh.clear();
        for (StoredEvent event : commit.events()) {
            refuseKnown(eventIds.contains(event.id()) || !fresh.add(event.id()), "events");
        }
        fresh.clear();
        for (StoredMessage message : commit.messages()) {
            boolean known = outbox.containsKey(message.id()) || settled.containsKey(message.id());
            refuseKnown(known || !fresh.add(message.id()), "messages");
        }
    }

    private static void refuseKnown(boolean known, String part) {
        if (known) {
            throw new IllegalArgumentException(part + ": an id is stored already");
        }
    }

    private void apply(Commit commit) {
        commit.document().ifPresent(write -> {
            AccountId account = write.account();
            documents.put(
                    account,
                    new Stored(
                            account, write.expectedVersion() + 1, write.body().clone(), false));
            commit.releases().forEach(handle -> handles.remove(handle, account));
            commit.claims().forEach(handle -> handles.put(handle, account));
        });
        commit.ticketsTaken().forEach(tickets::remove);
        commit.ticketsPut().forEach(ticket -> tickets.put(ticket.id(), copy(ticket)));
        commit.events().forEach(this::append);
        if (!commit.cancelKeys().isEmpty()) {
            cancel(commit.cancelKeys());
        }
        commit.messages().forEach(message -> outbox.put(message.id(), new Waiting(copy(message), 0)));
    }

    private void append(StoredEvent event) {
        eventIds.add(event.id());
        events.computeIfAbsent(event.account(), account -> new ArrayList<>()).add(copy(event));
    }

    private void cancel(Set<String> cancelKeys) {
        Instant now = clock.instant();
        outbox.values().removeIf(waiting -> {
            boolean cancelled = cancelKeys.contains(waiting.message.cancelKey());
            if (cancelled && !waiting.message.cancelKey().isEmpty()) {
                settled.put(waiting.message.id(), now);
                return true;
            }
            return false;
        });
    }

    @Override
    public void quarantine(AccountId account, StoredEvent event) {
        synchronized (lock) {
            Stored current = documents.get(account);
            if (current != null && !current.quarantined()) {
                refuseKnown(eventIds.contains(event.id()), "event");
                documents.put(account, new Stored(account, current.version(), current.body(), true));
                append(event);
            }
        }
    }

    @Override
    public List<StoredEvent> events(Optional<AccountId> account, Optional<String> after, int limit) {
        requirePositive(limit);
        synchronized (lock) {
            List<StoredEvent> all = events.getOrDefault(account, List.of());
            int from = 0;
            if (after.isPresent()) {
                while (from < all.size() && !all.get(from).id().equals(after.get())) {
                    from++;
                }
                from++;
            }
            return all.stream().skip(from).limit(limit).map(MemoryStorage::copy).toList();
        }
    }

    @Override
    public List<Leased> lease(Instant now, int limit, Duration leaseFor) {
        requirePositive(limit);
        if (leaseFor.isNegative() || leaseFor.isZero()) {
            throw new IllegalArgumentException("leaseFor: positive");
        }
        synchronized (lock) {
            List<Leased> leased = new ArrayList<>();
            blocks.values().removeIf(block -> !block.until.isAfter(now));
            Set<String> closed = new HashSet<>(blocks.keySet());
            for (Map.Entry<String, Waiting> entry : outbox.entrySet()) {
                StoredMessage message = entry.getValue().message;
                if (!message.notBefore().isAfter(now) && closed.add(message.stream())) {
                    int attempt = entry.getValue().attempts + 1;
                    entry.setValue(new Waiting(message, attempt));
                    blocks.put(message.stream(), new Block(message.id(), now.plus(leaseFor)));
                    leased.add(new Leased(copy(message), attempt));
                    if (leased.size() == limit) {
                        break;
                    }
                }
            }
            return List.copyOf(leased);
        }
    }

    @Override
    public void settle(String messageId) {
        synchronized (lock) {
            if (outbox.remove(messageId) != null) {
                settled.put(messageId, clock.instant());
            }
            unblock(messageId);
        }
    }

    @Override
    public void postpone(String messageId, Instant retryAt) {
        synchronized (lock) {
            unblock(messageId);
            outbox.computeIfPresent(messageId, (id, waiting) -> {
                StoredMessage m = waiting.message;
                return new Waiting(
                        new StoredMessage(m.id(), m.stream(), retryAt, m.cancelKey(), m.body()), waiting.attempts);
            });
        }
    }

    private void unblock(String messageId) {
        blocks.values().removeIf(block -> block.messageId.equals(messageId));
    }

    @Override
    public int purge(Instant instant, int limit) {
        requirePositive(limit);
        synchronized (lock) {
            List<String> oldTickets = tickets.values().stream()
                    .filter(ticket -> ticket.expiresAt().isBefore(instant))
                    .limit(limit)
                    .map(StoredTicket::id)
                    .toList();
            oldTickets.forEach(tickets::remove);
            List<String> oldMessages = settled.entrySet().stream()
                    .filter(entry -> entry.getValue().isBefore(instant))
                    .limit((long) limit - oldTickets.size())
                    .map(Map.Entry::getKey)
                    .toList();
            oldMessages.forEach(settled::remove);
            return oldTickets.size() + oldMessages.size();
        }
    }

    private static void requirePositive(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit: at least 1");
        }
    }

    private static StoredTicket copy(StoredTicket t) {
        return new StoredTicket(t.id(), t.body().clone(), t.expiresAt());
    }

    private static StoredEvent copy(StoredEvent e) {
        return new StoredEvent(e.id(), e.account(), e.at(), e.body().clone());
    }

    private static StoredMessage copy(StoredMessage m) {
        return new StoredMessage(
                m.id(), m.stream(), m.notBefore(), m.cancelKey(), m.body().clone());
    }
}
