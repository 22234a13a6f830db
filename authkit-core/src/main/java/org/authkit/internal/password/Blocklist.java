package org.authkit.internal.password;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The passwords most people chose, as found in published leaks, bundled with this jar. Entries are kept as truncated
 * SHA-256 values of their folded form: the list is public and nothing in it is secret, but this way it is small, is
 * searched without a parser, and no jar carries what people write in passwords.
 *
 * <p>The file: the four bytes {@code AKBL}, then big-endian 16-bit format version, 16-bit entry length, one 32-bit count
 * per {@link Section}, 32 bytes SHA-256 of all that follows; then each section's entries, strictly ascending. Anything
 * else is refused: a damaged list never counts as an empty one.
 */
final class Blocklist {
    /** What an entry is, which decides what else is refused on its account. */
    enum Section {
        /** The commonest words: two of them together are refused as well. */
        HEAD,
        /** Further entries shorter than {@value Blocklist#LONG} code points: bases for repetition and decoration. */
        SHORT,
        /** Further entries of {@value Blocklist#LONG} to {@value Blocklist#VERY_LONG} - 1 code points. */
        LONG,
        /** Further entries of at least {@value Blocklist#VERY_LONG} code points. */
        VERY_LONG
    }

    static final int LONG = 12;
    static final int VERY_LONG = 15;
    static final int FORMAT = 1;
    static final int ENTRY_LENGTH = 6;
    static final byte[] MAGIC = "AKBL".getBytes(StandardCharsets.US_ASCII);

    private static final String RESOURCE = "blocklist.bin";
    private static final int MAX_ENTRIES = 1_000_000;
    private static final int CHECKSUM_LENGTH = 32;

    private static volatile @Nullable Blocklist bundled;

    private final Map<Section, long[]> sections;

    private Blocklist(Map<Section, long[]> sections) {
        this.sections = sections;
    }

    /**
     * The list in this jar, read at the first call and then kept: it is constant and takes under a megabyte.
     *
     * @throws IllegalStateException if the list is missing or damaged
     */
    static Blocklist bundled() {
        Blocklist list = bundled;
        if (list == null) {
            try (InputStream in = Blocklist.class.getResourceAsStream(RESOURCE)) {
                if (in == null) {
                    throw new IllegalStateException("the password blocklist is missing");
                }
                list = read(in);
                bundled = list;
            } catch (IOException e) {
                throw new IllegalStateException("the password blocklist is damaged", e);
            }
        }
        return list;
    }

    /**
     * Reads a list.
     *
     * @throws IOException if it is damaged in any way
     */
    static Blocklist read(InputStream in) throws IOException {
        final DataInputStream data = new DataInputStream(in);
        require(Arrays.equals(data.readNBytes(MAGIC.length), MAGIC), "not a blocklist");
        require(data.readUnsignedShort() == FORMAT, "unknown format");
        require(data.readUnsignedShort() == ENTRY_LENGTH, "unknown entry length");
        final Map<Section, Integer> counts = new EnumMap<>(Section.class);
        int total = 0;
        for (final Section section : Section.values()) {
            final int count = data.readInt();
            require(count > 0 && count <= MAX_ENTRIES - total, "impossible count");
            counts.put(section, count);
            total += count;
        }
        final byte[] checksum = data.readNBytes(CHECKSUM_LENGTH);
        final byte[] body = data.readNBytes(total * ENTRY_LENGTH);
        require(body.length == total * ENTRY_LENGTH && data.read() == -1, "wrong length");
        require(MessageDigest.isEqual(checksum, sha256(body)), "wrong checksum");
        final Map<Section, long[]> sections = new EnumMap<>(Section.class);
        final ByteBuffer entries = ByteBuffer.wrap(body);
        for (final Map.Entry<Section, Integer> count : counts.entrySet()) {
            sections.put(count.getKey(), ascending(entries, count.getValue()));
        }
        return new Blocklist(sections);
    }

    /** How many entries a section has. */
    int count(Section section) {
        return section(section).length;
    }

    /** Whether a folded text is listed at all. */
    boolean contains(String folded) {
        final long entry = entry(folded);
        for (final long[] section : sections.values()) {
            if (Arrays.binarySearch(section, entry) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether a folded text is one of the commonest words. */
    boolean headContains(String folded) {
        return Arrays.binarySearch(section(Section.HEAD), entry(folded)) >= 0;
    }

    /** The entry of a folded text: the first six bytes of its SHA-256, as a positive number. */
    static long entry(String folded) {
        return ByteBuffer.wrap(sha256(folded.getBytes(StandardCharsets.UTF_8))).getLong() >>> 16;
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private long[] section(Section section) {
        return Objects.requireNonNull(sections.get(section));
    }

    private static long[] ascending(ByteBuffer entries, int count) throws IOException {
        final long[] section = new long[count];
        long last = -1;
        for (int i = 0; i < count; i++) {
            final long high = Short.toUnsignedLong(entries.getShort());
            section[i] = (high << Integer.SIZE) + Integer.toUnsignedLong(entries.getInt());
            require(section[i] > last, "entries out of order");
            last = section[i];
        }
        return section;
    }

    private static void require(boolean sound, String fault) throws IOException {
        if (!sound) {
            throw new IOException("password blocklist: " + fault);
        }
    }
}
