package org.authkit.internal.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.authkit.spi.KeyUnavailableException;
import org.authkit.spi.MemoryStorage;
import org.authkit.spi.Storage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class VaultTest {
    private static final byte[] PLAIN = "口座 1: 38,600,000 yen".getBytes(UTF_8);

    private final Clock clock = new Clock();
    private final MemoryStorage storage = new MemoryStorage(clock);
    private final Ring ring = Ring.of("k1", 1);
    private final Vault vault = Vault.open(ring, storage, new SecureRandom());

    @Test
    void what_was_sealed_opens_again() throws Exception {
        for (byte[] plain : List.of(new byte[0], PLAIN, new byte[70_000])) {
            assertArrayEquals(plain, vault.open("document", "a|1", vault.seal("document", "a|1", plain)));
        }
    }

    @Test
    @Tag("attack:A44")
    @Tag("req:ASVS-11.3.3")
    void nothing_opens_for_another_purpose_subject_or_version() {
        byte[] body = vault.seal("document", "a|7", PLAIN);
        List<List<String>> others = List.of(
                List.of("document", "a|6"),
                List.of("document", "a|8"),
                List.of("document", "b|7"),
                List.of("ticket", "a|7"),
                List.of("document", ""),
                List.of("", "a|7"),
                List.of("documenta", "|7"),
                List.of("documen", "ta|7"));
        for (List<String> other : others) {
            assertThrows(
                    Vault.TamperedException.class, () -> vault.open(other.get(0), other.get(1), body), other::toString);
        }
    }

    @Test
    @Tag("attack:A44")
    @Tag("req:ASVS-11.3.3")
    @Tag("req:ASVS-11.2.5")
    void every_single_flipped_bit_is_noticed() {
        byte[] body = vault.seal("document", "a|1", PLAIN);
        for (int bit = 0; bit < body.length * 8; bit++) {
            byte[] edited = body.clone();
            edited[bit / 8] ^= (byte) (1 << bit % 8);
            refused(edited, "bit " + bit);
        }
        for (int length = 0; length < body.length; length++) {
            refused(Arrays.copyOf(body, length), "cut to " + length);
        }
        refused(Arrays.copyOf(body, body.length + 1), "one byte more");
    }

    private void refused(byte[] body, String what) {
        try {
            vault.open("document", "a|1", body);
        } catch (Vault.TamperedException | KeyUnavailableException e) {
            return;
        }
        throw new AssertionError("opened after " + what);
    }

    @Test
    void a_body_under_a_key_the_ring_does_not_hold_is_no_tampering() {
        ring.add("k2", 2);
        byte[] body = vault.seal("document", "a|1", PLAIN);
        ring.remove("k2");
        KeyUnavailableException refused =
                assertThrows(KeyUnavailableException.class, () -> vault.open("document", "a|1", body));
        assertTrue(String.valueOf(refused.getMessage()).contains("k2"));
        byte[] strange = body.clone();
        strange[1] = '/';
        assertThrows(Vault.TamperedException.class, () -> vault.open("document", "a|1", strange));
    }

    @Test
    @Tag("req:ASVS-11.2.2")
    void keys_rotate_while_older_bodies_stay_readable_and_indexes_stay_the_same() throws Exception {
        byte[] old = vault.seal("document", "a|1", PLAIN);
        String index = vault.digest("login", "taro@example.jp");
        ring.add("k2", 2);
        byte[] fresh = vault.seal("document", "a|1", PLAIN);
        assertEquals("k1", new String(old, 1, 2, UTF_8));
        assertEquals("k2", new String(fresh, 1, 2, UTF_8));
        Vault later = Vault.open(ring, storage, new SecureRandom());
        assertArrayEquals(PLAIN, later.open("document", "a|1", old));
        assertArrayEquals(PLAIN, later.open("document", "a|1", fresh));
        assertEquals(index, later.digest("login", "taro@example.jp"));
    }

    @Test
    @Tag("attack:A44")
    void another_ring_neither_opens_nor_writes_anything() {
        byte[] before = storage.load(Vault.SENTINEL).orElseThrow().body();
        assertThrows(
                KeyUnavailableException.class,
                () -> Vault.open(Ring.of("k1", 9), storage, new SecureRandom()),
                "another key of the same name");
        assertThrows(KeyUnavailableException.class, () -> Vault.open(Ring.of("k9", 1), storage, new SecureRandom()));
        Storage.Stored after = storage.load(Vault.SENTINEL).orElseThrow();
        assertArrayEquals(before, after.body());
        assertEquals(1, after.version());
        assertFalse(after.quarantined());
    }

    @Test
    void two_nodes_that_start_at_once_share_one_root() {
        MemoryStorage shared = new MemoryStorage(clock);
        boolean[] first = {true};
        Storage late = (Storage) Proxy.newProxyInstance(
                Storage.class.getClassLoader(), new Class<?>[] {Storage.class}, (self, method, arguments) -> {
                    if (method.getName().equals("load") && first[0]) {
                        first[0] = false;
                        Vault.open(ring, shared, new SecureRandom());
                        return Optional.empty();
                    }
                    return method.invoke(shared, arguments);
                });
        Vault one = Vault.open(ring, late, new SecureRandom());
        Vault other = Vault.open(ring, late, new SecureRandom());
        assertEquals(one.digest("login", "a"), other.digest("login", "a"));
        assertEquals(1, late.load(Vault.SENTINEL).orElseThrow().version());
    }

    @Test
    @Tag("req:ASVS-11.3.4")
    void the_same_text_never_seals_to_the_same_bytes() {
        Set<String> nonces = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            byte[] body = vault.seal("document", "a|1", PLAIN);
            assertTrue(nonces.add(Arrays.toString(Arrays.copyOfRange(body, 3, 15))));
        }
    }

    @Test
    void a_digest_covers_its_purpose_and_where_each_part_ends() {
        Set<String> digests = new HashSet<>(List.of(
                vault.digest("login", "ab", "c"),
                vault.digest("login", "a", "bc"),
                vault.digest("login", "abc"),
                vault.digest("login", "abc", ""),
                vault.digest("login", "", "abc"),
                vault.digest("logina", "bc"),
                vault.digest("login"),
                vault.digest("session", "abc")));
        assertEquals(8, digests.size());
        assertEquals(vault.digest("login", "a", "bc"), vault.digest("login", "a", "bc"));
        digests.forEach(digest -> assertTrue(digest.matches("[A-Za-z0-9_-]{43}"), digest));
    }

    @Test
    void another_storage_has_another_root() {
        Vault other = Vault.open(ring, new MemoryStorage(clock), new SecureRandom());
        assertNotEquals(vault.digest("login", "a"), other.digest("login", "a"));
    }

    @Test
    void secrets_and_ids_are_fresh_and_of_the_length_asked_for() {
        assertEquals(43, vault.secret(32).length());
        assertNotEquals(vault.secret(32), vault.secret(32));
        assertNotEquals(vault.newAccountId(), vault.newAccountId());
    }
}
