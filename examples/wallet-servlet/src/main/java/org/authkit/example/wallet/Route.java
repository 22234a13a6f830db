package org.authkit.example.wallet;

import java.util.Set;
import org.authkit.example.wallet.Replies.Reply;
import org.authkit.model.RequestContext;

/**
 * One call of the API.
 *
 * @param path below {@code /api/}
 * @param members what its body holds, exactly
 */
record Route(String path, Set<String> members, Handler handler) {

    /** What the call does. */
    @FunctionalInterface
    interface Handler {
        Reply handle(Body body, RequestContext request) throws BadRequestException;
    }

    static Route of(String path, Handler handler, String... members) {
        return new Route(path, Set.of(members), handler);
    }
}
