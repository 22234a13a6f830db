package org.authkit.device;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.authkit.model.Evidence;
import org.authkit.spi.Factor.Statement;
import org.authkit.spi.Factor.Verification;

/** Checks a device key's signature over one statement. */
final class SignedStatement {
    private static final Set<String> HEADER = Set.of("alg", "typ", "kid", "uv");

    private SignedStatement() {}

    /** Accepted, keeping the key's state, only if the key signed exactly this statement for exactly this purpose. */
    static Verification verify(DeviceKey key, Statement statement, String text) {
        Optional<CompactJws> parsed = CompactJws.parse(text);
        if (parsed.isEmpty()) {
            return new Verification.Refused("malformed");
        }
        CompactJws jws = parsed.get();
        if (!HEADER.containsAll(jws.header().keySet())
                || !Es256.NAME.equals(jws.header().get("alg"))) {
            return new Verification.Refused("wrong-header");
        }
        if (!statement.type().equals(jws.header().get("typ"))) {
            return new Verification.Refused("wrong-purpose");
        }
        if (!key.thumbprint().equals(jws.header().get("kid"))) {
            return new Verification.Refused("wrong-key");
        }
        boolean userVerified = jws.header().containsKey("uv");
        if (userVerified && !Boolean.TRUE.equals(jws.header().get("uv"))) {
            return new Verification.Refused("wrong-header"); // "not verified" is said by silence, in one way only
        }
        if (!Encoding.encode(statement.text().getBytes(StandardCharsets.UTF_8)).equals(jws.payload())) {
            return new Verification.Refused("wrong-statement");
        }
        if (!Es256.verify(key, jws)) {
            return new Verification.Refused("wrong-signature");
        }
        return new Verification.Accepted(
                key.state(), userVerified ? Set.of(Evidence.DEVICE, Evidence.DEVICE_UV) : Set.of(Evidence.DEVICE));
    }
}
