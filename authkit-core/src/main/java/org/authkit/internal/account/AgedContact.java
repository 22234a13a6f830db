package org.authkit.internal.account;

import org.authkit.model.Login;
import org.authkit.model.VerifiedContact;

/** The one implementation of {@link VerifiedContact}; only {@link Account#verifiedContacts} makes it. */
public final class AgedContact implements VerifiedContact {
    private final String id;
    private final Login address;

    AgedContact(String id, Login address) {
        this.id = id;
        this.address = address;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Login address() {
        return address;
    }
}
