package org.authkit.internal.guard;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.authkit.internal.account.Vault;
import org.authkit.model.Action;
import org.authkit.model.Evidence;
import org.authkit.spi.Factor;
import org.authkit.spi.KeyUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Challenges as sealed, self-contained values of one length: issuing one stores nothing, and its size tells nothing about
 * what was proved or whether the account exists.
 */
final class Challenges {
    private static final int PADDED = 1536;
    private static final String TEMPLATE_VERSION = "1";

    /**
     * What a challenge says inside its seal.
     *
     * @param binding the account, or for a call by login the login typed
     * @param session the session's id; empty for none
     * @param client a digest of the requesting client
     * @param digest of action and arguments
     * @param evidence what was proved before it was issued
     * @param deviceId by which device
     * @param epoch the account's, so that what was proved before a password changed is worth nothing after it
     */
    record Content(
            String nonce,
            Action action,
            String binding,
            String session,
            String client,
            String digest,
            Map<Evidence, Instant> evidence,
            @Nullable String deviceId,
            long epoch,
            Instant expiresAt) {}

    private final Vault vault;

    Challenges(Vault vault) {
        this.vault = vault;
    }

    String seal(Content content) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("n", content.nonce());
        form.put("a", content.action().name());
        form.put("b", content.binding());
        form.put("s", content.session());
        form.put("c", content.client());
        form.put("d", content.digest());
        Map<String, Object> evidence = new LinkedHashMap<>();
        content.evidence().forEach((proof, at) -> evidence.put(proof.toString(), at.toEpochMilli()));
        form.put("e", evidence);
        String deviceId = content.deviceId();
        if (deviceId != null) {
            form.put("k", deviceId);
        }
        form.put("p", content.epoch());
        form.put("x", content.expiresAt().toEpochMilli());
        byte[] text = JSONObjectUtils.toJSONString(form).getBytes(StandardCharsets.UTF_8);
        if (text.length > PADDED) {
            throw new IllegalStateException("a challenge grew past its fixed length");
        }
        byte[] padded = Arrays.copyOf(text, PADDED);
        Arrays.fill(padded, text.length, PADDED, (byte) ' ');
        return Base64.getUrlEncoder().withoutPadding().encodeToString(vault.seal("challenge", "", padded));
    }

    /** Empty for anything AuthKit did not issue. */
    Optional<Content> open(String id) {
        if (id.length() > 2 * PADDED) {
            return Optional.empty();
        }
        try {
            byte[] plain = vault.open("challenge", "", Base64.getUrlDecoder().decode(id));
            Map<String, Object> form = JSONObjectUtils.parse(new String(plain, StandardCharsets.UTF_8).strip());
            Map<Evidence, Instant> evidence = new TreeMap<>();
            for (Map.Entry<String, Object> item :
                    JSONObjectUtils.getJSONObject(form, "e").entrySet()) {
                evidence.put(
                        Evidence.parse(item.getKey()), Instant.ofEpochMilli(((Number) item.getValue()).longValue()));
            }
            return Optional.of(new Content(
                    JSONObjectUtils.getString(form, "n"),
                    Action.valueOf(JSONObjectUtils.getString(form, "a")),
                    JSONObjectUtils.getString(form, "b"),
                    JSONObjectUtils.getString(form, "s"),
                    JSONObjectUtils.getString(form, "c"),
                    JSONObjectUtils.getString(form, "d"),
                    evidence,
                    JSONObjectUtils.getString(form, "k"),
                    JSONObjectUtils.getLong(form, "p"),
                    Instant.ofEpochMilli(JSONObjectUtils.getLong(form, "x"))));
        } catch (IllegalArgumentException | ParseException | KeyUnavailableException | Vault.TamperedException e) {
            return Optional.empty();
        }
    }

    /** A keyed digest of what the call would do. */
    String digest(Action action, SortedMap<String, String> arguments, String concealed) {
        return vault.digest("arguments", action.code(), CanonicalJson.of(arguments), concealed);
    }

    /** What a device shows and signs for this call: its arguments, its action, and the nonce that makes it single-use. */
    static Factor.Statement statement(Action action, SortedMap<String, String> arguments, String nonce) {
        TreeMap<String, String> members = new TreeMap<>(arguments);
        members.put("action", action.code());
        members.put("challenge", nonce);
        members.put("v", TEMPLATE_VERSION);
        return new Factor.Statement("authkit-" + action.code() + "+jws", CanonicalJson.of(members));
    }
}
