package dev.sluice.flv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What docs/plugins/recorder-flv.md shows and says holds. */
class DocumentationTest {
    private static final Path PAGE = Path.of("../../distribution/docs/plugins/recorder-flv.md");
    private static final String HEAD = "    plugins:\n      settings:\n        recorder-flv:\n";

    @Test
    void shouldAcceptEachExample() throws IOException {
        List<FlvSettings> examples = examples();

        assertThat(examples.get(0).streams()).containsExactly("live/*");
        assertThat(examples.get(1).directory()).isEqualTo("/var/recordings");
        assertThat(examples.get(1).streams()).containsExactly("live/**", "studio/main");
        assertThat(examples.get(1).rotateAfter()).isEqualTo(Duration.ofHours(1));
        assertThat(examples.get(1).minFreeSpace()).isEqualTo(20L << 30);
        assertThat(examples.get(2).onExisting()).isEqualTo(OnExisting.OVERWRITE);
        assertThat(examples.get(2).rotateSize()).isEqualTo(2L << 30);
    }

    @Test
    void shouldHaveTheDefaultsOfTheTable() throws IOException {
        String rows = Files.readString(PAGE).split("## Settings\n\n", 2)[1].split("\n\n", 2)[0];
        String yaml = rows.lines()
                .skip(2)
                .map(row -> row.split("\\|"))
                .map(cells -> cells[1].replace("`", "").strip() + ": "
                        + cells[2].replace("`", "").strip())
                .collect(Collectors.joining("\n"));

        assertThat(yaml.lines()).hasSize(FlvSettings.class.getRecordComponents().length);
        assertThat(TestSettings.of(FlvSettings.class, yaml)).isEqualTo(TestSettings.of(FlvSettings.class, ""));
    }

    @Test
    void shouldNameTheBoundsOfTheCode() throws IOException {
        assertThat(Files.readString(PAGE).replaceAll("\\s+", " "))
                .contains("The first " + FileHead.BYTES / 1024 + " KiB hold `onMetaData`")
                .contains("up to " + Metadata.MAX_BYTES / 1024 + " KiB of it")
                .contains(String.format(Locale.ROOT, "more than %,d keyframes", KeyframeIndex.MAX_ENTRIES));
    }

    private static List<FlvSettings> examples() throws IOException {
        String[] parts = Files.readString(PAGE).split(HEAD, -1);
        List<FlvSettings> examples = new ArrayList<>();
        for (String part : Arrays.asList(parts).subList(1, parts.length)) {
            String yaml = part.lines()
                    .takeWhile(line -> line.startsWith("          "))
                    .collect(Collectors.joining("\n"));
            examples.add(TestSettings.of(FlvSettings.class, yaml));
        }
        assertThat(examples).hasSize(3);
        return examples;
    }
}
