package org.authkit.example.wallet;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A request body: one flat JSON object of strings, each member exactly once, and none that the route did not name. Lists,
 * numbers, nulls, nested objects and a second spelling of a member are refused, so that no two readers of one request can
 * disagree about what it says (attack A2). Immutable.
 */
final class Body {
    static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_MEMBERS = 16;

    private final Map<String, String> members;

    private Body(Map<String, String> members) {
        this.members = Map.copyOf(members);
    }

    static Body parse(byte[] utf8) throws BadRequestException {
        if (utf8.length > MAX_BYTES) {
            throw new BadRequestException(413, "the body is larger than 64 KiB");
        }
        try (JsonReader json = new JsonReader(new StringReader(decode(utf8)))) {
            json.setStrictness(Strictness.STRICT);
            Map<String, String> members = new HashMap<>();
            json.beginObject();
            while (json.hasNext()) {
                String name = text(json.nextName());
                if (json.peek() != JsonToken.STRING) {
                    throw new BadRequestException("every member is one string");
                }
                if (members.put(name, text(json.nextString())) != null) {
                    throw new BadRequestException("a member is given twice");
                }
                if (members.size() > MAX_MEMBERS) {
                    throw new BadRequestException("too many members");
                }
            }
            json.endObject();
            if (json.peek() != JsonToken.END_DOCUMENT) {
                throw new BadRequestException("something follows the object");
            }
            return new Body(members);
        } catch (MalformedJsonException | IllegalStateException | IllegalArgumentException e) {
            throw new BadRequestException("the body is not one JSON object of strings");
        } catch (IOException e) {
            throw new BadRequestException("the body ends too early");
        }
    }

    private static String decode(byte[] utf8) throws BadRequestException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
            if (text.startsWith("\ufeff")) { // RFC 8259 §8.1; the parser below would skip it in silence
                throw new BadRequestException("the body begins with a byte order mark");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new BadRequestException("the body is not UTF-8");
        }
    }

    /** Half a surrogate pair, which JSON can spell, is no text. */
    private static String text(String value) throws BadRequestException {
        if (value.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            throw new BadRequestException("a string is not well-formed Unicode");
        }
        return value;
    }

    /** Refuses unless the members are exactly these. */
    Body only(Set<String> names) throws BadRequestException {
        if (!members.keySet().equals(names)) {
            throw new BadRequestException("the members of this request are exactly: "
                    + String.join(", ", names.stream().sorted().toList()));
        }
        return this;
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    /** The same without these members. */
    Body without(Set<String> names) {
        Map<String, String> rest = new HashMap<>(members);
        rest.keySet().removeAll(names);
        return new Body(rest);
    }

    String text(String name, int maxLength) throws BadRequestException {
        String value = members.get(name);
        if (value == null || value.length() > maxLength) {
            throw new BadRequestException(name + ": missing or too long");
        }
        return value;
    }

    /** Reads a member as a type whose factory says no by {@code IllegalArgumentException}; its words never quote the value. */
    <T> T as(String name, Function<? super String, ? extends T> factory) throws BadRequestException {
        String value = text(name, MAX_BYTES);
        try {
            return factory.apply(value);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(name + ": not acceptable");
        }
    }
}
