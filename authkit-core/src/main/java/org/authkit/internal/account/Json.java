package org.authkit.internal.account;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Typed reading of parsed JSON; a missing or mistyped member is an error that names it. */
final class Json {
    private final Map<String, Object> members;

    private Json(Map<String, Object> members) {
        this.members = members;
    }

    static Json parse(String text) {
        try {
            Map<String, Object> members = JSONObjectUtils.parse(text);
            if (members == null) {
                throw new IllegalStateException("a stored document is not a JSON object");
            }
            return new Json(members);
        } catch (ParseException e) {
            throw new IllegalStateException("a stored document is not JSON");
        }
    }

    String text(String name) {
        return need(name, String.class);
    }

    @Nullable
    String textOrNull(String name) {
        return members.get(name) instanceof String text ? text : null;
    }

    long number(String name) {
        return need(name, Number.class).longValue();
    }

    boolean flag(String name) {
        return need(name, Boolean.class);
    }

    Instant instant(String name) {
        return Instant.ofEpochMilli(number(name));
    }

    @Nullable
    Instant instantOrNull(String name) {
        return members.get(name) instanceof Number millis ? Instant.ofEpochMilli(millis.longValue()) : null;
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object item : need(name, List.class)) {
            texts.add((String) item);
        }
        return texts;
    }

    List<Json> objects(String name) {
        List<Json> objects = new ArrayList<>();
        for (Object item : need(name, List.class)) {
            objects.add(of(item, name));
        }
        return objects;
    }

    @Nullable
    Json objectOrNull(String name) {
        Object value = members.get(name);
        return value == null ? null : of(value, name);
    }

    Map<String, Object> map(String name) {
        return of(need(name, Map.class), name).members;
    }

    private static Json of(Object value, String name) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalStateException("a stored document's " + name + " is not an object");
        }
        Map<String, Object> typed = new java.util.LinkedHashMap<>();
        map.forEach((key, member) -> typed.put((String) key, member));
        return new Json(typed);
    }

    private <T> T need(String name, Class<T> type) {
        Object value = members.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalStateException("a stored document's " + name + " is missing or of another type");
        }
        return type.cast(value);
    }
}
