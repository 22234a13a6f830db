package org.authkit.internal.guard;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.authkit.model.Action;
import org.authkit.model.Password;
import org.authkit.model.RequestContext;

/**
 * One call as the guard sees it.
 *
 * @param arguments everything a challenge must be bound to and a device must show; no secrets
 * @param password the account's current password, where a verb takes it beside a session
 */
public record Call(
        Action action,
        Subject subject,
        SortedMap<String, String> arguments,
        Optional<Password> password,
        RequestContext request) {

    /** A call by session. */
    public static Call bySession(Action action, RequestContext request, String... arguments) {
        return new Call(action, new Subject.BySession(), sorted(arguments), Optional.empty(), request);
    }

    public static SortedMap<String, String> sorted(String... namesAndValues) {
        TreeMap<String, String> map = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
