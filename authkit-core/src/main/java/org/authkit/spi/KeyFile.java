package org.authkit.spi;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** What stands in a key file. The parser is strict, and its messages name the line, never what stands on it. */
record KeyFile(String currentId, Map<String, SecretKey> keys) {
    private static final int KEY_BYTES = 32;
    private static final Pattern ID = Pattern.compile("[a-z0-9]{1,16}");
    private static final Pattern SPACES = Pattern.compile("[ \\t]+");

    KeyFile {
        keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    }

    static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    static SecretKey newKey(SecureRandom random) {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return new SecretKeySpec(bytes, "AES");
    }

    static KeyFile parse(Path file, List<String> lines) {
        @Nullable String current = null;
        Map<String, SecretKey> keys = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String at = "key file " + file + ", line " + (i + 1) + ": ";
            String[] words = SPACES.split(line);
            if (words[0].equals("current") && words.length == 2) {
                if (current != null) {
                    throw new KeyUnavailableException(at + "a second 'current'; keep one");
                }
                current = requireId(words[1], at);
            } else if (words[0].equals("key") && words.length == 3) {
                if (keys.put(requireId(words[1], at), decode(words[2], at)) != null) {
                    throw new KeyUnavailableException(at + "this id has a key already; give each key its own id");
                }
            } else {
                throw new KeyUnavailableException(at + "write 'current ID', 'key ID BASE64' or '# comment'");
            }
        }
        if (current == null) {
            throw new KeyUnavailableException("key file " + file + ": no 'current ID' line; add one");
        }
        if (!keys.containsKey(current)) {
            throw new KeyUnavailableException(
                    "key file " + file + ": 'current' names an id without a 'key' line; add it, or name another");
        }
        return new KeyFile(current, keys);
    }

    private static String requireId(String id, String at) {
        if (!isId(id)) {
            throw new KeyUnavailableException(at + "the id must be 1 to 16 lower-case letters and digits");
        }
        return id;
    }

    private static SecretKey decode(String text, String at) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            // Without the cause: its message quotes the text.
            throw new KeyUnavailableException(at + "the key is not base64; restore it from a copy");
        }
        if (bytes.length != KEY_BYTES
                || !Base64.getEncoder().encodeToString(bytes).equals(text)) {
            throw new KeyUnavailableException(at + "the key must be 32 bytes of padded base64; restore it from a copy");
        }
        return new SecretKeySpec(bytes, "AES");
    }

    String text() {
        StringBuilder text =
                new StringBuilder("# AuthKit's keys. Keep a copy in another safe place; show it to nobody.\n");
        text.append("current ").append(currentId).append('\n');
        keys.forEach((id, key) -> text.append("key ")
                .append(id)
                .append(' ')
                .append(Base64.getEncoder().encodeToString(key.getEncoded()))
                .append('\n'));
        return text.toString();
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "KeyFile[" + keys.keySet() + "]";
    }
}
