package org.authkit.internal.guard;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.authkit.model.Evidence;
import org.authkit.model.Proof;
import org.authkit.spi.Factor;

/** Checks statements by outside parties against the keys the wallet configured for them: ES256, nothing else. */
public final class Suppliers {
    private static final int MAX_JWS = 8192;

    private final Map<String, ECKey> keys;

    /**
     * @param jwks public P-256 JWK per evidence name
     * @throws IllegalArgumentException naming the supplier whose key is not one
     */
    public Suppliers(Map<String, String> jwks) {
        Map<String, ECKey> parsed = new LinkedHashMap<>();
        jwks.forEach((name, jwk) -> {
            Evidence.supplied(name);
            try {
                ECKey key = ECKey.parse(jwk);
                if (key.isPrivate() || !key.getCurve().equals(Curve.P_256)) {
                    throw new IllegalArgumentException("supplier " + name + ": needs a public P-256 key");
                }
                parsed.put(name, key);
            } catch (ParseException e) {
                throw new IllegalArgumentException("supplier " + name + ": not a JWK");
            }
        });
        this.keys = Map.copyOf(parsed);
    }

    boolean knows(String name) {
        return keys.containsKey(name);
    }

    /** The evidence it supplies, or empty when the statement is not this party's word on this very challenge. */
    Optional<Evidence> check(Proof.Supplied proof, Factor.Statement statement) {
        ECKey key = keys.get(proof.name());
        if (key == null || proof.jws().length() > MAX_JWS) {
            return Optional.empty();
        }
        try {
            JWSObject jws = JWSObject.parse(proof.jws());
            boolean header = JWSAlgorithm.ES256.equals(jws.getHeader().getAlgorithm())
                    && jws.getHeader().getType() != null
                    && statement.type().equals(jws.getHeader().getType().getType())
                    && jws.getHeader().getCriticalParams() == null;
            boolean right = header
                    && statement.text().equals(jws.getPayload().toString())
                    && jws.verify(new ECDSAVerifier(key));
            return right ? Optional.of(Evidence.supplied(proof.name())) : Optional.empty();
        } catch (ParseException | JOSEException e) {
            return Optional.empty();
        }
    }
}
