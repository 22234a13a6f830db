package org.authkit.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the compiler does not check about the tree: tags, names, package pages, the length of the first page. */
class HouseTest {
    private static final Path ROOT = Path.of(System.getProperty("authkit.root", ".."));
    private static final Path REQUIREMENTS = ROOT.resolve("../shared/requirements.csv");
    private static final int README_LINES = 120;

    private static List<Path> files(String below, String suffix) throws IOException {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(path -> path.toString().endsWith(suffix))
                    .filter(path -> inside(path).contains(below))
                    .filter(path -> !inside(path).contains("/target/"))
                    .sorted()
                    .toList();
        }
    }

    private static String inside(Path path) {
        return "/" + ROOT.relativize(path).toString().replace('\\', '/');
    }

    @Test
    void the_tree_is_found() throws IOException {
        assertTrue(Files.exists(ROOT.resolve("pom.xml")), "no house at " + ROOT);
        assertFalse(files("/src/main/java/", ".java").isEmpty());
        assertFalse(files("/src/test/java/", ".java").isEmpty());
    }

    @Test
    void every_requirement_tag_names_a_row_of_the_requirements() throws IOException {
        assumeTrue(Files.exists(REQUIREMENTS), "the table of requirements does not lie beside this tree");
        Set<String> rows = new TreeSet<>();
        for (String line : Files.readAllLines(REQUIREMENTS)) {
            rows.add(line.substring(0, Math.max(0, line.indexOf(','))));
        }
        Set<String> unknown = new TreeSet<>();
        for (Path file : testSources()) {
            for (SourceTags.Tag tag : SourceTags.in(Files.readString(file))) {
                if (tag.value().startsWith("req:") && !rows.contains(tag.value().substring(4))) {
                    unknown.add(file.getFileName() + ": " + tag.value());
                }
            }
        }
        assertEquals(Set.of(), unknown);
    }

    @Test
    void tags_are_attacks_or_requirements_and_no_test_claims_more_than_three_clauses() throws IOException {
        Set<String> wrong = new TreeSet<>();
        for (Path file : testSources()) {
            for (String complaint : SourceTags.complaints(Files.readString(file))) {
                wrong.add(file.getFileName() + ": " + complaint);
            }
        }
        assertEquals(Set.of(), wrong);
    }

    @Test
    void every_test_stands_in_a_class_that_the_runner_finds() throws IOException {
        Set<String> lost = new TreeSet<>();
        for (Path file : files("/src/test/java/", ".java")) {
            String name = file.getFileName().toString();
            String source = Files.readString(file);
            if (SourceTags.hasTests(source)
                    && !source.contains("abstract class " + name.replace(".java", ""))
                    && !name.endsWith("Test.java")) {
                lost.add(name);
            }
        }
        assertEquals(Set.of(), lost, "the runner looks only at classes whose name ends in Test");
    }

    @Test
    void every_package_has_its_page() throws IOException {
        Set<String> bare = new TreeSet<>();
        for (Path file : files("/src/main/java/", ".java")) {
            Path folder = file.getParent();
            if (!file.endsWith("module-info.java") && !Files.exists(folder.resolve("package-info.java"))) {
                bare.add(ROOT.relativize(folder).toString());
            }
        }
        assertEquals(Set.of(), bare);
    }

    @Test
    void every_published_module_is_null_marked() throws IOException {
        Set<String> unmarked = new TreeSet<>();
        for (String module : List.of("core", "totp", "device", "jdbc", "testkit")) {
            Path sources = ROOT.resolve("authkit-" + module + "/src/main/java");
            Path info = sources.resolve("module-info.java");
            if (Files.exists(sources)
                    && !(Files.exists(info) && Files.readString(info).contains("NullMarked"))) {
                unmarked.add(module);
            }
        }
        assertEquals(Set.of(), unmarked, "NullAway reads only what is marked");
    }

    @Test
    void the_first_page_stays_short() throws IOException {
        Path readme = ROOT.resolve("README.md");
        assumeTrue(Files.exists(readme), "there is no README.md yet");
        int lines = Files.readAllLines(readme).size();
        assertTrue(lines <= README_LINES, "README.md has " + lines + " lines, " + README_LINES + " are allowed");
    }

    private static List<Path> testSources() throws IOException {
        return Stream.concat(
                        files("/src/test/java/", ".java").stream()
                                .filter(path -> !path.endsWith("SourceTagsTest.java")),
                        files("authkit-testkit/src/main/java/", ".java").stream())
                .toList();
    }
}
