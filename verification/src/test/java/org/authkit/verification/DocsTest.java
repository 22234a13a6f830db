package org.authkit.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.authkit.model.Money;
import org.authkit.model.Payment;
import org.authkit.model.RequestContext;
import org.authkit.spi.FileKeyRing;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents show is compiled, and the first sample runs. */
class DocsTest {
    private static final Path ROOT = Path.of(System.getProperty("authkit.root", ".."));
    private static final Pattern SAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern TYPE =
            Pattern.compile("(?m)^(?:public )?(?:final )?(?:class|interface|record) (\\w+)");

    @TempDir
    private Path folder;

    @Test
    void every_java_sample_in_the_documents_compiles() throws IOException {
        int compiled = 0;
        for (Path document : documents()) {
            for (String sample : samples(document)) {
                compile(sample);
                compiled++;
            }
        }
        assertTrue(compiled > 0, "no samples found");
    }

    @Test
    void the_first_sample_embeds_authkit_in_25_short_lines_with_at_most_10_imports_and_runs() throws Exception {
        String sample = samples(ROOT.resolve("README.md")).get(0);
        List<String> imports = sample.lines()
                .filter(line -> line.startsWith("import org.authkit."))
                .toList();
        List<String> code = sample.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("import "))
                .toList();
        assertTrue(imports.size() <= 10, imports::toString);
        assertTrue(code.size() <= 25, () -> code.size() + " lines");
        assertTrue(code.stream().allMatch(line -> line.length() <= 100), code::toString);
        assertTrue(imports.stream().noneMatch(line -> line.contains("example")), imports::toString);

        compile(sample);
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:readme;DB_CLOSE_DELAY=-1");
        Path keys = folder.resolve("keys");
        FileKeyRing.create(keys, new SecureRandom());
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            Class<?> wallet = loader.loadClass("Wallet");
            Constructor<?> embed = wallet.getDeclaredConstructor(DataSource.class, Path.class);
            embed.setAccessible(true);
            Method pay = wallet.getDeclaredMethod("pay", Payment.class, RequestContext.class);
            pay.setAccessible(true);
            Object answer = pay.invoke(
                    embed.newInstance(database, keys),
                    Payment.pay("Shop", Money.yen(1200), "order-1"),
                    RequestContext.of("192.0.2.1", "test"));
            assertEquals("NOT_SIGNED_IN", answer);
        }
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"));
                Stream<Path> top = Files.list(ROOT)) {
            return Stream.concat(docs, top)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> samples(Path document) throws IOException {
        List<String> samples = new ArrayList<>();
        Matcher matcher = SAMPLE.matcher(Files.readString(document));
        while (matcher.find()) {
            samples.add(matcher.group(1));
        }
        return samples;
    }

    private void compile(String sample) {
        Matcher type = TYPE.matcher(sample);
        assertTrue(type.find(), () -> "a sample without a type: " + sample);
        URI uri = URI.create("string:///" + type.group(1) + ".java");
        JavaFileObject source = new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return sample;
            }
        };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        boolean compiled = compiler.getTask(
                        messages,
                        null,
                        null,
                        List.of(
                                "-d",
                                folder.toString(),
                                "-classpath",
                                System.getProperty("java.class.path"),
                                "-proc:none"),
                        null,
                        List.of(source))
                .call();
        assertTrue(compiled, messages::toString);
    }
}
