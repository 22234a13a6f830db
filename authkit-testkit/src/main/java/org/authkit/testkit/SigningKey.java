package org.authkit.testkit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Map;

/** A P-256 key pair that signs compact JWS by ES256, on the platform's own engine so that it checks the one AuthKit uses. */
final class SigningKey {
    private final KeyPair pair;
    private final ECKey publicKey;
    private final SecureRandom random;

    private SigningKey(KeyPair pair, ECKey publicKey, SecureRandom random) {
        this.pair = pair;
        this.publicKey = publicKey;
        this.random = random;
    }

    static SigningKey generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            return new SigningKey(pair, new ECKey.Builder(Curve.P_256, (ECPublicKey) pair.getPublic()).build(), random);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this platform has no P-256", e);
        }
    }

    String publicJwk() {
        return publicKey.toJSONString();
    }

    Map<String, Object> publicMembers() {
        return publicKey.toJSONObject();
    }

    String thumbprint() {
        try {
            return publicKey.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalStateException("this platform has no SHA-256", e);
        }
    }

    SecureRandom random() {
        return random;
    }

    /** The compact JWS of this header, as it stands, and this payload. */
    String sign(Map<String, Object> header, String payload) {
        String signed = Base64URL.encode(JSONObjectUtils.toJSONString(header)) + "." + Base64URL.encode(payload);
        try {
            Signature engine = Signature.getInstance("SHA256withECDSAinP1363Format");
            engine.initSign(pair.getPrivate(), random);
            engine.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64URL.encode(engine.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this platform has no ES256", e);
        }
    }
}
