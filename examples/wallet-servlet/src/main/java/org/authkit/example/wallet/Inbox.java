package org.authkit.example.wallet;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.authkit.spi.Message;

/**
 * Messages inside the app, per bound phone. A real wallet pushes them to the phone; this one keeps the newest in memory, shows
 * them in the settings, and forgets them at a restart. Thread-safe.
 */
final class Inbox {
    private static final int KEPT = 50;

    private final Map<String, Deque<Message>> byDevice = new HashMap<>();

    /** The same message may come twice. */
    synchronized void put(Message message) {
        Deque<Message> messages = byDevice.computeIfAbsent(message.destination(), device -> new ArrayDeque<>());
        if (messages.stream().noneMatch(m -> m.id().equals(message.id()))) {
            messages.addFirst(message);
        }
        if (messages.size() > KEPT) {
            messages.removeLast();
        }
    }

    /** The messages of one phone, newest first. */
    synchronized List<Message> of(String device) {
        return List.copyOf(byDevice.getOrDefault(device, new ArrayDeque<>()));
    }
}
