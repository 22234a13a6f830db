package org.authkit.device;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;

/**
 * A P-256 public key that was checked to be a point on the curve (RFC 8725 §3.4), with its RFC 7638 thumbprint. Immutable.
 * Equal keys have equal thumbprints, because a coordinate has one accepted encoding.
 */
final class DeviceKey {
    private static final int MAX_JWK = 1024;
    private static final int COORDINATE_OCTETS = 32;
    private static final String STATE_VERSION = "1";
    private static final Set<String> MEMBERS = Set.of("kty", "crv", "x", "y", "kid", "ext", "use", "alg", "key_ops");

    private final String x;
    private final String y;
    private final ECPublicKeyParameters point;
    private final String thumbprint;

    private DeviceKey(String x, String y, ECPublicKeyParameters point) {
        this.x = x;
        this.y = y;
        this.point = point;
        // RFC 7638 §3.2: the required members in lexical order; RFC 7518 §6.2.1 names them.
        String canonical = "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + x + "\",\"y\":\"" + y + "\"}";
        this.thumbprint = Encoding.sha256(canonical.getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads a JSON Web Key; empty unless it is exactly one public P-256 key fit for ES256. */
    static Optional<DeviceKey> fromJwk(String text) {
        return text.length() > MAX_JWK
                ? Optional.empty()
                : Encoding.object(text).flatMap(DeviceKey::fromMembers);
    }

    static Optional<DeviceKey> fromMembers(Map<?, ?> jwk) {
        boolean fit = MEMBERS.containsAll(jwk.keySet())
                && "EC".equals(jwk.get("kty"))
                && "P-256".equals(jwk.get("crv"))
                && (!jwk.containsKey("use") || "sig".equals(jwk.get("use")))
                && (!jwk.containsKey("alg") || Es256.NAME.equals(jwk.get("alg")))
                && (!jwk.containsKey("key_ops") || List.of("verify").equals(jwk.get("key_ops")));
        return fit && jwk.get("x") instanceof String x && jwk.get("y") instanceof String y
                ? fromCoordinates(x, y)
                : Optional.empty();
    }

    /** Reads what {@link #state()} wrote. */
    static Optional<DeviceKey> fromState(String state) {
        String[] parts = state.split(" ", -1);
        return parts.length == 3 && parts[0].equals(STATE_VERSION)
                ? fromCoordinates(parts[1], parts[2])
                : Optional.empty();
    }

    private static Optional<DeviceKey> fromCoordinates(String x, String y) {
        return coordinate(x)
                .flatMap(octetsOfX -> coordinate(y)
                        .flatMap(octetsOfY -> Es256.point(octetsOfX, octetsOfY))
                        .map(point -> new DeviceKey(x, y, point)));
    }

    /** RFC 7518 §6.2.1.2: the full octet string, leading zeros included. */
    private static Optional<byte[]> coordinate(String text) {
        return Encoding.decode(text).filter(octets -> octets.length == COORDINATE_OCTETS);
    }

    /** The text kept in the account document: format version and both coordinates. */
    String state() {
        return STATE_VERSION + " " + x + " " + y;
    }

    /** Base64url of the key's SHA-256 thumbprint (RFC 7638), 43 characters. */
    String thumbprint() {
        return thumbprint;
    }

    ECPublicKeyParameters point() {
        return point;
    }
}
