package org.authkit.internal.account;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.authkit.model.Event;
import org.authkit.spi.Storage;

/** Events as they are stored: sealed, with their identity and time bound to the seal. */
final class EventCodec {
    private EventCodec() {}

    static Storage.StoredEvent seal(Vault vault, Event event) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("kind", event.kind().name());
        form.put("details", event.details());
        byte[] plain = JSONObjectUtils.toJSONString(form).getBytes(StandardCharsets.UTF_8);
        return new Storage.StoredEvent(
                event.id(), event.account(), event.at(), vault.seal("event", subject(event.id(), event), plain));
    }

    static Event open(Vault vault, Storage.StoredEvent stored) throws Vault.TamperedException {
        Event shell =
                new Event(stored.id(), Event.Kind.TAMPERING_DETECTED, stored.account(), stored.at(), new TreeMap<>());
        Json form = Json.parse(
                new String(vault.open("event", subject(stored.id(), shell), stored.body()), StandardCharsets.UTF_8));
        TreeMap<String, String> details = new TreeMap<>();
        form.map("details").forEach((name, value) -> details.put(name, String.valueOf(value)));
        return new Event(stored.id(), Event.Kind.valueOf(form.text("kind")), stored.account(), stored.at(), details);
    }

    private static String subject(String id, Event event) {
        return id + "|" + event.account().map(Object::toString).orElse("") + "|"
                + event.at().toEpochMilli();
    }
}
