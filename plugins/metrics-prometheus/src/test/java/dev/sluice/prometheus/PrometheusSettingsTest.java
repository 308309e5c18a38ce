package dev.sluice.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.SettingsException;
import dev.sluice.testkit.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PrometheusSettingsTest {
    private static final Path DOCUMENT = Path.of("../../distribution/docs/plugins/metrics-prometheus.md");
    private static final Pattern EXAMPLE = Pattern.compile("(?m)^ {8}metrics-prometheus:\\n((?: {10}.*\\n)+)");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| `([^`]+)` \\|");

    @Test
    void shouldBeAsInTheDocumentedExample() throws IOException {
        var example = EXAMPLE.matcher(Files.readString(DOCUMENT));
        assertThat(example.find()).isTrue();
        assertThat(TestSettings.of(PrometheusSettings.class, example.group(1).stripIndent()))
                .isEqualTo(defaults());
    }

    @Test
    void shouldHaveTheDocumentedDefaults() throws IOException {
        String written = ROW.matcher(Files.readString(DOCUMENT))
                .results()
                .map(row -> row.group(1) + ": " + row.group(2) + "\n")
                .collect(Collectors.joining());
        assertThat(written.lines()).hasSize(PrometheusSettings.class.getRecordComponents().length);
        assertThat(TestSettings.of(PrometheusSettings.class, written)).isEqualTo(defaults());
    }

    @Test
    void shouldRefuseAPortThatThereIsNot() {
        assertThatThrownBy(() -> TestSettings.of(PrometheusSettings.class, "port: 65536"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("port");
    }

    private static PrometheusSettings defaults() {
        return TestSettings.of(PrometheusSettings.class, "");
    }
}
