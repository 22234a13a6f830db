package org.authkit.totp;

/**
 * What a customer brings when enrolling an authenticator app. Both texts are kept in Unicode NFC without outer spaces.
 *
 * @param name the owner's own name for it, such as {@code My phone}; 1 to 64 characters
 * @param account what the app shows beside the issuer to tell accounts apart, usually the login; no colon, at most 254 bytes
 *     of UTF-8
 */
public record NewTotp(String name, String account) {
    /**
     * Checks both texts.
     *
     * @throws IllegalArgumentException naming the part that is blank, too long, or holds characters that cannot be seen
     */
    public NewTotp {
        name = Label.name(name);
        account = Label.account(account);
    }
}
