package org.authkit.spi;

import java.time.Instant;
import java.util.Optional;
import org.authkit.model.RequestContext;
import org.authkit.model.SessionToken;

/** What a factor adds when its credentials can sign HTTP requests themselves (RFC 9449 form). Pure and thread-safe. */
public interface RequestProofs {

    /**
     * A request signature that is right.
     *
     * @param uniqueness the proof's own unique value ({@code jti}); the guard accepts it once
     * @param acceptableUntil after this instant the same proof is too old anyway
     */
    record Verified(String uniqueness, Instant acceptableUntil) {}

    /**
     * @return the thumbprint (RFC 7638) of the key a well-formed proof names, which is the credential's id; nothing is
     *     verified yet
     */
    Optional<String> credentialId(String proof);

    /**
     * @param session the token the request carries, which the proof must then cover ({@code ath})
     * @return empty when the proof is not right for this request
     */
    Optional<Verified> verifyRequest(
            FactorContext context, Credential credential, RequestContext.Http request, Optional<SessionToken> session);
}
