package org.authkit.internal.guard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.authkit.internal.account.Account;
import org.authkit.model.Login;
import org.authkit.model.Password;
import org.jspecify.annotations.Nullable;

/** A password someone chose: judged, and hashed once however many rounds its call takes. Confined to one call. */
public final class NewPassword {
    private final Parts parts;
    private final Password password;
    private @Nullable String hash;

    public NewPassword(Parts parts, Password password) {
        this.parts = parts;
        this.password = password;
    }

    /** Whether the rules that concern no account accept it; asked before anything else is done. */
    public boolean isAcceptable() {
        return isAcceptableFor(List.of());
    }

    /** Whether the rules accept it, the account's own names included. */
    public boolean isAcceptableFor(Account account) {
        List<String> words = new ArrayList<>(account.logins());
        account.contacts().forEach(contact -> words.add(contact.address().canonical()));
        return isAcceptableFor(words);
    }

    public boolean isAcceptableFor(Login login) {
        return isAcceptableFor(List.of(login.canonical()));
    }

    private boolean isAcceptableFor(List<String> personalWords) {
        return password.form() == Password.Form.ACCEPTABLE
                && parts.passwordRules().check(password, personalWords).isEmpty();
    }

    /** A keyed digest by which a challenge is bound to this very password without showing it. */
    public String digest() {
        byte[] utf8 = password.utf8();
        try {
            return parts.accounts()
                    .vault()
                    .digest("new-password", HexFormat.of().formatHex(utf8));
        } finally {
            Arrays.fill(utf8, (byte) 0);
        }
    }

    /** Its hash, as it is stored. */
    public String phc() {
        String known = hash;
        if (known == null) {
            known = parts.hasher().hash(password);
            hash = known;
        }
        return known;
    }
}
