package org.authkit.verification;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles classes that break a rule on purpose, so that no rule can pass by looking at nothing. */
final class Planted {
    private Planted() {}

    /** Compiles sources, given by full class name, into a folder and reads the classes back. */
    static JavaClasses compile(Path folder, Map<String, String> sources) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", folder.toString()));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = folder.resolve(source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
            arguments.add(file.toString());
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        boolean compiled = compiler.getTask(
                        said,
                        null,
                        null,
                        arguments.subList(0, 4),
                        null,
                        compiler.getStandardFileManager(null, null, null)
                                .getJavaFileObjects(
                                        arguments.subList(4, arguments.size()).toArray(String[]::new)))
                .call();
        if (!compiled) {
            throw new IllegalStateException("planted classes do not compile: " + said);
        }
        return new ClassFileImporter().importPath(folder);
    }

    /** A class of one method that evaluates one expression. */
    static String running(String fullName, String expression) {
        int dot = fullName.lastIndexOf('.');
        return "package " + fullName.substring(0, dot) + ";\npublic class " + fullName.substring(dot + 1)
                + " {\n    Object run(java.time.Clock clock, java.util.Random random) throws Exception {\n        "
                + (expression.startsWith("!")
                        ? expression.substring(1) + ";\n        return null;"
                        : "return " + expression + ";")
                + "\n    }\n}\n";
    }
}
