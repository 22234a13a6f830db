package org.authkit.internal.account;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.authkit.model.AccountId;
import org.authkit.spi.KeyRing;
import org.authkit.spi.KeyUnavailableException;
import org.authkit.spi.Storage;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * Seals what is stored and hashes what is looked up. AES-256-GCM with a key derived (HKDF, RFC 5869) per purpose and subject
 * from the ring's current key; the key's id stands in front, so older bodies stay readable while keys rotate. The keyed
 * hashes behind indexes and budgets use a random root that is itself stored sealed, so rotation changes no index.
 */
public final class Vault {
    /** The document that proves the keys at start and carries the root of all keyed hashes. */
    static final AccountId SENTINEL = AccountId.of(new byte[16]);

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int ROOT = 32;

    /** A body that does not authenticate under a key the ring holds: edited, swapped or rolled back. */
    public static final class TamperedException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private final KeyRing keys;
    private final SecureRandom random;
    private final byte[] root;

    private Vault(KeyRing keys, SecureRandom random, byte[] root) {
        this.keys = keys;
        this.random = random;
        this.root = root;
    }

    /**
     * Opens the vault, proving the keys against the sentinel of this storage, or creating it in an empty one.
     *
     * @throws KeyUnavailableException when the keys do not open what the storage holds; nothing was written
     */
    public static Vault open(KeyRing keys, Storage storage, SecureRandom random) {
        Vault sealing = new Vault(keys, random, new byte[0]);
        Optional<Storage.Stored> stored = storage.load(SENTINEL);
        if (stored.isEmpty()) {
            byte[] fresh = new byte[ROOT];
            random.nextBytes(fresh);
            Map<String, Object> form = new LinkedHashMap<>();
            form.put("format", 1);
            form.put("root", Base64.getEncoder().encodeToString(fresh));
            byte[] body = sealing.seal(
                    "sentinel",
                    SENTINEL.value(),
                    JSONObjectUtils.toJSONString(form).getBytes(StandardCharsets.UTF_8));
            storage.commit(new Storage.Commit(
                    Optional.of(new Storage.Write(SENTINEL, 0, body)),
                    Set.of(),
                    Set.of(),
                    java.util.List.of(),
                    Set.of(),
                    java.util.List.of(),
                    java.util.List.of(),
                    Set.of()));
            stored = storage.load(SENTINEL);
        }
        byte[] body = stored.orElseThrow(() -> new KeyUnavailableException("the storage keeps no sentinel"))
                .body();
        try {
            Json form =
                    Json.parse(new String(sealing.open("sentinel", SENTINEL.value(), body), StandardCharsets.UTF_8));
            return new Vault(keys, random, Base64.getDecoder().decode(form.text("root")));
        } catch (TamperedException e) {
            throw new KeyUnavailableException("the key ring does not open this storage's sentinel: wrong keys?");
        }
    }

    /** Seals bytes for one purpose and subject; neither can be exchanged for another. */
    public byte[] seal(String purpose, String subject, byte[] plain) {
        String keyId = keys.currentId();
        byte[] id = keyId.getBytes(StandardCharsets.US_ASCII);
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, derive(keyId, purpose, subject), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(associated(purpose, subject));
            byte[] sealed = cipher.doFinal(plain);
            return ByteBuffer.allocate(1 + id.length + NONCE + sealed.length)
                    .put((byte) id.length)
                    .put(id)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    /**
     * @throws TamperedException when the body does not authenticate under a key the ring holds, or is no body at all
     * @throws KeyUnavailableException when it names a key the ring does not hold
     */
    public byte[] open(String purpose, String subject, byte[] body) throws TamperedException {
        int idLength = body.length == 0 ? 0 : body[0];
        if (idLength < 1 || idLength > 16 || body.length < 1 + idLength + NONCE + TAG_BITS / 8) {
            throw new TamperedException();
        }
        String keyId = new String(body, 1, idLength, StandardCharsets.US_ASCII);
        if (!keyId.matches("[a-z0-9]+")) {
            throw new TamperedException();
        }
        byte[] nonce = Arrays.copyOfRange(body, 1 + idLength, 1 + idLength + NONCE);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, derive(keyId, purpose, subject), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(associated(purpose, subject));
            int start = 1 + idLength + NONCE;
            return cipher.doFinal(body, start, body.length - start);
        } catch (AEADBadTagException e) {
            throw new TamperedException();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    /**
     * Whether the key a body names is in the ring. Where it is not, the key was retired too early or the name was edited; nobody
     * can tell which, so nothing is granted and nothing is written.
     *
     * @throws KeyUnavailableException when the ring cannot be read
     */
    public boolean namesKnownKey(byte[] body) {
        int idLength = body.length == 0 ? 0 : body[0];
        return idLength >= 1
                && idLength < body.length
                && keys.key(new String(body, 1, idLength, StandardCharsets.US_ASCII))
                        .isPresent();
    }

    /** A keyed hash of the parts, 43 characters of base64url; the parts' boundaries are part of what is hashed. */
    public String digest(String purpose, String... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(root, "HmacSHA256"));
            update(mac, purpose);
            for (String part : parts) {
                update(mac, part);
            }
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not available", e);
        }
    }

    /** Fresh random text, base64url. */
    public String secret(int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
    }

    /** A fresh account id. */
    public AccountId newAccountId() {
        return new AccountId(secret(16));
    }

    private static void update(Mac mac, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
        mac.update(bytes);
    }

    private SecretKey derive(String keyId, String purpose, String subject) {
        SecretKey master = keys.key(keyId)
                .orElseThrow(() -> new KeyUnavailableException("the key ring holds no key named " + keyId));
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(SHA256Digest.newInstance());
        byte[] material = master.getEncoded();
        hkdf.init(new HKDFParameters(material, null, associated(purpose, subject)));
        byte[] derived = new byte[32];
        hkdf.generateBytes(derived, 0, derived.length);
        Arrays.fill(material, (byte) 0);
        SecretKey key = new SecretKeySpec(derived, "AES");
        Arrays.fill(derived, (byte) 0);
        return key;
    }

    private static byte[] associated(String purpose, String subject) {
        byte[] first = purpose.getBytes(StandardCharsets.UTF_8);
        byte[] second = subject.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + first.length + second.length)
                .putInt(first.length)
                .put(first)
                .putInt(second.length)
                .put(second)
                .array();
    }
}
