package org.authkit.example.wallet;

import java.util.List;
import java.util.Map;
import org.authkit.AuthKit;
import org.authkit.device.DeviceSetup;
import org.authkit.device.NewDevice;
import org.authkit.enrollment.Enrollment;
import org.authkit.example.wallet.Replies.Reply;
import org.authkit.model.Decision;
import org.authkit.model.EmailAddress;
import org.authkit.model.Login;
import org.authkit.model.Password;
import org.authkit.model.Proof;
import org.authkit.model.RequestContext;
import org.authkit.model.Ticket;
import org.authkit.totp.NewTotp;
import org.authkit.totp.TotpSetup;

/** The customer's security settings: phones, authenticator apps, contacts, and changes that wait for an answer. */
final class SecurityRoutes {
    private static final int ID = 128;
    private static final int JWS = 16 * 1024;

    private final Embedding authkit;
    private final AuthKit kit;
    private final Replies replies;

    SecurityRoutes(Embedding authkit, Replies replies) {
        this.authkit = authkit;
        this.kit = authkit.kit();
        this.replies = replies;
    }

    List<Route> routes() {
        return List.of(
                Route.of("devices/begin", this::beginDevice, "name", "key"),
                Route.of("devices/begin-new", this::beginNewPhone, "login", "password", "name", "key"),
                Route.of("devices/confirm", this::confirmDevice, "ticket", "signature"),
                Route.of("totp/begin", this::beginTotp, "name", "account"),
                Route.of("totp/confirm", this::confirmTotp, "ticket", "code"),
                Route.of("factors/list", this::factors),
                Route.of("factors/remove", this::removeFactor, "id"),
                Route.of("contacts/list", this::contacts),
                Route.of("contacts/add", this::addContact, "email"),
                Route.of("contacts/confirm", this::confirmContact, "ticket"),
                Route.of("contacts/remove", this::removeContact, "id"),
                Route.of("pending/list", this::pending),
                Route.of("pending/approve", this::approve, "id"),
                Route.of("pending/decline", this::decline, "id"),
                Route.of("veto", this::veto, "ticket"));
    }

    // ---- phones and authenticator apps

    private Reply beginDevice(Body body, RequestContext request) throws BadRequestException {
        return device(kit.enrollment().begin(authkit.device(), newDevice(body), request));
    }

    /** For a phone nobody has signed in on: it says who it is by login and password, and then waits for the old phone. */
    private Reply beginNewPhone(Body body, RequestContext request) throws BadRequestException {
        Login login = body.as("login", Login::parse);
        NewDevice newcomer = newDevice(body);
        try (Password password = body.as("password", Password::of)) {
            return device(kit.enrollment().begin(login, password, authkit.device(), newcomer, request));
        }
    }

    private static NewDevice newDevice(Body body) throws BadRequestException {
        String name = body.text("name", 200);
        return body.as("key", key -> new NewDevice(name, key));
    }

    private Reply device(Decision<Enrollment.Begun<DeviceSetup>> begun) {
        return replies.of(begun, setup -> {
            Map<String, Object> json = Shown.begun(setup);
            json.put("statementType", setup.shown().statementType());
            json.put("statement", setup.shown().statement());
            return json;
        });
    }

    private Reply confirmDevice(Body body, RequestContext request) throws BadRequestException {
        Proof proof = new Proof.Signature(body.text("signature", JWS));
        return replies.of(
                kit.enrollment().confirm(body.as("ticket", Ticket::of), proof, request), Shown::authenticator);
    }

    private Reply beginTotp(Body body, RequestContext request) throws BadRequestException {
        String account = body.text("account", 254);
        NewTotp newcomer = body.as("name", name -> new NewTotp(name, account));
        Decision<Enrollment.Begun<TotpSetup>> begun = kit.enrollment().begin(authkit.totp(), newcomer, request);
        return replies.of(begun, setup -> {
            Map<String, Object> json = Shown.begun(setup);
            json.put("otpauth", setup.shown().otpauthUri());
            json.put("secret", setup.shown().secretBase32Grouped());
            json.put("qr", setup.shown().qrSvg());
            return json;
        });
    }

    private Reply confirmTotp(Body body, RequestContext request) throws BadRequestException {
        Proof proof = new Proof.Code("totp", body.text("code", 64));
        return replies.of(
                kit.enrollment().confirm(body.as("ticket", Ticket::of), proof, request), Shown::authenticator);
    }

    private Reply factors(Body body, RequestContext request) {
        return replies.of(
                kit.enrollment().list(request),
                list -> Shown.items(list.stream().map(Shown::authenticator).toList()));
    }

    private Reply removeFactor(Body body, RequestContext request) throws BadRequestException {
        return replies.done(kit.enrollment().remove(body.text("id", ID), request));
    }

    // ---- contacts

    private Reply contacts(Body body, RequestContext request) {
        return replies.of(
                kit.contacts().list(request),
                list -> Shown.items(list.stream().map(Shown::contact).toList()));
    }

    private Reply addContact(Body body, RequestContext request) throws BadRequestException {
        return replies.of(kit.contacts().add(body.as("email", EmailAddress::of), request), Shown::contact);
    }

    private Reply confirmContact(Body body, RequestContext request) throws BadRequestException {
        return replies.done(kit.contacts().confirm(body.as("ticket", Ticket::of), request));
    }

    private Reply removeContact(Body body, RequestContext request) throws BadRequestException {
        return replies.done(kit.contacts().remove(body.text("id", ID), request));
    }

    // ---- changes that wait

    private Reply pending(Body body, RequestContext request) {
        return replies.of(
                kit.pending().list(request),
                list -> Shown.items(list.stream().map(Shown::pending).toList()));
    }

    private Reply approve(Body body, RequestContext request) throws BadRequestException {
        return replies.done(kit.pending().approve(body.text("id", ID), request));
    }

    private Reply decline(Body body, RequestContext request) throws BadRequestException {
        return replies.done(kit.pending().decline(body.text("id", ID), request));
    }

    private Reply veto(Body body, RequestContext request) throws BadRequestException {
        return replies.done(kit.pending().veto(body.as("ticket", Ticket::of), request));
    }
}
