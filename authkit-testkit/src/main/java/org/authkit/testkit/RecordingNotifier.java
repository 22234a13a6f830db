package org.authkit.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.authkit.spi.Message;
import org.authkit.spi.Message.Channel;
import org.authkit.spi.Notifier;

/** A notifier that keeps what it was given, and refuses when told to. Thread-safe. */
public final class RecordingNotifier implements Notifier {
    private final List<Message> accepted = new ArrayList<>();
    private final List<Message> refused = new ArrayList<>();
    private final Set<Channel> refusedChannels = EnumSet.noneOf(Channel.class);
    private final Set<String> refusedDestinations = new HashSet<>();
    private int refuseNext;

    /** One that accepts everything. */
    public RecordingNotifier() {}

    @Override
    public synchronized void send(Message message) throws IOException {
        boolean refuse = refusedChannels.contains(message.channel())
                || refusedDestinations.contains(message.destination())
                || refuseNext > 0;
        if (refuse) {
            refuseNext = Math.max(0, refuseNext - 1);
            refused.add(message);
            throw new IOException("the test's gateway refuses this message");
        }
        accepted.add(message);
    }

    /** What was accepted, oldest first. */
    public synchronized List<Message> messages() {
        return List.copyOf(accepted);
    }

    /** What was accepted for one e-mail address, phone number or device id, oldest first. */
    public synchronized List<Message> to(String destination) {
        return accepted.stream()
                .filter(message -> message.destination().equals(destination))
                .toList();
    }

    /** What was accepted of one template, oldest first. */
    public synchronized List<Message> ofTemplate(String template) {
        return accepted.stream()
                .filter(message -> message.template().equals(template))
                .toList();
    }

    /** What was refused, oldest first; a message tried three times stands here three times. */
    public synchronized List<Message> refused() {
        return List.copyOf(refused);
    }

    /** From now on refuses everything on {@code channel}. */
    public synchronized void refuse(Channel channel) {
        refusedChannels.add(channel);
    }

    /** From now on refuses everything to {@code destination}. */
    public synchronized void refuseTo(String destination) {
        refusedDestinations.add(destination);
    }

    /** Refuses the next {@code count} messages, whatever they are. */
    public synchronized void refuseNext(int count) {
        refuseNext = count;
    }

    /** From now on accepts everything again. */
    public synchronized void acceptAll() {
        refusedChannels.clear();
        refusedDestinations.clear();
        refuseNext = 0;
    }

    /** Forgets what was accepted and refused; what it was told to refuse stays. */
    public synchronized void clear() {
        accepted.clear();
        refused.clear();
    }
}
