package org.authkit.spi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;

/**
 * A {@link KeyRing} in a small text file, readable by its owner only:
 *
 * <pre>
 * # comment
 * current k2
 * key k1 (32 bytes, base64)
 * key k2 (32 bytes, base64)
 * </pre>
 *
 * <p>The file is read once; a running node does not notice later edits. To rotate without a stop: {@link #add} a key and restart
 * every node, so that all can open what it will seal; then {@link #makeCurrent} and restart again; remove a key's line only when
 * nothing is sealed under it any more. Whoever loses this file loses every account; whoever copies it and the database holds
 * both halves. Immutable and thread-safe.
 */
public final class FileKeyRing implements KeyRing {
    private static final String FIRST_ID = "k1";
    private static final String OWNER_ONLY = "rw-------";

    private final Path file;
    private final KeyFile content;

    private FileKeyRing(Path file, KeyFile content) {
        this.file = file;
        this.content = content;
    }

    /**
     * Reads a key file.
     *
     * @throws KeyUnavailableException naming file, line and remedy when it is not exactly of the form above, cannot be read, or
     *     may be read or written by anyone but its owner (checked where the file system knows POSIX permissions)
     */
    public static FileKeyRing open(Path file) {
        Objects.requireNonNull(file, "file");
        try {
            refuseIfShared(file);
            return new FileKeyRing(file, KeyFile.parse(file, Files.readAllLines(file, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new KeyUnavailableException("key file " + file + ": cannot be read", e);
        }
    }

    /**
     * Makes a new file with one key, readable and writable by its owner only. The file appears whole or not at all.
     *
     * @throws KeyUnavailableException when it cannot be written, or exists already: keys are never overwritten
     */
    public static FileKeyRing create(Path file, SecureRandom random) {
        Map<String, SecretKey> keys = new LinkedHashMap<>();
        keys.put(FIRST_ID, KeyFile.newKey(random));
        FileKeyRing ring = new FileKeyRing(file, new KeyFile(FIRST_ID, keys));
        try {
            Path whole = ring.writeBeside();
            try {
                linkOrMove(whole, file);
            } finally {
                Files.deleteIfExists(whole);
            }
        } catch (FileAlreadyExistsException e) {
            throw new KeyUnavailableException("key file " + file + ": exists already; open it instead", e);
        } catch (IOException e) {
            throw new KeyUnavailableException("key file " + file + ": cannot be written", e);
        }
        return ring;
    }

    /**
     * Adds a fresh key to the file without using it yet.
     *
     * @param id 1 to 16 lower-case letters and digits, not yet in the file
     * @return the ring with the new key
     */
    public FileKeyRing add(String id, SecureRandom random) {
        if (!KeyFile.isId(id)) {
            throw new IllegalArgumentException("id: 1 to 16 lower-case letters and digits");
        }
        if (content.keys().containsKey(id)) {
            throw new IllegalArgumentException("id: in the ring already");
        }
        Map<String, SecretKey> keys = new LinkedHashMap<>(content.keys());
        keys.put(id, KeyFile.newKey(random));
        return replace(new KeyFile(content.currentId(), keys));
    }

    /**
     * From the next start on, seals new data under another key of the ring.
     *
     * @return the ring with that key as its current one
     */
    public FileKeyRing makeCurrent(String id) {
        if (!content.keys().containsKey(id)) {
            throw new IllegalArgumentException("id: not in the ring");
        }
        return replace(new KeyFile(id, content.keys()));
    }

    @Override
    public String currentId() {
        return content.currentId();
    }

    @Override
    public Optional<SecretKey> key(String id) {
        return Optional.ofNullable(content.keys().get(Objects.requireNonNull(id, "id")));
    }

    /** The ids only. */
    @Override
    public String toString() {
        return "FileKeyRing[current " + currentId() + " of " + content.keys().keySet() + "]";
    }

    private FileKeyRing replace(KeyFile next) {
        FileKeyRing ring = new FileKeyRing(file, next);
        try {
            // A stale ring must not drop a key that somebody else added meanwhile.
            if (!KeyFile.parse(file, Files.readAllLines(file, StandardCharsets.UTF_8))
                    .equals(content)) {
                throw new KeyUnavailableException("key file " + file + ": changed since it was read; open it again");
            }
            Files.move(ring.writeBeside(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new KeyUnavailableException("key file " + file + ": cannot be written", e);
        }
        return ring;
    }

    /** Writes the whole content to a temporary file in the same folder and forces it to disk. */
    private Path writeBeside() throws IOException {
        Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file);
        Path temporary = Files.createTempFile(folder, ".keys", ".tmp", ownerOnly(folder));
        try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content.text().getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        return temporary;
    }

    /** A hard link appears whole and never replaces; where links are unknown a plain move refuses to replace as well. */
    private static void linkOrMove(Path whole, Path file) throws IOException {
        try {
            Files.createLink(file, whole);
        } catch (UnsupportedOperationException e) {
            Files.move(whole, file);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path folder) throws IOException {
        if (!Files.getFileStore(folder).supportsFileAttributeView(PosixFileAttributeView.class)) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(OWNER_ONLY);
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    }

    private static void refuseIfShared(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        String permissions = PosixFilePermissions.toString(view.readAttributes().permissions());
        if (!permissions.endsWith("------")) {
            throw new KeyUnavailableException("key file " + file + ": has permissions " + permissions
                    + ", so others than its owner can reach it; run chmod 600, and replace the keys if anyone did");
        }
    }
}
