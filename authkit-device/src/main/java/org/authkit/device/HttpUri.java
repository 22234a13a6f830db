package org.authkit.device;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/**
 * One text per HTTP URI, query and fragment left out, by the syntax-based and scheme-based normalization of RFC 3986 §6.2.2 and
 * §6.2.3: case of scheme, host and percent-encoding, needless percent-encoding, dot segments, the default port, an empty path.
 * A trailing slash keeps its meaning. User information is refused.
 */
final class HttpUri {
    private static final int MAX_LENGTH = 2048;
    private static final String UNRESERVED_MARKS = "-._~";

    private HttpUri() {}

    /** The request's URI, whatever query or fragment it carries. */
    static Optional<String> ofRequest(URI uri) {
        return normalize(uri);
    }

    /** A URI somebody claims in a proof: it has no query and no fragment (RFC 9449 §4.2). */
    static Optional<String> ofClaim(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(text);
            return uri.getRawQuery() == null && uri.getRawFragment() == null ? normalize(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> normalize(URI given) {
        URI uri = URI.create(given.toASCIIString());
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String defaultPort = scheme.equals("https") ? "443" : scheme.equals("http") ? "80" : "";
        String authority = uri.getRawAuthority();
        if (defaultPort.isEmpty() || uri.isOpaque() || authority == null || !authority.matches("[^@%]+")) {
            return Optional.empty();
        }
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        String host = (hasPort ? authority.substring(0, colon) : authority).toLowerCase(Locale.ROOT);
        String port = hasPort ? authority.substring(colon + 1).replaceFirst("^0+(?=.)", "") : "";
        if (host.isEmpty() || !port.matches("[0-9]{0,5}")) {
            return Optional.empty();
        }
        String suffix = port.isEmpty() || port.equals(defaultPort) ? "" : ":" + port;
        return Optional.of(scheme + "://" + host + suffix + withoutDots(withPlainEscapes(uri.getRawPath())));
    }

    private static String withPlainEscapes(String path) {
        StringBuilder plain = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) != '%') {
                plain.append(path.charAt(i));
                continue;
            }
            char decoded = (char) Integer.parseInt(path.substring(i + 1, i + 3), 16);
            if (isUnreserved(decoded)) {
                plain.append(decoded);
            } else {
                plain.append(path.substring(i, i + 3).toUpperCase(Locale.ROOT));
            }
            i += 2;
        }
        return plain.toString();
    }

    private static boolean isUnreserved(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || UNRESERVED_MARKS.indexOf(c) >= 0;
    }

    /** RFC 3986 §5.2.4 for a path that is empty or absolute, as it always is behind an authority. */
    private static String withoutDots(String path) {
        if (path.isEmpty()) {
            return "/";
        }
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = path.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            boolean dots = segments[i].equals(".") || segments[i].equals("..");
            if (segments[i].equals("..")) {
                kept.pollLast();
            }
            if (!dots) {
                kept.addLast(segments[i]);
            } else if (i == segments.length - 1) {
                kept.addLast("");
            }
        }
        return "/" + String.join("/", kept);
    }
}
