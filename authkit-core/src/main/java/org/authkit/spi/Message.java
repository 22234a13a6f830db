package org.authkit.spi;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.authkit.model.AccountId;

/**
 * One rendered message on its way out. It exists only because an event was committed with it (attack A42).
 *
 * @param id stable across repeated deliveries, so that a receiver can drop the second
 * @param account whose; empty for a mailbox that has no account yet
 * @param channel how it travels
 * @param destination the e-mail address, the phone number, or for {@code APP} the id of the bound device
 * @param template which text this is, such as {@code password-reset}; stable, for a wallet that renders its own
 * @param locale the language of the text
 * @param subject one line, no line breaks
 * @param text plain text
 */
public record Message(
        String id,
        Optional<AccountId> account,
        Channel channel,
        String destination,
        String template,
        Locale locale,
        String subject,
        String text) {

    /** How a message travels. */
    public enum Channel {
        EMAIL,
        SMS,
        /** A notification inside the app on a bound device. */
        APP
    }

    public Message {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(template, "template");
        Objects.requireNonNull(locale, "locale");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(text, "text");
    }

    /** Without destination and text, which hold personal data and secrets. */
    @Override
    public String toString() {
        return "Message[" + id + ", " + channel + ", " + template + "]";
    }
}
