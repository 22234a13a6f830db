package org.authkit.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileKeyRingTest {
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    private final SecureRandom random = new SecureRandom();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("keys.txt");
    }

    @Test
    void a_created_file_opens_to_the_same_key_and_only_its_owner_may_touch_it() throws IOException {
        FileKeyRing made = FileKeyRing.create(file, random);
        FileKeyRing opened = FileKeyRing.open(file);
        assertEquals("k1", opened.currentId());
        assertArrayEquals(bytes(made, "k1"), bytes(opened, "k1"));
        assertEquals(32, bytes(opened, "k1").length);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(List.of(file), list());
        assertEquals(Optional.empty(), opened.key("k2"));
    }

    @Test
    void two_created_files_hold_different_keys() {
        byte[] other = bytes(FileKeyRing.create(folder.resolve("other.txt"), random), "k1");
        assertFalse(java.util.Arrays.equals(other, bytes(FileKeyRing.create(file, random), "k1")));
    }

    @Test
    void an_existing_file_is_never_overwritten() throws IOException {
        byte[] before = bytes(FileKeyRing.create(file, random), "k1");
        assertThrows(KeyUnavailableException.class, () -> FileKeyRing.create(file, random));
        assertArrayEquals(before, bytes(FileKeyRing.open(file), "k1"));
        assertEquals(List.of(file), list());
    }

    @Test
    void rotation_adds_first_and_switches_later_and_keeps_the_old_key() throws IOException {
        FileKeyRing first = FileKeyRing.create(file, random);
        FileKeyRing added = first.add("k2", random);
        assertEquals("k1", FileKeyRing.open(file).currentId());
        FileKeyRing switched = added.makeCurrent("k2");
        FileKeyRing opened = FileKeyRing.open(file);
        assertEquals("k2", switched.currentId());
        assertEquals("k2", opened.currentId());
        assertArrayEquals(bytes(first, "k1"), bytes(opened, "k1"));
        assertArrayEquals(bytes(added, "k2"), bytes(opened, "k2"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(List.of(file), list());
    }

    @Test
    void a_stale_ring_does_not_drop_a_key_added_meanwhile() {
        FileKeyRing stale = FileKeyRing.create(file, random);
        stale.add("k2", random);
        assertThrows(KeyUnavailableException.class, () -> stale.add("k3", random));
        assertTrue(FileKeyRing.open(file).key("k2").isPresent());
    }

    @Test
    void ids_are_checked() {
        FileKeyRing ring = FileKeyRing.create(file, random);
        assertThrows(IllegalArgumentException.class, () -> ring.add("k1", random));
        assertThrows(IllegalArgumentException.class, () -> ring.add("K2", random));
        assertThrows(IllegalArgumentException.class, () -> ring.add("", random));
        assertThrows(IllegalArgumentException.class, () -> ring.add("a2345678901234567", random));
        assertThrows(IllegalArgumentException.class, () -> ring.makeCurrent("k2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rwx--x---"})
    void a_file_others_can_reach_is_refused_with_the_remedy(String permissions) throws IOException {
        FileKeyRing.create(file, random);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        String message = assertThrows(KeyUnavailableException.class, () -> FileKeyRing.open(file))
                .getMessage();
        assertTrue(message.contains("chmod 600") && message.contains(permissions), message);
    }

    @Test
    void a_file_edited_by_hand_opens() throws IOException {
        write("# two keys\n\n  current\tb2\nkey a1 " + KEY + "\r\nkey b2 " + KEY + "\n");
        assertEquals("b2", FileKeyRing.open(file).currentId());
        assertTrue(FileKeyRing.open(file).key("a1").isPresent());
    }

    @ParameterizedTest
    @CsvSource({
        "'key k1 KEY', no 'current ID'",
        "'current k1|current k1|key k1 KEY', line 2",
        "'current k2|key k1 KEY', without a 'key' line",
        "'current k1|key k1 KEY|key k1 KEY', line 3",
        "'current k1|key k1 KEY extra', line 2",
        "'current k1|key k1', line 2",
        "'current k1|KEY', line 2",
        "'current k1|key k_1 KEY', line 2",
        "'current K1|key K1 KEY', line 1",
        "'current k1|key k1 AAAA', 32 bytes",
        "'current k1|key k1 !KEY', not base64",
        "'current k1|key k1 UNPADDED', 32 bytes",
        "'current k1|key k1 DIRTY', 32 bytes",
        "'', no 'current ID'"
    })
    void a_file_of_another_form_is_refused_by_line_without_showing_it(String text, String expected) throws IOException {
        String key = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I=";
        write(text.replace('|', '\n')
                .replace("KEY", key)
                .replace("UNPADDED", key.substring(0, 43))
                .replace("DIRTY", key.substring(0, 42) + "J="));
        KeyUnavailableException refused = assertThrows(KeyUnavailableException.class, () -> FileKeyRing.open(file));
        String message = refused.getMessage();
        assertTrue(message.contains(expected) && message.contains(file.toString()), message);
        assertFalse(message.contains("c2VjcmV0"), message);
        assertEquals(null, refused.getCause());
    }

    @Test
    void a_missing_file_is_unavailable() {
        assertThrows(KeyUnavailableException.class, () -> FileKeyRing.open(file));
        assertThrows(
                KeyUnavailableException.class,
                () -> FileKeyRing.create(folder.resolve("nowhere").resolve("keys.txt"), random));
    }

    @Test
    void text_forms_show_no_key() throws IOException {
        FileKeyRing ring = FileKeyRing.create(file, random);
        String key = Base64.getEncoder().encodeToString(bytes(ring, "k1"));
        assertTrue(Files.readString(file).contains(key));
        assertFalse(ring.toString().contains(key));
        assertFalse(KeyFile.parse(file, Files.readAllLines(file)).toString().contains(key));
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private List<Path> list() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    private static byte[] bytes(KeyRing ring, String id) {
        return ring.key(id).map(SecretKey::getEncoded).orElseThrow();
    }
}
