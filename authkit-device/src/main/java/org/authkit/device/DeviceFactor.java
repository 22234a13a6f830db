package org.authkit.device;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.authkit.model.Action;
import org.authkit.model.Proof;
import org.authkit.model.RequestContext;
import org.authkit.model.SessionToken;
import org.authkit.spi.Credential;
import org.authkit.spi.Factor;
import org.authkit.spi.FactorContext;
import org.authkit.spi.RequestProofs;

/**
 * The factor of a bound phone: an ES256 key pair whose private half stays on the phone. Its credential's id is the key's
 * RFC 7638 SHA-256 thumbprint, so a signature names its key and two accounts of one key are recognized.
 *
 * <p><b>What the phone signs.</b> A compact JWS (RFC 7515) of at most 8,192 characters whose payload is the challenge's statement
 * in UTF-8, byte for byte, and whose protected header holds exactly {@code alg} = {@code ES256}, {@code typ} = the statement's
 * type, {@code kid} = the thumbprint and, when the phone verified its user for this signature, the private member {@code uv} =
 * {@code true} (RFC 7515 §4.3). Every other member, {@code crit}, {@code jwk}, {@code jku}, {@code x5c} and {@code b64} among them,
 * is refused; so is a second spelling of any part.
 *
 * <p><b>What it proves.</b> {@code device}, and with {@code uv} also {@code device-uv}. The claim is inside what is signed, so nobody
 * on the way can add or strip it; but as long as keys are bound without attestation it is the phone app's own word under its
 * key: an app that lies, or a key kept outside secure hardware, is not recognized here.
 *
 * <p>Pure and thread-safe. Whatever a client sends is answered by a refusal, never by an exception.
 */
public final class DeviceFactor implements Factor<NewDevice, DeviceSetup>, RequestProofs {
    private static final String KIND = "device";
    private static final int LIMIT = 5;

    private DeviceFactor() {}

    /** A factor for phones bound by key, five at most per account. */
    public static DeviceFactor create() {
        return new DeviceFactor();
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Action enrollAction() {
        return Action.BIND_DEVICE;
    }

    @Override
    public Action removeAction() {
        return Action.REMOVE_DEVICE;
    }

    @Override
    public int limit() {
        return LIMIT;
    }

    /** The phone's {@code name} and its {@code key}, by thumbprint. */
    @Override
    public SortedMap<String, String> describe(NewDevice newcomer) {
        SortedMap<String, String> description = new TreeMap<>();
        description.put("name", newcomer.name());
        description.put("key", newcomer.key().thumbprint());
        return description;
    }

    @Override
    public Begun<DeviceSetup> begin(FactorContext context, NewDevice newcomer, Statement statement) {
        String pending = newcomer.key().state() + "\n" + newcomer.name();
        return new Begun<>(pending, new DeviceSetup(statement.type(), statement.text()));
    }

    /**
     * Completes a binding by the new key's own signature over the statement: a public key copied from elsewhere binds nothing.
     * A key the account already holds is refused.
     */
    @Override
    public Optional<Confirmed> confirm(FactorContext context, String pending, Statement statement, Proof proof) {
        int end = pending.indexOf('\n');
        if (end < 0 || !(proof instanceof Proof.Signature signature)) {
            return Optional.empty();
        }
        return DeviceKey.fromState(pending.substring(0, end))
                .filter(key ->
                        context.siblings().stream().noneMatch(held -> held.id().equals(key.thumbprint())))
                .filter(key -> SignedStatement.verify(key, statement, signature.jws()) instanceof Verification.Accepted)
                .map(key -> new Confirmed(key.thumbprint(), key.state()));
    }

    @Override
    public Verification verify(FactorContext context, Credential credential, Statement statement, Proof proof) {
        if (!(proof instanceof Proof.Signature signature)) {
            return new Verification.Refused("wrong-shape");
        }
        return keyOf(credential)
                .map(key -> SignedStatement.verify(key, statement, signature.jws()))
                .orElseGet(() -> new Verification.Refused("unreadable-state"));
    }

    @Override
    public Optional<String> credentialId(String proof) {
        return RequestProof.thumbprint(proof);
    }

    /**
     * Checks a proof in the form of RFC 9449 §4 over this request: {@code typ} = {@code dpop+jwt}, {@code alg} = {@code ES256},
     * {@code jwk} = the bound public key and nothing else in the header; {@code htm} the method, {@code htu} the URI without query
     * and fragment (both normalized by RFC 3986 §6.2.2 and §6.2.3), {@code iat} at most 60 seconds old and 10 seconds ahead,
     * {@code jti} of 1 to 128 characters, and {@code ath} over the session token whenever the request carries one. The proof covers
     * neither the body nor other headers; what must be signed by content is a statement.
     */
    @Override
    public Optional<Verified> verifyRequest(
            FactorContext context, Credential credential, RequestContext.Http request, Optional<SessionToken> session) {
        return keyOf(credential).flatMap(key -> RequestProof.verify(key, request, session, context.now()));
    }

    /** The credential's key, unless its id names another. */
    private static Optional<DeviceKey> keyOf(Credential credential) {
        return DeviceKey.fromState(credential.state())
                .filter(key ->
                        credential.kind().equals(KIND) && key.thumbprint().equals(credential.id()));
    }
}
