package org.authkit.testkit;

import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import org.authkit.model.Challenge;
import org.authkit.model.Proof;

/**
 * An outside party in software, such as an identity check at a counter or by a chip card: one P-256 key whose public half the
 * wallet configures under the name of the evidence it supplies. It signs for whoever asks; it is test equipment. Thread-safe.
 */
public final class StatementIssuer {
    private final SigningKey key;

    private StatementIssuer(SigningKey key) {
        this.key = key;
    }

    /**
     * A new party with a new key.
     *
     * @param random where its key and signatures come from; a seeded one makes the same party again
     */
    public static StatementIssuer of(SecureRandom random) {
        return new StatementIssuer(SigningKey.generate(random));
    }

    /** The public key as JSON Web Key (RFC 7517), for the wallet's configuration. */
    public String publicJwk() {
        return key.publicJwk();
    }

    /** The key's name in the {@code kid} of what it signs: its RFC 7638 SHA-256 thumbprint in base64url. */
    public String keyId() {
        return key.thumbprint();
    }

    /**
     * States, for this challenge and no other, that the party's check succeeded.
     *
     * @param name the evidence supplied, such as {@code identity}
     * @return a compact JWS by ES256 over the challenge's statement; its header holds {@code alg}, {@code typ} and {@code kid}
     */
    public Proof.Supplied supply(String name, Challenge challenge) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", "ES256");
        header.put("typ", challenge.statementType());
        header.put("kid", keyId());
        return new Proof.Supplied(name, key.sign(header, challenge.statement()));
    }

    @Override
    public String toString() {
        return "StatementIssuer[" + keyId() + "]";
    }
}
