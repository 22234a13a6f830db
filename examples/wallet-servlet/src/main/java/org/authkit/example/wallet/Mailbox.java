package org.authkit.example.wallet;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** The mail that reached the embedded mail server, newest last, in memory. Development only. Thread-safe. */
public final class Mailbox {
    private static final int KEPT = 20_000;

    /**
     * One delivered message.
     *
     * @param number counts deliveries from 1
     * @param channel {@code email}, or {@code sms} for a text message that nobody sent, this example having no gateway
     * @param to the envelope's recipient
     * @param messageId the same for a message delivered twice
     * @param template which text it is, such as {@code password-reset}
     */
    public record Mail(
            long number, String channel, String to, String messageId, String template, String subject, String text) {
        Mail numbered(long next) {
            return new Mail(next, channel, to, messageId, template, subject, text);
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrival = lock.newCondition();
    private final Deque<Mail> mails = new ArrayDeque<>();
    private long last;

    void put(Mail mail) {
        lock.lock();
        try {
            mails.addLast(mail.numbered(++last));
            if (mails.size() > KEPT) {
                mails.removeFirst();
            }
            arrival.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Everything kept, oldest first. */
    public List<Mail> all() {
        return matching(mail -> true);
    }

    /** What matches, oldest first, without waiting. */
    public List<Mail> matching(Predicate<Mail> wanted) {
        lock.lock();
        try {
            return mails.stream().filter(wanted).toList();
        } finally {
            lock.unlock();
        }
    }

    /** What matches, oldest first; waits until there is some, or returns an empty list when the patience ends. */
    public List<Mail> await(Predicate<Mail> wanted, Duration patience) throws InterruptedException {
        long nanos = patience.toNanos();
        lock.lock();
        try {
            List<Mail> found = matching(wanted);
            while (found.isEmpty() && nanos > 0) {
                nanos = arrival.awaitNanos(nanos);
                found = matching(wanted);
            }
            return found;
        } finally {
            lock.unlock();
        }
    }
}
