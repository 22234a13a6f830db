package org.authkit.internal.guard;

import org.authkit.internal.account.Tickets;
import org.authkit.model.Login;
import org.authkit.model.Password;
import org.authkit.model.Ticket;

/** How a call says whose account it is about. A bare account id is not among the ways. */
public sealed interface Subject {

    /** The session token in the request. */
    record BySession() implements Subject {}

    /** A login and its password, both as typed. */
    record ByLogin(Login login, Password password) implements Subject {}

    /** A ticket that travelled through a message. */
    record ByTicket(Ticket ticket, Tickets.Kind kind) implements Subject {}
}
