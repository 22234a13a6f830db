package org.authkit.example.wallet;

import java.util.List;
import java.util.Map;
import org.authkit.AuthKit;
import org.authkit.example.wallet.Replies.Reply;
import org.authkit.model.Decision;
import org.authkit.model.EmailAddress;
import org.authkit.model.Login;
import org.authkit.model.Password;
import org.authkit.model.RequestContext;
import org.authkit.model.Session;
import org.authkit.model.Ticket;

/** Registration, sign-in, sessions, passwords. */
final class AccountRoutes {
    private static final int ID = 128;

    private final AuthKit kit;
    private final Replies replies;
    private final Inbox inbox;

    AccountRoutes(AuthKit kit, Replies replies, Inbox inbox) {
        this.kit = kit;
        this.replies = replies;
        this.inbox = inbox;
    }

    List<Route> routes() {
        return List.of(
                Route.of("register", this::register, "email"),
                Route.of("confirm", this::confirm, "ticket", "password"),
                Route.of("sign-in", this::signIn, "login", "password"),
                Route.of(
                        "sign-out",
                        (body, request) -> replies.done(kit.sessions().signOut(request))),
                Route.of("session", this::session),
                Route.of("inbox", this::inbox),
                Route.of("sessions/list", this::sessions),
                Route.of("sessions/revoke", this::revoke, "id"),
                Route.of(
                        "sessions/revoke-others",
                        (body, request) -> replies.done(kit.sessions().revokeOthers(request))),
                Route.of("password/change", this::changePassword, "current", "next"),
                Route.of("password/forgot", this::forgot, "login"),
                Route.of("password/reset", this::reset, "ticket", "password"));
    }

    private Reply register(Body body, RequestContext request) throws BadRequestException {
        return replies.done(kit.registration().register(body.as("email", EmailAddress::of), request));
    }

    private Reply confirm(Body body, RequestContext request) throws BadRequestException {
        Ticket ticket = body.as("ticket", Ticket::of);
        try (Password password = body.as("password", Password::of)) {
            return replies.of(kit.registration().confirm(ticket, password, request), Shown::signedIn);
        }
    }

    private Reply signIn(Body body, RequestContext request) throws BadRequestException {
        Login login = body.as("login", Login::parse);
        try (Password password = body.as("password", Password::of)) {
            return replies.of(kit.signIn().withPassword(login, password, request), Shown::signedIn);
        }
    }

    private Reply session(Body body, RequestContext request) {
        return replies.of(kit.sessions().authenticate(request), Shown::session);
    }

    private Reply sessions(Body body, RequestContext request) {
        return replies.of(
                kit.sessions().list(request),
                list -> Shown.items(list.stream().map(Shown::session).toList()));
    }

    private Reply revoke(Body body, RequestContext request) throws BadRequestException {
        return replies.done(kit.sessions().revoke(body.text("id", ID), request));
    }

    /** Messages to a phone are shown to the session that this very phone opened, and to no other. */
    private Reply inbox(Body body, RequestContext request) {
        Decision<Session.Summary> session = kit.sessions().authenticate(request);
        return replies.of(
                session,
                mine -> Shown.items(mine.deviceId().map(inbox::of).orElse(List.of()).stream()
                        .map(message -> Map.of(
                                "id", message.id(),
                                "template", message.template(),
                                "subject", message.subject(),
                                "text", message.text()))
                        .toList()));
    }

    private Reply changePassword(Body body, RequestContext request) throws BadRequestException {
        try (Password current = body.as("current", Password::of);
                Password next = body.as("next", Password::of)) {
            return replies.done(kit.passwordChange().change(current, next, request));
        }
    }

    /** There is nothing in this request that says where the mail should go. */
    private Reply forgot(Body body, RequestContext request) throws BadRequestException {
        return replies.done(kit.passwordReset().request(body.as("login", Login::parse), request));
    }

    private Reply reset(Body body, RequestContext request) throws BadRequestException {
        Ticket ticket = body.as("ticket", Ticket::of);
        try (Password password = body.as("password", Password::of)) {
            return replies.done(kit.passwordReset().complete(ticket, password, request));
        }
    }
}
