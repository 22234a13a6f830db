package org.authkit.example.wallet;

import com.google.gson.Gson;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The embedded mail server's mailbox as JSON: {@code GET /dev/mail/messages}, newest last; with {@code to} only what went to that
 * address, and with {@code after}, a message's number, only what is newer, for which it waits up to ten seconds.
 * {@link LoopbackOnly} stands in front of it.
 */
final class DevMailServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Gson GSON = new Gson();

    @SuppressWarnings("serial")
    private final Mailbox mailbox;

    DevMailServlet(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String after = request.getParameter("after");
        if (after != null && !after.matches("[0-9]{1,18}")) {
            Replies.refused(400, "BAD_REQUEST").send(response);
            return;
        }
        String to = request.getParameter("to");
        long seen = after == null ? 0 : Long.parseLong(after);
        Predicate<Mailbox.Mail> wanted =
                mail -> mail.number() > seen && (to == null || mail.to().equals(to));
        List<Mailbox.Mail> found = after == null ? mailbox.matching(wanted) : await(wanted);
        byte[] json = GSON.toJson(Map.of("messages", found)).getBytes(StandardCharsets.UTF_8);
        response.setContentType("application/json");
        response.getOutputStream().write(json);
    }

    private List<Mailbox.Mail> await(Predicate<Mailbox.Mail> wanted) throws IOException {
        try {
            return mailbox.await(wanted, PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
