package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The interoperability cases have the ids RI-001 to RI-120. A test says in a comment or its name which of them it is for,
 * so that none gets lost.
 */
class InteropRowsTest {
    private static final int ROWS = 120;
    private static final Path SOURCES = Path.of("src/test/java");
    private static final Pattern ID = Pattern.compile("RI-(\\d{3})");

    /** Rows without a test, and why. */
    private static final Map<String, String> NOT_TESTED =
            Map.of("114", "no operation drops a publisher yet; it comes with the management interface");

    @Test
    void shouldHaveATestForEachRowOrAReason() throws IOException {
        var accounted = new TreeSet<String>();
        var expected = new TreeSet<String>();
        IntStream.rangeClosed(1, ROWS).forEach(row -> expected.add("%03d".formatted(row)));
        try (var files = Files.walk(SOURCES)) {
            files.filter(file -> file.toString().endsWith("Test.java"))
                    .filter(file -> !file.endsWith("InteropRowsTest.java"))
                    .forEach(file -> ID.matcher(read(file)).results().forEach(id -> accounted.add(id.group(1))));
        }
        assertThat(accounted).as("rows with a test").doesNotContainAnyElementsOf(NOT_TESTED.keySet());
        accounted.addAll(NOT_TESTED.keySet());
        assertThat(accounted).isEqualTo(expected);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
