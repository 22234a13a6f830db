package org.authkit.model;

import java.util.Objects;

/** The shapes in which a customer's device answers a challenge. What a shape proves is decided by the factor that checks it. */
public sealed interface Proof {

    /** The account's password, typed again. */
    record PasswordAgain(Password password) implements Proof {
        public PasswordAgain {
            Objects.requireNonNull(password, "password");
        }
    }

    /**
     * A short code read from an authenticator.
     *
     * @param kind the factor that issued it, such as {@code totp}
     * @param code as typed; digits of any width are accepted, at most 64 characters are looked at
     */
    record Code(String kind, String code) implements Proof {
        public Code {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(code, "code");
        }

        @Override
        public String toString() {
            return "Code[" + kind + ", redacted]";
        }
    }

    /**
     * A device key's signature over the challenge's statement.
     *
     * @param jws compact JWS whose {@code typ} is the challenge's statement type and whose payload is its statement
     */
    record Signature(String jws) implements Proof {
        public Signature {
            Objects.requireNonNull(jws, "jws");
        }

        @Override
        public String toString() {
            return "Signature[redacted]";
        }
    }

    /**
     * An outside party's statement for this challenge, such as an identity check.
     *
     * @param name the evidence it supplies, such as {@code identity}
     * @param jws compact JWS by the key configured under that name, over the challenge's statement
     */
    record Supplied(String name, String jws) implements Proof {
        public Supplied {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(jws, "jws");
        }

        @Override
        public String toString() {
            return "Supplied[" + name + ", redacted]";
        }
    }
}
