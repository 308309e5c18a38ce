package dev.sluice.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ServerEvent;
import dev.sluice.api.SettingsException;
import dev.sluice.testkit.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EventLogSettingsTest {
    private static final Path DOCUMENT = Path.of("../../distribution/docs/plugins/event-log.md");
    private static final Pattern EXAMPLE = Pattern.compile("(?m)^ {8}event-log:\\n((?: {10}.*\\n)+)");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| `([^`]+)` \\|");

    @Test
    void shouldBeAsInTheDocumentedExample() throws IOException {
        var example = EXAMPLE.matcher(Files.readString(DOCUMENT));
        assertThat(example.find()).isTrue();
        assertThat(TestSettings.of(EventLogSettings.class, example.group(1).stripIndent()))
                .isEqualTo(defaults());
    }

    @Test
    void shouldHaveTheDocumentedDefaults() throws IOException {
        String written = ROW.matcher(Files.readString(DOCUMENT))
                .results()
                .map(row -> row.group(1) + ": " + row.group(2) + "\n")
                .collect(Collectors.joining());
        assertThat(written.lines()).hasSize(EventLogSettings.class.getRecordComponents().length);
        assertThat(TestSettings.of(EventLogSettings.class, written)).isEqualTo(defaults());
    }

    @Test
    void shouldBeRead() {
        EventLogSettings settings = TestSettings.of(EventLogSettings.class, """
                events: [publish_started]
                maxSize: 1GiB
                keep: 0
                compress: false
                maxAge: 14d
                """);
        assertThat(settings.types()).containsExactly(ServerEvent.Type.PUBLISH_STARTED);
        assertThat(settings.maxSize()).isEqualTo(1L << 30);
        assertThat(settings.maxAge()).isEqualTo(Duration.ofDays(14));
    }

    @Test
    void shouldRefuseAnEventThatThereIsNot() {
        assertThatThrownBy(() -> TestSettings.of(EventLogSettings.class, "events: [publish, frames]"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("sluice.yml:1")
                .hasMessageContaining("'frames'");
    }

    private static EventLogSettings defaults() {
        return TestSettings.of(EventLogSettings.class, "");
    }
}
