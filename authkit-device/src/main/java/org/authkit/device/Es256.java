package org.authkit.device;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;

/**
 * ECDSA over P-256 with SHA-256 (RFC 7518 §3.4), the only algorithm there is here: it comes from the policy, and a header that
 * names another is refused before. BouncyCastle computes it, called directly: several times faster than the JDK's own engine on
 * Java 17, and no security provider has to be built or registered.
 */
final class Es256 {
    static final String NAME = "ES256";
    private static final int PART_OCTETS = 32;
    private static final byte UNCOMPRESSED = 4;
    private static final X9ECParameters P256 = CustomNamedCurves.getByName("secp256r1");
    private static final ECDomainParameters DOMAIN = new ECDomainParameters(P256);

    private Es256() {}

    /** The point with these coordinates; empty unless both are below the field's prime and it lies on the curve. */
    static Optional<ECPublicKeyParameters> point(byte[] x, byte[] y) {
        byte[] encoded = new byte[1 + 2 * PART_OCTETS];
        encoded[0] = UNCOMPRESSED;
        System.arraycopy(x, 0, encoded, 1, PART_OCTETS);
        System.arraycopy(y, 0, encoded, 1 + PART_OCTETS, PART_OCTETS);
        try {
            return Optional.of(new ECPublicKeyParameters(P256.getCurve().decodePoint(encoded), DOMAIN));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether the signature is the key's, over exactly these characters. R and S are refused outside 1 to n - 1. */
    static boolean verify(DeviceKey key, CompactJws jws) {
        Optional<byte[]> signature =
                Encoding.decode(jws.signature()).filter(octets -> octets.length == 2 * PART_OCTETS);
        if (signature.isEmpty()) {
            return false;
        }
        BigInteger r = new BigInteger(1, Arrays.copyOf(signature.get(), PART_OCTETS));
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature.get(), PART_OCTETS, 2 * PART_OCTETS));
        ECDSASigner engine = new ECDSASigner();
        engine.init(false, key.point());
        return engine.verifySignature(Encoding.digest(jws.signed().getBytes(StandardCharsets.US_ASCII)), r, s);
    }
}
