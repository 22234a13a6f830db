package org.authkit.internal.account;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.authkit.model.AccountId;
import org.authkit.model.Ticket;
import org.authkit.spi.KeyUnavailableException;
import org.authkit.spi.Storage;
import org.jspecify.annotations.Nullable;

/** Makes and reads tickets: 256 random bits outside, a keyed hash and a sealed body inside. */
public final class Tickets {
    private static final int SECRET_BYTES = 32;

    /** What a ticket is for; one kind never serves as another. */
    public enum Kind {
        REGISTER,
        RESET,
        CONFIRM_CONTACT,
        VETO
    }

    /**
     * What a ticket says.
     *
     * @param account whose; null for a registration
     * @param subject the address registered, the contact confirmed, or the change that can be vetoed
     * @param epoch the account's epoch at issue; a later one ends the ticket
     * @param locale the language its holder reads
     */
    public record Body(
            Kind kind, @Nullable AccountId account, String subject, long epoch, String locale, Instant expiresAt) {}

    /**
     * A ticket as found.
     *
     * @param id what a commit takes
     */
    public record Found(String id, Body body) {}

    private final Storage storage;
    private final Vault vault;
    private final Runnable tampered;

    Tickets(Storage storage, Vault vault, Runnable tampered) {
        this.storage = storage;
        this.vault = vault;
        this.tampered = tampered;
    }

    /** Makes a ticket and adds it to the commit. */
    public Ticket issue(Body body, Changes changes) {
        String secret = vault.secret(SECRET_BYTES);
        String id = vault.digest("ticket", secret);
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("kind", body.kind().name());
        AccountId account = body.account();
        if (account != null) {
            form.put("account", account.value());
        }
        form.put("subject", body.subject());
        form.put("epoch", body.epoch());
        form.put("locale", body.locale());
        form.put("expires", body.expiresAt().toEpochMilli());
        byte[] plain = JSONObjectUtils.toJSONString(form).getBytes(StandardCharsets.UTF_8);
        changes.put(new Storage.StoredTicket(id, vault.seal("ticket", id, plain), body.expiresAt()));
        return Ticket.of(secret);
    }

    /** A live ticket of this kind; unknown, taken, expired and edited ones are all simply not there; of an edited one an event tells. */
    public Optional<Found> find(Ticket ticket, Kind kind, Instant now) {
        String id = vault.digest("ticket", ticket.reveal());
        Optional<Storage.StoredTicket> stored = storage.ticket(id);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        try {
            Json form =
                    Json.parse(new String(vault.open("ticket", id, stored.get().body()), StandardCharsets.UTF_8));
            String account = form.textOrNull("account");
            Body body = new Body(
                    Kind.valueOf(form.text("kind")),
                    account == null ? null : new AccountId(account),
                    form.text("subject"),
                    form.number("epoch"),
                    form.text("locale"),
                    form.instant("expires"));
            return body.kind() == kind && now.isBefore(body.expiresAt())
                    ? Optional.of(new Found(id, body))
                    : Optional.empty();
        } catch (Vault.TamperedException e) {
            tampered.run();
            return Optional.empty();
        }
    }

    // ---- set-up tickets: sealed values that name a set-up inside a document

    public Ticket forSetup(AccountId account, String setupId) {
        byte[] plain = (account.value() + "|" + setupId).getBytes(StandardCharsets.UTF_8);
        return Ticket.of(Base64.getUrlEncoder().withoutPadding().encodeToString(vault.seal("setup", "", plain)));
    }

    /** Account and set-up id, or empty for anything AuthKit did not make. */
    public Optional<Map.Entry<AccountId, String>> readSetup(Ticket ticket) {
        try {
            byte[] sealed = Base64.getUrlDecoder().decode(ticket.reveal());
            String plain = new String(vault.open("setup", "", sealed), StandardCharsets.UTF_8);
            int bar = plain.indexOf('|');
            return Optional.of(Map.entry(new AccountId(plain.substring(0, bar)), plain.substring(bar + 1)));
        } catch (IllegalArgumentException
                | IndexOutOfBoundsException
                | KeyUnavailableException
                | Vault.TamperedException e) {
            return Optional.empty();
        }
    }
}
