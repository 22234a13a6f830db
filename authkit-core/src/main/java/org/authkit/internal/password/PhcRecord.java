package org.authkit.internal.password;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.authkit.spi.SlowHash.Cost;

/**
 * One stored password in the PHC string format, in the only shape AuthKit writes:
 * {@code $argon2id$v=19$m=65536,t=3,p=1$salt$tag}, base64 without padding, numbers without leading zeros.
 *
 * <p>Reading is strict, because a record with two spellings could be changed without being noticed, and bounded,
 * because a record says how much work and memory its verification takes. Other variants, version 16 (it does less
 * mixing, RFC 9106 section 3.2) and further parameters are refused.
 */
final class PhcRecord {
    static final int MAX_MEMORY_KIB = 262_144;
    static final int MAX_ITERATIONS = 64;
    static final int MAX_PARALLELISM = 16;
    static final int MIN_SALT = 8;
    static final int MIN_TAG = 16;
    static final int MAX_BINARY = 64;

    /** The most work of one record: memory times passes, 16 passes over the most memory. */
    static final long MAX_WORK_KIB = 16L * MAX_MEMORY_KIB;

    private static final int MAX_LENGTH = 240;
    private static final Pattern SHAPE = Pattern.compile("\\$argon2id\\$v=19"
            + "\\$m=([1-9][0-9]{0,5}),t=([1-9][0-9]?),p=([1-9][0-9]?)"
            + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    private final Cost cost;
    private final byte[] salt;
    private final byte[] tag;

    PhcRecord(Cost cost, byte[] salt, byte[] tag) {
        this.cost = cost;
        this.salt = salt.clone();
        this.tag = tag.clone();
    }

    static PhcRecord parse(String stored) {
        final Matcher shape = SHAPE.matcher(stored.length() > MAX_LENGTH ? "" : stored);
        if (!shape.matches()) {
            throw new MalformedRecordException("shape");
        }
        final byte[] salt = decode(shape.group(4), MIN_SALT);
        final byte[] tag = decode(shape.group(5), MIN_TAG);
        final int memory = Integer.parseInt(shape.group(1));
        final int iterations = Integer.parseInt(shape.group(2));
        final int parallelism = Integer.parseInt(shape.group(3));
        if (memory < 8 * parallelism || !affordable(memory, iterations, parallelism)) {
            throw new MalformedRecordException("parameters");
        }
        return new PhcRecord(new Cost(memory, iterations, parallelism, tag.length), salt, tag);
    }

    static boolean affordable(int memoryKib, int iterations, int parallelism) {
        return memoryKib <= MAX_MEMORY_KIB
                && iterations <= MAX_ITERATIONS
                && parallelism <= MAX_PARALLELISM
                && (long) memoryKib * iterations <= MAX_WORK_KIB;
    }

    Cost cost() {
        return cost;
    }

    byte[] salt() {
        return salt.clone();
    }

    int saltLength() {
        return salt.length;
    }

    /** Compares in time that does not depend on where the two differ. */
    boolean hasTag(byte[] candidate) {
        return MessageDigest.isEqual(tag, candidate);
    }

    String encoded() {
        final Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + cost.memoryKib() + ",t=" + cost.iterations() + ",p=" + cost.parallelism() + "$"
                + base64.encodeToString(salt) + "$" + base64.encodeToString(tag);
    }

    private static byte[] decode(String text, int minimum) {
        final byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedRecordException("base64");
        }
        // The decoder ignores leftover bits; only the one canonical spelling is ours.
        if (!Base64.getEncoder().withoutPadding().encodeToString(bytes).equals(text)) {
            throw new MalformedRecordException("base64");
        }
        if (bytes.length < minimum || bytes.length > MAX_BINARY) {
            throw new MalformedRecordException("length");
        }
        return bytes;
    }
}
