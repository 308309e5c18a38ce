package dev.sluice.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.api.ServerEvent;
import dev.sluice.testkit.TestContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogPluginTest {
    private static final long MANY = 1L << 30;

    @TempDir
    private Path base;

    private TestContext context;
    private EventLogPlugin plugin;

    @AfterEach
    void close() {
        plugin.stop();
        context.close();
    }

    @Test
    void shouldDoNothingWithoutSettings() {
        start(null);
        assertThat(context.listeners()).isEmpty();
        assertThat(base).isEmptyDirectory();
    }

    @Test
    void shouldWriteEventsSoon() {
        start(settings(MANY));
        send(event("one"), event("two"));
        awaitFile().untilAsserted(() -> assertThat(streams(file())).containsExactly("one", "two"));
    }

    @Test
    void shouldWriteOnlyTheEventsWanted() throws IOException {
        start(settings(MANY));
        send(ServerEvent.of(ServerEvent.Type.STATISTICS).build(), event("one"));
        plugin.stop();
        assertThat(Files.readAllLines(file())).singleElement().asString().contains("one");
    }

    @Test
    void shouldHaveWrittenEverythingWhenStopped() throws IOException {
        start(settings(MANY));
        IntStream.range(0, 5_000).forEach(i -> send(event("s" + i)));
        plugin.stop();
        assertThat(context.listeners()).isEmpty();
        assertThat(streams(file()))
                .isEqualTo(IntStream.range(0, 5_000).mapToObj(i -> "s" + i).toList());
    }

    @Test
    void shouldLoseNoLineWhenRotating() throws IOException {
        start(settings(64 << 10));
        int events = 10_000;
        for (int i = 0; i < events; i++) {
            send(event("s" + i));
            if (i % 500 == 0) {
                int sent = i;
                awaitFile()
                        .untilAsserted(
                                () -> assertThat(Files.readString(file())).contains("\"s" + sent + "\""));
            }
        }
        plugin.stop();
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        olderFiles().stream().allMatch(file -> file.toString().endsWith(".gz")));
        List<Path> older = olderFiles();
        assertThat(older).hasSizeGreaterThan(5);
        var streams = new ArrayList<String>();
        for (Path file : older) {
            streams.addAll(streams(file));
        }
        assertThat(Files.size(file())).isLessThanOrEqualTo(64 << 10);
        streams.addAll(streams(file()));
        assertThat(streams)
                .isEqualTo(IntStream.range(0, events).mapToObj(i -> "s" + i).toList());
    }

    private void start(EventLogSettings settings) {
        context = new TestContext("event-log", base, settings);
        plugin = new EventLogPlugin(context);
        plugin.start();
    }

    private static EventLogSettings settings(long maxSize) {
        return new EventLogSettings(
                "logs/events.jsonl", List.of("lifecycle"), false, maxSize, 1_000, true, Duration.ofDays(1));
    }

    private void send(ServerEvent... events) {
        for (ServerEvent event : events) {
            context.listeners().forEach(listener -> listener.onEvent(event));
        }
    }

    private static ServerEvent event(String stream) {
        return ServerEvent.of(ServerEvent.Type.PUBLISH_STARTED).stream("live", stream)
                .build();
    }

    private Path file() {
        return base.resolve("logs/events.jsonl");
    }

    /** There is none before the first line, and none for a moment when it is put aside. */
    private static ConditionFactory awaitFile() {
        return await().atMost(Duration.ofSeconds(30)).ignoreExceptionsInstanceOf(NoSuchFileException.class);
    }

    private List<Path> olderFiles() throws IOException {
        try (var files = Files.list(base.resolve("logs"))) {
            return files.filter(file -> !file.equals(file())).sorted().toList();
        }
    }

    private static List<String> streams(Path file) throws IOException {
        try (var in = file.toString().endsWith(".gz")
                ? new GZIPInputStream(Files.newInputStream(file))
                : Files.newInputStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceAll(".*\"stream\":\"(.*)\".*", "$1"))
                    .toList();
        }
    }
}
