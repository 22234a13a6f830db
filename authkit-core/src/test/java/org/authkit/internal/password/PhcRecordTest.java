package org.authkit.internal.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.authkit.spi.SlowHash.Cost;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhcRecordTest {
    private static final String SALT = "AAECAwQFBgcICQoLDA0ODw";
    private static final String TAG = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    private static final String RECORD = "$argon2id$v=19$m=65536,t=3,p=1$" + SALT + "$" + TAG;

    @Test
    void what_was_written_is_read_back() {
        final PhcRecord record = PhcRecord.parse(RECORD);

        assertEquals(new Cost(65_536, 3, 1, 32), record.cost());
        assertEquals(16, record.saltLength());
        assertEquals(15, record.salt()[15]);
        assertEquals(RECORD, record.encoded());
    }

    @Test
    @Tag("attack:A23")
    void a_tag_is_compared_whole() {
        final PhcRecord record = PhcRecord.parse(RECORD);
        final byte[] tag = new byte[32];
        for (int i = 0; i < tag.length; i++) {
            tag[i] = (byte) i;
        }
        assertTrue(record.hasTag(tag));
        for (int i = 0; i < tag.length; i++) {
            tag[i] ^= 1;
            assertFalse(record.hasTag(tag));
            tag[i] ^= 1;
        }
        assertFalse(record.hasTag(new byte[0]));
        assertFalse(record.hasTag(Arrays.copyOf(tag, 31)));
        assertFalse(record.hasTag(Arrays.copyOf(tag, 33)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "$",
                "plain text",
                "$argon2i$v=19$m=65536,t=3,p=1$" + SALT + "$" + TAG,
                "$argon2d$v=19$m=65536,t=3,p=1$" + SALT + "$" + TAG,
                "$Argon2id$v=19$m=65536,t=3,p=1$" + SALT + "$" + TAG,
                "$argon2id$v=16$m=65536,t=3,p=1$" + SALT + "$" + TAG,
                "$argon2id$m=65536,t=3,p=1$" + SALT + "$" + TAG,
                "$argon2id$v=19$t=3,m=65536,p=1$" + SALT + "$" + TAG,
                "$argon2id$v=19$m=65536,p=1,t=3$" + SALT + "$" + TAG,
                "$argon2id$v=19$m=65536,t=3$" + SALT + "$" + TAG,
                "$argon2id$v=19$m=65536,t=3,p=1,keyid=AA$" + SALT + "$" + TAG,
                "$argon2id$v=19$m=065536,t=3,p=1$" + SALT + "$" + TAG,
                "$argon2id$v=19$m=+65536,t=3,p=1$" + SALT + "$" + TAG,
                "$argon2id$v=19$m=-65536,t=3,p=1$" + SALT + "$" + TAG,
                "$argon2id$v=19$m=６５５３６,t=3,p=1$" + SALT + "$" + TAG,
                "$argon2id$v=19$m=262145,t=3,p=1$" + SALT + "$" + TAG,
                "$argon2id$v=19$m=4294967296,t=3,p=1$" + SALT + "$" + TAG,
                "$argon2id$v=19$m=65536,t=65,p=1$" + SALT + "$" + TAG,
                "$argon2id$v=19$m=65536,t=0,p=1$" + SALT + "$" + TAG,
                "$argon2id$v=19$m=262144,t=17,p=1$" + SALT + "$" + TAG,
                "$argon2id$v=19$m=65536,t=3,p=17$" + SALT + "$" + TAG,
                "$argon2id$v=19$m=65536,t=3,p=0$" + SALT + "$" + TAG,
                "$argon2id$v=19$m=15,t=3,p=2$" + SALT + "$" + TAG,
                "$argon2id$v=19$m=65536,t=3,p=1$" + SALT + "==$" + TAG,
                "$argon2id$v=19$m=65536,t=3,p=1$" + SALT + "$" + TAG + "=",
                "$argon2id$v=19$m=65536,t=3,p=1$" + SALT + "$" + TAG + "\n",
                "$argon2id$v=19$m=65536,t=3,p=1$" + SALT + "$" + TAG + "$",
                " $argon2id$v=19$m=65536,t=3,p=1$" + SALT + "$" + TAG,
                // Leftover bits set, base64url letters, a lone last letter, salt or tag too short.
                "$argon2id$v=19$m=65536,t=3,p=1$AAECAwQFBgcICQoLDA0ODx$" + TAG,
                "$argon2id$v=19$m=65536,t=3,p=1$AAECAwQFBgcICQoLDA0O_w$" + TAG,
                "$argon2id$v=19$m=65536,t=3,p=1$" + SALT + "AAA$" + TAG,
                "$argon2id$v=19$m=65536,t=3,p=1$AAECAwQFBg$" + TAG,
                "$argon2id$v=19$m=65536,t=3,p=1$$" + TAG,
                "$argon2id$v=19$m=65536,t=3,p=1$" + SALT + "$AAECAwQFBgcICQoLDA0O",
                "$argon2id$v=19$m=65536,t=3,p=1$" + SALT + "$",
            })
    @Tag("attack:A23")
    void any_other_spelling_is_refused(String stored) {
        assertThrows(MalformedRecordException.class, () -> PhcRecord.parse(stored));
    }

    @Test
    @Tag("attack:A24")
    void the_longest_and_costliest_record_is_bounded() {
        final String longest = "A".repeat(86);
        final PhcRecord record = PhcRecord.parse("$argon2id$v=19$m=262144,t=16,p=16$" + longest + "$" + longest);

        assertEquals(64, record.saltLength());
        assertThrows(MalformedRecordException.class, () -> PhcRecord.parse(RECORD + "A".repeat(1 << 20)));
    }

    @Test
    void the_refusal_says_nothing_about_the_content() {
        final MalformedRecordException refusal =
                assertThrows(MalformedRecordException.class, () -> PhcRecord.parse(RECORD + "="));

        assertEquals("stored password record is malformed: shape", refusal.getMessage());
    }

    /** Seeded: the same 20,000 damaged records every time. A record is refused, or is one that we could have written. */
    @Test
    @Tag("attack:A23")
    @Tag("attack:A24")
    void damaged_records_are_refused_or_are_canonical_and_affordable() {
        final Random random = new Random(23);
        int refused = 0;
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            final String damaged = mutate(random);
            final PhcRecord record;
            try {
                record = PhcRecord.parse(damaged);
            } catch (MalformedRecordException expected) {
                assertNotNull(expected.getMessage());
                refused++;
                continue;
            }
            read++;
            final Cost cost = record.cost();
            assertEquals(damaged, record.encoded());
            assertTrue(PhcRecord.affordable(cost.memoryKib(), cost.iterations(), cost.parallelism()), damaged);
        }
        assertTrue(refused > 10_000, () -> "the mutations must hit");
        assertTrue(read > 500, () -> "and some must pass");
    }

    private static String mutate(Random random) {
        final StringBuilder text = new StringBuilder(RECORD);
        final List<String> splices =
                List.of("$", "=", ",", "m=", "t=99999999999", "p=", "v=19", "\0", "が", "-1", "9", "");
        for (int edits = 1 + random.nextInt(3); edits > 0 && text.length() > 0; edits--) {
            final int at = random.nextInt(text.length());
            switch (random.nextInt(5)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(128));
                case 1 -> text.deleteCharAt(at);
                case 2 -> text.insert(at, splices.get(random.nextInt(splices.size())));
                case 3 -> text.insert(at, text.substring(at, at + random.nextInt(text.length() - at)));
                default -> text.setCharAt(at, TAG.charAt(random.nextInt(TAG.length())));
            }
        }
        return text.toString();
    }
}
