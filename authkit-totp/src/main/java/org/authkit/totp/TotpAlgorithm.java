package org.authkit.totp;

/**
 * The hash inside the HMAC (RFC 6238 §1.2). Many authenticator apps know SHA-1 only and silently use it whatever the QR code
 * says; HMAC does not need collision resistance, so SHA-1 is sound here.
 */
public enum TotpAlgorithm {
    /** HMAC-SHA-1, the one that every app knows; 160-bit secrets. */
    SHA1("HmacSHA1", 20),
    /** HMAC-SHA-256; 256-bit secrets. */
    SHA256("HmacSHA256", 32),
    /** HMAC-SHA-512; 512-bit secrets. */
    SHA512("HmacSHA512", 64);

    private final String mac;
    private final int secretBytes;

    TotpAlgorithm(String mac, int secretBytes) {
        this.mac = mac;
        this.secretBytes = secretBytes;
    }

    /** The name the Java Cryptography Architecture gives to this MAC. */
    String mac() {
        return mac;
    }

    /** How long a new secret is: as long as the output of the HMAC (RFC 6238 §5.1). */
    int secretBytes() {
        return secretBytes;
    }
}
