package org.authkit.spi;

/** How the wallet sends messages. Called after the commit, from {@code runDue}, at least once per message. Thread-safe. */
@FunctionalInterface
public interface Notifier {

    /**
     * Hands a message to the gateway of its channel. Returning means the gateway took it.
     *
     * @throws Exception when it did not; the message is tried again later, and its account's other messages do not wait for it
     */
    void send(Message message) throws Exception;
}
