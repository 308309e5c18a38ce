package dev.sluice.flv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.SettingsException;
import dev.sluice.testkit.TestSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlvSettingsTest {
    @Test
    void shouldRecordEverythingByDefault() {
        assertThat(TestSettings.of(FlvSettings.class, ""))
                .isEqualTo(new FlvSettings(
                        "recordings",
                        "{app}/{name}-{yyyyMMdd-HHmmss}.flv",
                        List.of("**"),
                        OnExisting.RENAME,
                        Duration.ZERO,
                        0,
                        OnRestart.CONTINUE,
                        256L << 20,
                        true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "path: '{nam}.flv'                         ; path: expected {app}, {name}, {n} or a time",
                "streams: [live]                           ; streams: expected patterns such as live/*, got 'live'",
                "onExisting: append                        ; onExisting",
                "rotateAfter: 500ms                        ; rotateAfter: expected 0 or at least 1s",
                "rotateAfter: 21d                          ; rotateAfter",
                "rotateSize: 1KiB                          ; rotateSize: expected 0 or at least 1MiB",
                "{onExisting: overwrite, path: '{name}.flv'} ; path: onExisting: overwrite needs {app} and {name}",
                "pathh: x.flv                              ; did you mean 'path'"
            })
    void shouldSayWhatIsWrong(String yaml, String problem) {
        assertThatThrownBy(() -> TestSettings.of(FlvSettings.class, yaml))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(problem)
                .hasMessageContaining("sluice.yml:1");
    }

    @Test
    void shouldAllowToRecordOnCommandOnly() {
        assertThat(TestSettings.of(FlvSettings.class, "streams: []").streams()).isEmpty();
    }
}
