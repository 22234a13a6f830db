package org.authkit.model;

/** What a customer types to say who they are: an e-mail address or a phone number, canonical once parsed. */
public sealed interface Login permits EmailAddress, PhoneNumber {

    /** The one spelling by which AuthKit compares and indexes this login. */
    String canonical();

    /** A form for notices to third eyes, such as {@code t***@example.jp}. */
    String masked();

    /**
     * Reads either form: text with an {@code @} is an e-mail address, anything else a phone number.
     *
     * @throws IllegalArgumentException naming {@code text} when it is neither
     */
    static Login parse(String text) {
        return text.indexOf('@') >= 0 || text.indexOf('＠') >= 0 ? EmailAddress.of(text) : PhoneNumber.of(text);
    }
}
