package org.authkit.internal.guard;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.authkit.model.Evidence;
import org.jspecify.annotations.Nullable;

/** What one call has proved so far, when each proof was made, and by which device. Confined to one call. */
final class Proven {
    private final Map<Evidence, Instant> evidence = new TreeMap<>();
    private @Nullable String deviceId;

    void add(Evidence proof, Instant at) {
        evidence.putIfAbsent(proof, at);
    }

    void addAll(Map<Evidence, Instant> proofs) {
        proofs.forEach(this::add);
    }

    /** Signatures by two devices never add up: the first one stays, the second proves nothing. */
    boolean acceptsDevice(String id) {
        return deviceId == null || deviceId.equals(id);
    }

    void byDevice(@Nullable String id) {
        if (id != null && deviceId == null) {
            deviceId = id;
        }
    }

    @Nullable
    String deviceId() {
        return deviceId;
    }

    Set<Evidence> kinds() {
        return evidence.keySet();
    }

    boolean has(Evidence proof) {
        return evidence.containsKey(proof);
    }

    /** Without what others answer, which is looked up anew each time. */
    Map<Evidence, Instant> own() {
        Map<Evidence, Instant> own = new TreeMap<>(evidence);
        own.keySet().removeIf(Evidence::isAwaited);
        return own;
    }

    /** What the next challenge carries forward: one's own proofs, but not the ceremony, which the session shows. */
    Map<Evidence, Instant> carried() {
        Map<Evidence, Instant> carried = own();
        carried.remove(Evidence.REGISTRATION);
        return carried;
    }
}
