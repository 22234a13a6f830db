package org.authkit.device;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.authkit.model.RequestContext;
import org.authkit.model.SessionToken;
import org.authkit.spi.RequestProofs;
import org.jspecify.annotations.Nullable;

/** Checks a proof of possession over one HTTP request (RFC 9449 §4.3); the numbers in comments are that section's. */
final class RequestProof {
    private static final Set<String> HEADER = Set.of("typ", "alg", "jwk");
    private static final Duration MAX_AGE = Duration.ofSeconds(60);
    private static final Duration MAX_AHEAD = Duration.ofSeconds(10);
    private static final int MAX_JTI = 128;

    /** NumericDates beyond the year 5138 are refused before any arithmetic. */
    private static final double MAX_SECONDS = 1e11;

    private RequestProof() {}

    /** The thumbprint of the key a well-formed proof names; nothing is verified. */
    static Optional<String> thumbprint(String proof) {
        return CompactJws.parse(proof).flatMap(RequestProof::namedKey).map(DeviceKey::thumbprint);
    }

    static Optional<RequestProofs.Verified> verify(
            DeviceKey key, RequestContext.Http request, Optional<SessionToken> session, Instant now) {
        // (1), (2) One header of one JWT: a list would need a comma, which is no base64url.
        Optional<CompactJws> jws = request.proof().flatMap(CompactJws::parse);
        boolean byKey = jws.flatMap(RequestProof::namedKey)
                .filter(named -> named.thumbprint().equals(key.thumbprint()))
                .isPresent();
        if (!byKey || !Es256.verify(key, jws.get())) { // (6), (12)
            return Optional.empty();
        }
        return Encoding.decodeObject(jws.get().payload()).flatMap(claims -> judge(claims, key, request, session, now));
    }

    private static Optional<DeviceKey> namedKey(CompactJws jws) {
        Map<String, Object> header = jws.header();
        boolean expected = header.keySet().equals(HEADER)
                && "dpop+jwt".equals(header.get("typ")) // (4)
                && Es256.NAME.equals(header.get("alg")); // (5)
        return expected && header.get("jwk") instanceof Map<?, ?> jwk
                ? DeviceKey.fromMembers(jwk) // (7)
                : Optional.empty();
    }

    static Optional<RequestProofs.Verified> judge(
            Map<String, Object> claims,
            DeviceKey key,
            RequestContext.Http request,
            Optional<SessionToken> session,
            Instant now) {
        if (!(claims.get("jti") instanceof String jti) || jti.isEmpty() || jti.length() > MAX_JTI) {
            return Optional.empty();
        }
        if (!(claims.get("htm") instanceof String htm) || !htm.equals(request.method())) { // (8)
            return Optional.empty();
        }
        Optional<String> target = HttpUri.ofRequest(request.uri());
        if (target.isEmpty()
                || !(claims.get("htu") instanceof String htu)
                || !target.equals(HttpUri.ofClaim(htu))) { // (9)
            return Optional.empty();
        }
        Optional<Instant> issued = instant(claims.get("iat"));
        if (issued.isEmpty()
                || issued.get().isBefore(now.minus(MAX_AGE))
                || issued.get().isAfter(now.plus(MAX_AHEAD))
                || !isLive(claims, now)) { // (11)
            return Optional.empty();
        }
        if (session.isPresent() && !hash(session.get()).equals(claims.get("ath"))) { // (12)
            return Optional.empty();
        }
        return Optional.of(new RequestProofs.Verified(
                uniqueness(key.thumbprint(), htm, target.get(), jti),
                issued.get().plus(MAX_AGE).plus(MAX_AHEAD)));
    }

    /** A proof needs no expiry or beginning of its own; one that names them is held to them (RFC 7519 §4.1.4, §4.1.5). */
    private static boolean isLive(Map<String, Object> claims, Instant now) {
        boolean begun = !claims.containsKey("nbf")
                || instant(claims.get("nbf"))
                        .filter(at -> !at.isAfter(now.plus(MAX_AHEAD)))
                        .isPresent();
        boolean ended = claims.containsKey("exp")
                && instant(claims.get("exp")).filter(at -> at.isAfter(now)).isEmpty();
        return begun && !ended;
    }

    /** RFC 7519 §2, NumericDate: seconds, a fraction allowed. */
    private static Optional<Instant> instant(@Nullable Object claim) {
        return claim instanceof Number seconds && Math.abs(seconds.doubleValue()) <= MAX_SECONDS
                ? Optional.of(Instant.ofEpochMilli(Math.round(seconds.doubleValue() * 1000)))
                : Optional.empty();
    }

    private static String hash(SessionToken token) {
        return Encoding.sha256(token.reveal().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What makes a proof this proof: its key, target and {@code jti}, not its octets, since anyone can make a second valid
     * signature from an ECDSA signature, and a client may sign the same claims twice.
     */
    private static String uniqueness(String thumbprint, String method, String target, String jti) {
        StringBuilder text = new StringBuilder("authkit request proof 1");
        for (String part : new String[] {thumbprint, method, target, jti}) {
            text.append('\n').append(part.length()).append(' ').append(part);
        }
        return Encoding.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
