import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Adds up every module's test reports: {@code java Totals.java LABEL... -- BROKEN-PHASE...}, where a label names the
 * build folder below each module's {@code target}. A test class without a report counts as a failure (its process
 * died), a phase that failed counts as one, and a run without tests fails. The last line is the sum.
 */
final class Totals {
    private static final String NO_TESTS_IN = "target";

    private int passed;
    private final List<String> failed = new ArrayList<>();
    private final Map<String, TreeSet<String>> skipped = new TreeMap<>();
    private int skippedCount;

    public static void main(String[] arguments) throws IOException, XMLStreamException {
        List<String> all = Arrays.asList(arguments);
        int split = all.indexOf("--");
        List<String> labels = split < 0 ? all : all.subList(0, split);
        List<String> broken = split < 0 ? List.of() : all.subList(split + 1, all.size());
        Totals totals = new Totals();
        for (String label : labels) {
            int before = totals.passed + totals.failed.size();
            totals.add(label);
            if (totals.passed + totals.failed.size() == before) {
                totals.failed.add(label + ": no test ran");
            }
        }
        for (String label : broken) {
            totals.failed.add(label + ": did not pass, whatever the tests say");
        }
        System.exit(totals.print());
    }

    private void add(String label) throws IOException, XMLStreamException {
        List<Path> modules;
        try (Stream<Path> poms = Files.walk(Path.of("."), 3)) {
            modules = poms.filter(path -> path.endsWith("pom.xml"))
                    .filter(path -> !path.toString().contains(NO_TESTS_IN))
                    .map(Path::getParent)
                    .sorted()
                    .toList();
        }
        for (Path module : modules) {
            TreeSet<String> reported = new TreeSet<>();
            Path reports = module.resolve("target").resolve(label).resolve("surefire-reports");
            if (Files.isDirectory(reports)) {
                try (Stream<Path> files = Files.list(reports)) {
                    for (Path file : files.filter(path -> path.getFileName().toString().matches("TEST-.*\\.xml"))
                            .sorted()
                            .toList()) {
                        String name = file.getFileName().toString();
                        reported.add(name.substring("TEST-".length(), name.length() - ".xml".length()));
                        read(label, file);
                    }
                }
            }
            for (String test : testClasses(module)) {
                if (!reported.contains(test)) {
                    failed.add(label + ": " + test + " left no report: it never ran, or its process died");
                }
            }
        }
    }

    private static List<String> testClasses(Path module) throws IOException {
        Path sources = module.resolve("src/test/java");
        if (!Files.isDirectory(sources)) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(path -> path.toString().endsWith("Test.java")).sorted().toList()) {
                String name = sources.relativize(file).toString().replaceAll("\\.java$", "").replaceAll("[/\\\\]", ".");
                String simple = name.substring(name.lastIndexOf('.') + 1);
                if (!Files.readString(file).contains("abstract class " + simple)) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private void read(String label, Path file) throws IOException, XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        String test = null;
        String state = "passed";
        String reason = "";
        try (InputStream in = Files.newInputStream(file)) {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    switch (xml.getLocalName()) {
                        case "testcase" -> {
                            String from = xml.getAttributeValue(null, "classname");
                            String name = xml.getAttributeValue(null, "name");
                            test = (from == null ? "" : from.substring(from.lastIndexOf('.') + 1) + ".") + name;
                            state = "passed";
                            reason = "";
                        }
                        case "failure", "error", "skipped" -> {
                            state = xml.getLocalName();
                            String message = xml.getAttributeValue(null, "message");
                            reason = message == null ? firstLine(xml.getElementText()) : message;
                            reason = reason.strip().replaceAll("\\s+", " ");
                        }
                        default -> {}
                    }
                } else if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("testcase")) {
                    count(label, test, state, reason);
                }
            }
        }
    }

    private void count(String label, String test, String state, String reason) {
        switch (state) {
            case "passed" -> passed++;
            case "skipped" -> {
                skippedCount++;
                String why = reason.isEmpty() ? "no reason given" : reason;
                skipped.computeIfAbsent(test + " (" + why + ")", key -> new TreeSet<>()).add(label);
            }
            default -> failed.add(label + ": " + test + ": " + shortened(reason));
        }
    }

    /** An assumption that did not hold leaves its message in the text: the exception's name, a colon, the message. */
    private static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("").replaceFirst("^[\\w.$]+(: Assumption failed)?: ", "");
    }

    private static String shortened(String text) {
        return text.length() <= 300 ? text : text.substring(0, 300) + " ...";
    }

    private int print() {
        skipped.forEach((what, labels) -> System.out.println("skipped: " + what + " on " + String.join(", ", labels)));
        failed.forEach(what -> System.out.println("FAILED: " + what));
        System.out.println(passed + " passed, " + failed.size() + " failed, " + skippedCount + " skipped");
        return failed.isEmpty() && passed > 0 ? 0 : 1;
    }
}
