package org.authkit.operator;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.authkit.model.EmailAddress;
import org.authkit.model.Login;
import org.authkit.model.PhoneNumber;

/**
 * An account as its predecessor system knew it.
 *
 * @param login what its owner types
 * @param emails mailboxes on file there; attested, not confirmed
 * @param phones numbers on file there; attested, used for notices only
 * @param passwordHash an Argon2id hash in PHC form, where the predecessor kept one
 * @param locale the language of its messages
 */
public record AccountImport(
        Login login,
        List<EmailAddress> emails,
        List<PhoneNumber> phones,
        Optional<String> passwordHash,
        Locale locale) {
    public AccountImport {
        Objects.requireNonNull(login, "login");
        emails = List.copyOf(emails);
        phones = List.copyOf(phones);
        Objects.requireNonNull(passwordHash, "passwordHash");
        Objects.requireNonNull(locale, "locale");
    }
}
