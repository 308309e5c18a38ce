package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation shows to authors compiles. */
class DocumentedExamplesTest {
    private static final Path API = Path.of("../../plugin-api/src/main/java/dev/sluice/api");
    private static final Path GUIDE = Path.of("../../distribution/docs/plugins.md");
    private static final Pattern JAVADOC = Pattern.compile("<pre>\\{@code\\n(.*?)\\n \\* }</pre>", Pattern.DOTALL);
    private static final Pattern FENCED = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern HERE_DOCUMENT =
            Pattern.compile("cat > \\S+\\.java <<'EOF'\\n(.*?)\\nEOF\\n", Pattern.DOTALL);
    private static final Pattern TYPE =
            Pattern.compile("^(?:public )?(?:final )?(?:class|record) (\\w+)", Pattern.MULTILINE);
    private static final String IMPORTS = """
            import static org.junit.jupiter.api.Assertions.assertEquals;

            import dev.sluice.api.*;
            import dev.sluice.testkit.*;
            import java.io.*;
            import java.nio.file.Path;
            import java.time.*;
            import java.util.List;
            import java.util.Map;
            import java.util.Optional;
            import java.util.Set;
            import java.util.concurrent.*;
            import org.junit.jupiter.api.*;
            import org.junit.jupiter.api.io.TempDir;
            import org.pf4j.Extension;
            import org.slf4j.Logger;
            import org.slf4j.LoggerFactory;

            """;

    @TempDir
    private Path classes;

    @Test
    void shouldCompileThoseOfTheJavadoc() throws IOException {
        var examples = new ArrayList<String>();
        try (Stream<Path> files = Files.list(API)) {
            for (Path file : files.sorted().toList()) {
                for (String block : blocks(JAVADOC, Files.readString(file))) {
                    examples.add(block.replaceAll("(?m)^ \\* ?", ""));
                }
            }
        }
        assertThat(examples).hasSizeGreaterThanOrEqualTo(4);
        examples.forEach(this::compile);
    }

    @Test
    void shouldCompileThoseOfTheGuide() throws IOException {
        String guide = Files.readString(GUIDE);
        List<String> examples = new ArrayList<>(blocks(FENCED, guide));
        examples.addAll(blocks(HERE_DOCUMENT, guide));
        assertThat(examples).hasSizeGreaterThanOrEqualTo(5);
        examples.forEach(this::compile);
    }

    private static List<String> blocks(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    private void compile(String example) {
        Matcher type = TYPE.matcher(example);
        assertThat(type.find()).as("a type in:%n%s", example).isTrue();
        String source = example.startsWith("package ") ? example : IMPORTS + example;
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var problems = new StringWriter();
        List<String> options = List.of(
                "-proc:none",
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                "--release",
                "17");
        boolean compiled = compiler.getTask(
                        problems, null, null, options, null, List.of(new Source(type.group(1), source)))
                .call();
        assertThat(compiled).as("%s%n%s", problems, source).isTrue();
    }

    /** A source file in memory. */
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String type, String text) {
            super(URI.create("string:///" + type + ".java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
