package dev.sluice.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OlderFilesTest {
    private static final String FIRST = "events-20200101T000000.000Z.jsonl";
    private static final String SECOND = "events-20200101T000000.001Z.jsonl";
    private static final String THIRD = "events-20991231T235959.999Z.jsonl";

    @TempDir
    private Path folder;

    @BeforeEach
    void setUp() throws IOException {
        for (String name : List.of(SECOND, FIRST, THIRD)) {
            Files.writeString(folder.resolve(name), name);
        }
    }

    @Test
    void shouldCompressThem() throws IOException {
        older(10, Duration.ZERO, true).tidy();
        assertThat(names()).containsExactly(FIRST + ".gz", SECOND + ".gz", THIRD + ".gz");
        try (var unzipped = new GZIPInputStream(Files.newInputStream(folder.resolve(SECOND + ".gz")))) {
            assertThat(new String(unzipped.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(SECOND);
        }
    }

    @Test
    void shouldKeepTheNewestOnly() throws IOException {
        older(2, Duration.ZERO, false).tidy();
        assertThat(names()).containsExactly(SECOND, THIRD);
        older(1, Duration.ZERO, true).tidy();
        assertThat(names()).containsExactly(THIRD + ".gz");
        older(0, Duration.ZERO, true).tidy();
        assertThat(names()).isEmpty();
    }

    @Test
    void shouldDeleteWhatIsTooOld() throws IOException {
        older(10, Duration.ofDays(1), false).tidy();
        assertThat(names()).containsExactly(THIRD);
    }

    @Test
    void shouldRemoveWhatACrashHasLeft() throws IOException {
        Files.writeString(folder.resolve(FIRST + ".gz.part"), "half");
        Files.writeString(folder.resolve(SECOND + ".gz"), "whole");
        older(10, Duration.ZERO, true).tidy();
        assertThat(names()).containsExactly(FIRST + ".gz", SECOND + ".gz", THIRD + ".gz");
        assertThat(folder.resolve(SECOND + ".gz")).hasContent("whole");
    }

    @Test
    void shouldMakeRoomEvenWhenItCannotCompress() throws IOException {
        Files.createDirectory(folder.resolve("events-20200101T000000.002Z.jsonl"));
        older(2, Duration.ZERO, true).tidy();
        assertThat(names()).doesNotContain(FIRST, SECOND);
    }

    /** The events are written on the threads that this is called on. */
    @Test
    void shouldKeepNoOtherThreadWhileItCompresses() throws Exception {
        var begun = new CountDownLatch(1);
        var gate = new CountDownLatch(1);
        var compressed = new AtomicInteger();
        var older = new OlderFiles(folder.resolve("events.jsonl"), 10, Duration.ZERO, true, (from, to) -> {
            begun.countDown();
            awaitGate(gate);
            compressed.incrementAndGet();
            Files.copy(from, to);
        });
        var tidying = new Thread(older::tidy);
        tidying.start();
        begun.await();
        Files.writeString(folder.resolve("events-20200101T000000.002Z.jsonl"), "put aside meanwhile");
        assertTimeoutPreemptively(Duration.ofSeconds(60), older::tidy);
        assertThat(compressed).hasValue(0);
        gate.countDown();
        tidying.join();
        assertThat(compressed).hasValue(4);
        assertThat(names()).hasSize(4).allMatch(name -> name.endsWith(".gz"));
    }

    private static void awaitGate(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldLeaveForeignFilesAlone() throws IOException {
        for (String name : List.of("events.jsonl", "events-copy.jsonl", "other-20200101T000000.000Z.jsonl")) {
            Files.writeString(folder.resolve(name), name);
        }
        older(0, Duration.ofMillis(1), true).tidy();
        assertThat(names()).containsExactly("events-copy.jsonl", "events.jsonl", "other-20200101T000000.000Z.jsonl");
    }

    @Test
    void shouldFindANameThatIsFree() throws IOException {
        OlderFiles older = older(10, Duration.ZERO, false);
        for (int i = 0; i < 50; i++) {
            Path name = older.nextName();
            assertThat(name).doesNotExist();
            Files.writeString(name, "");
        }
        assertThat(names()).hasSize(53);
    }

    private OlderFiles older(int keep, Duration maxAge, boolean compress) {
        return new OlderFiles(folder.resolve("events.jsonl"), keep, maxAge, compress);
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
