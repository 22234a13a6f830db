package org.authkit.example.wallet;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Optional;
import java.util.Properties;
import org.authkit.spi.Message;
import org.authkit.spi.Notifier;

/**
 * Sends AuthKit's messages: e-mail over SMTP, app messages into the in-app inbox. Returning means the gateway took the message;
 * an exception makes AuthKit try again later, so it must not be swallowed.
 *
 * <p>This example has no SMS gateway: a text message is put beside the mail on the development page, as if one had taken it.
 * Where there is no such page it fails, rather than letting AuthKit believe that somebody was told.
 */
final class SmtpNotifier implements Notifier {
    private static final String TIMEOUT_MILLIS = "5000";

    private final Session smtp;
    private final Inbox inbox;
    private final Optional<Mailbox> pretended;

    SmtpNotifier(String host, int port, Inbox inbox, Optional<Mailbox> pretended) {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", host);
        properties.setProperty("mail.smtp.port", Integer.toString(port));
        properties.setProperty("mail.smtp.connectiontimeout", TIMEOUT_MILLIS);
        properties.setProperty("mail.smtp.timeout", TIMEOUT_MILLIS);
        properties.setProperty("mail.smtp.writetimeout", TIMEOUT_MILLIS);
        this.smtp = Session.getInstance(properties);
        this.inbox = inbox;
        this.pretended = pretended;
    }

    @Override
    public void send(Message message) throws MessagingException {
        switch (message.channel()) {
            case EMAIL -> mail(message);
            case APP -> inbox.put(message);
            case SMS -> pretend(message);
        }
    }

    private void pretend(Message message) throws MessagingException {
        Mailbox page = pretended.orElseThrow(() -> new MessagingException("this example has no SMS gateway"));
        page.put(new Mailbox.Mail(
                0, "sms", message.destination(), message.id(), message.template(), message.subject(), message.text()));
    }

    private void mail(Message message) throws MessagingException {
        MimeMessage mail = new MimeMessage(smtp) {
            /** The stable id of AuthKit, so that a mailbox recognizes a message that is delivered twice. */
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<" + message.id() + "@wallet.example>");
            }
        };
        mail.setFrom(new InternetAddress("no-reply@wallet.example"));
        InternetAddress to = new InternetAddress();
        to.setAddress(message.destination()); // as AuthKit checked it: RFC 822's grammar would refuse a..b@docomo.ne.jp
        mail.setRecipient(RecipientType.TO, to);
        mail.setSubject(message.subject(), "UTF-8");
        mail.setText(message.text(), "UTF-8");
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setHeader("X-Template", message.template());
        Transport.send(mail);
    }
}
