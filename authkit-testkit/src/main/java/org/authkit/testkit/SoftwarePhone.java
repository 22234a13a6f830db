package org.authkit.testkit;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.authkit.model.Challenge;
import org.authkit.model.Proof;
import org.authkit.model.SessionToken;

/**
 * A customer's phone in software: one P-256 key, and the two things a wallet's app does with it. It signs what it is given
 * without showing it to anybody, and its private key lies in ordinary memory; it is test equipment. Thread-safe.
 */
public final class SoftwarePhone {
    private static final int JTI_OCTETS = 16;

    private final String name;
    private final SigningKey key;

    private SoftwarePhone(String name, SigningKey key) {
        this.name = name;
        this.key = key;
    }

    /**
     * A new phone with a new key.
     *
     * @param name what its owner calls it
     * @param random where its key, its signatures and its {@code jti} values come from; a seeded one makes the same phone again
     */
    public static SoftwarePhone of(String name, SecureRandom random) {
        return new SoftwarePhone(Objects.requireNonNull(name, "name"), SigningKey.generate(random));
    }

    /** What its owner calls it. */
    public String name() {
        return name;
    }

    /** The public key as JSON Web Key (RFC 7517), as the phone sends it when it asks to be bound. */
    public String publicJwk() {
        return key.publicJwk();
    }

    /** The key's RFC 7638 SHA-256 thumbprint in base64url: the id of the device once bound. */
    public String thumbprint() {
        return key.thumbprint();
    }

    /** Signs a statement as a phone that lies unlocked on a table does: by possession alone. */
    public Proof.Signature sign(String statementType, String statement) {
        return new Proof.Signature(key.sign(header(statementType), statement));
    }

    /** Signs a statement after the phone asked its user for the fingerprint or PIN. */
    public Proof.Signature signVerified(String statementType, String statement) {
        Map<String, Object> header = header(statementType);
        header.put("uv", true);
        return new Proof.Signature(key.sign(header, statement));
    }

    /** Answers a challenge by possession alone. */
    public Proof.Signature answer(Challenge challenge) {
        return sign(challenge.statementType(), challenge.statement());
    }

    /** Answers a challenge after the phone asked its user for the fingerprint or PIN. */
    public Proof.Signature answerVerified(Challenge challenge) {
        return signVerified(challenge.statementType(), challenge.statement());
    }

    /**
     * Proves one HTTP request (RFC 9449 §4.2).
     *
     * @param method such as {@code POST}
     * @param uri the request's URI; query and fragment are left out of the proof
     * @param session the token the request carries, if it carries one
     * @param now the phone's clock
     * @return the value of the {@code DPoP} header
     */
    public String proveRequest(String method, URI uri, Optional<SessionToken> session, Instant now) {
        byte[] jti = new byte[JTI_OCTETS];
        key.random().nextBytes(jti);
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("typ", "dpop+jwt");
        header.put("alg", "ES256");
        header.put("jwk", key.publicMembers());
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("jti", Base64URL.encode(jti).toString());
        claims.put("htm", method);
        claims.put("htu", uri.toString().replaceFirst("[?#].*", ""));
        claims.put("iat", now.getEpochSecond());
        session.ifPresent(token -> claims.put("ath", hash(token.reveal())));
        return key.sign(header, JSONObjectUtils.toJSONString(claims));
    }

    private Map<String, Object> header(String statementType) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", "ES256");
        header.put("typ", statementType);
        header.put("kid", thumbprint());
        return header;
    }

    private static String hash(String token) {
        try {
            return Base64URL.encode(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)))
                    .toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this platform has no SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "SoftwarePhone[" + name + ", " + thumbprint() + "]";
    }
}
