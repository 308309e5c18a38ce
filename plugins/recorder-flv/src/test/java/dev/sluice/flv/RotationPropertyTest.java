package dev.sluice.flv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.MediaMessage;
import dev.sluice.api.MediaMessage.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotationPropertyTest {
    @TempDir
    private Path directory;

    @Test
    void shouldLoseNothingAndRepeatNothingButHeaders() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        int rotations = 0;
        for (int i = 0; i < 100; i++) {
            List<MediaMessage> messages = Publication.random(random);
            Path folder = Files.createTempDirectory(directory, "round");
            Duration after = Duration.ofMillis(1_000 + random.nextInt(3_000));
            long bytes = random.nextBoolean() ? 0 : 1 + random.nextInt(200_000);
            Recorder recorder = Recorder.in(folder, Recorder.rotating(after, bytes == 0 ? 0 : (1 << 20) + bytes));
            recorder.record("cam", messages);
            List<Path> parts = new ArrayList<>(recorder.files());
            parts.sort(Comparator.comparingInt(RotationPropertyTest::number));
            rotations += parts.size() - 1;
            assertThat(concatenated(parts)).as("seed %d, round %d", seed, i).isEqualTo(media(messages));
        }
        assertThat(rotations).as("seed %d", seed).isPositive();
    }

    private static int number(Path file) {
        return Integer.parseInt(file.getFileName().toString().replace(".flv", ""));
    }

    private static List<String> media(List<MediaMessage> messages) {
        return messages.stream()
                .filter(message -> message.kind() != Kind.DATA || !message.header())
                .map(message -> HexFormat.of().formatHex(message.payload()))
                .toList();
    }

    /** What the parts hold, without the headers that they repeat; each must begin where a decoder can begin. */
    private static List<String> concatenated(List<Path> parts) throws IOException {
        List<String> all = new ArrayList<>();
        Map<String, String> current = new LinkedHashMap<>();
        for (Path part : parts) {
            List<FlvReader.Tag> tags = FlvReader.contents(part);
            int first = 0;
            if (part != parts.get(0)) {
                for (String header : current.values()) {
                    assertThat(tags.get(first).body()).isEqualTo(header);
                    assertThat(tags.get(first).time()).isZero();
                    first++;
                }
                assertThat(tags.get(first).body()).startsWith(current.containsKey("1700") ? "1701" : "af01");
            }
            for (FlvReader.Tag tag : tags.subList(first, tags.size())) {
                if (!tag.metadata()) {
                    all.add(tag.body());
                }
                String start = tag.body().substring(0, Math.min(4, tag.body().length()));
                if (start.equals("1700") || start.equals("af00")) {
                    current.remove(start);
                    current.put(start, tag.body());
                }
            }
        }
        return all;
    }

    @Test
    void shouldKeepTheTimeBetweenFramesOfAPart() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            List<MediaMessage> messages = Publication.random(random);
            Path folder = Files.createTempDirectory(directory, "round");
            Recorder recorder = Recorder.in(folder, Recorder.rotating(Duration.ofSeconds(2), 0));
            recorder.record("cam", messages);
            List<MediaMessage> frames =
                    messages.stream().filter(message -> !message.header()).toList();
            List<Path> parts = new ArrayList<>(recorder.files());
            parts.sort(Comparator.comparingInt(RotationPropertyTest::number));
            int at = 0;
            for (Path part : parts) {
                int base = at;
                for (FlvReader.Tag tag : FlvReader.contents(part)) {
                    if (!tag.metadata()
                            && !tag.body().startsWith("1700")
                            && !tag.body().startsWith("af00")) {
                        int passed = (int)
                                (frames.get(at).timestamp() - frames.get(base).timestamp());
                        assertThat(tag.time()).as("seed %d, round %d", seed, i).isEqualTo(passed);
                        at++;
                    }
                }
            }
            assertThat(at).isEqualTo(frames.size());
        }
    }
}
