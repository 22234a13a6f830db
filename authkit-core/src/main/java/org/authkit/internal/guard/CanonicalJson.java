package org.authkit.internal.guard;

import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * RFC 8785 for one flat object of strings, which is all a statement is: members sorted by UTF-16 code units, no white space,
 * only the escapes the RFC asks for.
 */
final class CanonicalJson {
    private CanonicalJson() {}

    static String of(SortedMap<String, String> members) {
        return members.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(member -> quote(member.getKey()) + ":" + quote(member.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
