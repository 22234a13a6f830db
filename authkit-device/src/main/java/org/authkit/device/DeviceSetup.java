package org.authkit.device;

import java.util.Objects;

/**
 * What the new phone must sign with its new key before it is bound: a compact JWS by ES256 whose protected header holds
 * {@code alg}, {@code typ} and {@code kid} (the key's RFC 7638 thumbprint) and whose payload is the statement, byte for byte.
 *
 * @param statementType the {@code typ}
 * @param statement the payload as text, to be signed in UTF-8
 */
public record DeviceSetup(String statementType, String statement) {
    public DeviceSetup {
        Objects.requireNonNull(statementType, "statementType");
        Objects.requireNonNull(statement, "statement");
    }
}
