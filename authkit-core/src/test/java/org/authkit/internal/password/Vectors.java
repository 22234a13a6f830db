package org.authkit.internal.password;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Published answers that lie beside the checkout, if they do. */
final class Vectors {
    private Vectors() {}

    /** The cases of one file; where there is none, the test is skipped and says why. */
    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> cases(String file) throws Exception {
        final Path path = find(file);
        if (path == null) {
            final String why = file + ": no folder shared/vectors beside the checkout";
            System.out.println("Skipped: " + why);
            Assumptions.abort(why);
        }
        return (List<Map<String, Object>>)
                (List<?>) JSONObjectUtils.parse(Files.readString(path)).get("cases");
    }

    private static Path find(String file) {
        return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve("shared").resolve("vectors").resolve(file))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(null);
    }
}
