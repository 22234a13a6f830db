package org.authkit.internal.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.authkit.spi.SlowHash;
import org.authkit.spi.SlowHash.Cost;

/**
 * What Argon2id, version 0x13, answers for inputs anybody can repeat. RFC 9106 section 5.3 prints only an answer with a
 * secret value and associated data, which passwords do not use and the port does not take; these are the plain answers
 * of the reference implementation's own test program (P-H-C/phc-winner-argon2, {@code src/test.c}), all for the
 * password "password" and the salt "somesalt". Memory, passes and lanes each differ between two of them, so an engine
 * that skimps on one of the three cannot give all the answers.
 */
final class KnownAnswers {
    private static final int TAG_LENGTH = 32;

    private record Answer(Cost cost, String tag) {}

    private static final List<Answer> ANSWERS = List.of(
            answer(256, 2, 1, "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe"),
            answer(256, 2, 2, "6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037"),
            answer(65_536, 1, 1, "f6a5adc1ba723dddef9b5ac1d464e180fcd9dffc9d1cbf76cca2fed795d9ca98"));

    private KnownAnswers() {}

    /**
     * Asks the engine, about a tenth of a second and 64 MiB for a real one.
     *
     * @param engine the engine on trial; whatever it throws comes through
     * @return whether every answer is the published one
     */
    static boolean reproducedBy(SlowHash engine) {
        for (final Answer known : ANSWERS) {
            final byte[] tag = engine.hash(ascii("password"), ascii("somesalt"), known.cost);
            if (!MessageDigest.isEqual(HexFormat.of().parseHex(known.tag), tag)) {
                return false;
            }
        }
        return true;
    }

    private static Answer answer(int memoryKib, int iterations, int parallelism, String tag) {
        return new Answer(new Cost(memoryKib, iterations, parallelism, TAG_LENGTH), tag);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
