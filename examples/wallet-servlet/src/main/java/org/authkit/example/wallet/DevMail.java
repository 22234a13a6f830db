package org.authkit.example.wallet;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Properties;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/** A mail server to play with: it accepts everything over real SMTP on a free loopback port and delivers to a {@link Mailbox}. */
final class DevMail implements AutoCloseable {
    private static final int MAX_BYTES = 256 * 1024;

    private final SMTPServer server;
    private final Mailbox mailbox = new Mailbox();

    private DevMail() {
        this.server = SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .maxMessageSize(MAX_BYTES)
                .messageHandler((context, from, to, data) -> deliver(to, data))
                .build();
    }

    static DevMail start() {
        DevMail mail = new DevMail();
        mail.server.start();
        return mail;
    }

    private void deliver(String to, byte[] data) throws RejectException {
        try {
            MimeMessage mail = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(data));
            mailbox.put(new Mailbox.Mail(
                    0,
                    "email",
                    to,
                    mail.getHeader("Message-ID", ""),
                    mail.getHeader("X-Template", ""),
                    mail.getSubject(),
                    mail.getContent().toString()));
        } catch (MessagingException | IOException e) {
            throw new RejectException(554, "unreadable");
        }
    }

    String host() {
        return "127.0.0.1";
    }

    int port() {
        return server.getPortAllocated();
    }

    Mailbox mailbox() {
        return mailbox;
    }

    @Override
    public void close() {
        server.stop();
    }
}
