package org.authkit.verification;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.authkit.model.AccountId;

/** An insider with write access to the stored rows, and no keys. */
interface Tamper {
    byte[] body(AccountId account);

    long version(AccountId account);

    boolean isSetAside(AccountId account);

    void setBody(AccountId account, byte[] body);

    void setVersion(AccountId account, long version);

    /** Repoints whatever index rows lead to one account to another one. */
    void repoint(AccountId from, AccountId to);

    List<String> tickets();

    /** Exchanges the bodies of two tickets. */
    void swapTickets(String one, String other);

    /** The messages that have not left, with their streams. */
    Map<String, String> messages();

    void editMessage(String id, UnaryOperator<byte[]> edit);

    void setStream(String messageId, String stream);

    List<String> events(AccountId account);

    void editEvent(String id, UnaryOperator<byte[]> edit);

    static byte[] flipped(byte[] body, int at) {
        byte[] edited = body.clone();
        edited[at] ^= 0x40;
        return edited;
    }
}
