package org.authkit.internal.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.authkit.internal.password.Blocklist.Section;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BlocklistTest {
    private static final int HEADER = 8 + 4 * 4;

    @Test
    @Tag("req:ASVS-6.2.4")
    @Tag("req:N63B-3.1.1.2-04")
    void the_bundled_list_is_long_enough_for_every_floor() {
        final Blocklist list = Blocklist.bundled();

        assertTrue(list.count(Section.VERY_LONG) >= 3_000);
        assertTrue(list.count(Section.LONG) >= 3_000);
        assertTrue(Arrays.stream(Section.values()).mapToInt(list::count).sum() >= 100_000);
        assertSame(list, Blocklist.bundled());
    }

    @Test
    @Tag("req:ASVS-6.2.4")
    void it_knows_common_passwords_and_not_others() {
        for (final String common : List.of("password", "qwertyqwerty", "leavemealone", "justinbieber", "ぱすわーど")) {
            assertTrue(Blocklist.bundled().contains(common), common);
        }
        assertTrue(Blocklist.bundled().headContains("password"));
        assertTrue(Blocklist.bundled().contains("domainlock2005"));
        assertFalse(Blocklist.bundled().headContains("domainlock2005"));
        final Random random = new Random(4);
        for (int i = 0; i < 10_000; i++) {
            assertFalse(Blocklist.bundled().contains("random-" + random.nextLong()));
        }
    }

    @Test
    void a_written_list_is_read_back() throws IOException {
        final Blocklist list = read(small());

        assertEquals(2, list.count(Section.HEAD));
        assertTrue(list.contains("alpha") && list.contains("beta") && list.contains("gamma rays"));
        assertTrue(list.headContains("alpha"));
        assertFalse(list.headContains("gamma rays"));
        assertFalse(list.contains("delta"));
    }

    @Test
    void every_flipped_bit_is_noticed() {
        final byte[] sound = small();
        for (int bit = 0; bit < sound.length * 8; bit++) {
            final byte[] damaged = sound.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            final int position = bit;
            assertThrows(IOException.class, () -> read(damaged), () -> "bit " + position);
        }
    }

    @Test
    void every_cut_and_every_addition_is_noticed() {
        final byte[] sound = small();
        for (int length = 0; length < sound.length; length++) {
            final byte[] cut = Arrays.copyOf(sound, length);
            assertThrows(IOException.class, () -> read(cut));
        }
        assertThrows(IOException.class, () -> read(Arrays.copyOf(sound, sound.length + 1)));
    }

    @Test
    void an_empty_list_is_damage_even_with_a_right_checksum() {
        final Map<Section, List<String>> sections = sections();
        sections.put(Section.LONG, List.of());

        assertThrows(IOException.class, () -> read(BlocklistGenerator.encode(sections)));
    }

    @Test
    void entries_out_of_order_are_damage_even_with_a_right_checksum() {
        final byte[] file = small();
        final int first = HEADER + 32;
        for (int i = 0; i < Blocklist.ENTRY_LENGTH; i++) {
            final byte swapped = file[first + i];
            file[first + i] = file[first + Blocklist.ENTRY_LENGTH + i];
            file[first + Blocklist.ENTRY_LENGTH + i] = swapped;
        }
        final byte[] checksum = Blocklist.sha256(Arrays.copyOfRange(file, first, file.length));
        System.arraycopy(checksum, 0, file, HEADER, checksum.length);

        final IOException refusal = assertThrows(IOException.class, () -> read(file));
        assertTrue(refusal.getMessage().contains("order"), refusal.getMessage());
    }

    @Test
    @Tag("attack:A24")
    void a_huge_count_reserves_no_memory() {
        final byte[] file = small();
        Arrays.fill(file, 8, 12, (byte) 0x7f);

        assertThrows(IOException.class, () -> read(file));
    }

    private static Map<Section, List<String>> sections() {
        final Map<Section, List<String>> sections = new EnumMap<>(Section.class);
        sections.put(Section.HEAD, List.of("alpha", "beta"));
        sections.put(Section.SHORT, List.of("gamma rays"));
        sections.put(Section.LONG, List.of("a longer entry"));
        sections.put(Section.VERY_LONG, List.of("an even longer entry"));
        return sections;
    }

    private static byte[] small() {
        return BlocklistGenerator.encode(sections());
    }

    private static Blocklist read(byte[] file) throws IOException {
        return Blocklist.read(new ByteArrayInputStream(file));
    }
}
