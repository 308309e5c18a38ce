package dev.sluice.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventWriterTest {
    private static final Logger LOGGER = (Logger) LogManager.getLogger(EventWriter.class);

    @TempDir
    private Path folder;

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final LogLines log = new LogLines();
    private EventWriter writer;

    @BeforeEach
    void setUp() {
        LOGGER.addAppender(log);
        // after it: the first appender of a logger sets its level back
        LOGGER.setLevel(Level.INFO);
        writer = new EventWriter(file(), tasks::add);
    }

    @AfterEach
    void tearDown() {
        writer.close();
        LOGGER.removeAppender(log);
    }

    @Test
    void shouldWriteAllThatWaitsInOneTask() {
        write("a");
        write("b");
        assertThat(tasks).hasSize(1);
        runTasks();
        assertThat(path()).hasContent("a\nb\n");
        write("c");
        runTasks();
        assertThat(path()).hasContent("a\nb\nc\n");
        assertThat(log.lines).isEmpty();
    }

    @Test
    void shouldReportAFailingDiskOnceAndGoOnWhenItDoes() throws IOException {
        Files.writeString(path().getParent(), "in the way");
        for (int i = 0; i < 3; i++) {
            write("lost");
            runTasks();
        }
        assertThat(log.lines).hasSize(1).first().asString().contains("cannot be written", path().toString());
        Files.delete(path().getParent());
        write("kept");
        runTasks();
        assertThat(path()).hasContent("kept\n");
        assertThat(log.lines).hasSize(2).last().asString().contains("again, 3 were lost");
    }

    @Test
    void shouldCountWhatWasLostWhenItEndsSo() throws IOException {
        Files.writeString(path().getParent(), "in the way");
        write("lost");
        writer.close();
        assertThat(log.lines).last().asString().contains("1 events were not written");
    }

    @Test
    void shouldBoundWhatWaits() throws IOException {
        String megabyte = "x".repeat((1 << 20) - 1);
        for (int i = 0; i < 10; i++) {
            write(megabyte);
        }
        assertThat(log.lines).singleElement().asString().contains("does not keep up");
        runTasks();
        assertThat(path()).hasSize(8 << 20);
        assertThat(log.lines).last().asString().contains("again, 2 were lost");
    }

    @Test
    void shouldWriteWithTheNextLineWhenNoTaskIsTaken() {
        try (var busy = new EventWriter(file(), task -> {
            if (tasks.isEmpty()) {
                tasks.add(task);
                throw new RejectedExecutionException("busy");
            }
            task.run();
        })) {
            busy.write(line("a"));
            busy.write(line("b"));
            assertThat(path()).hasContent("a\nb\n");
        }
    }

    private RotatingFile file() {
        return new RotatingFile(path(), 1 << 30, () -> folder.resolve("older"), () -> {});
    }

    private Path path() {
        return folder.resolve("logs/events.jsonl");
    }

    private void write(String text) {
        writer.write(line(text));
    }

    private static byte[] line(String text) {
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    /** What the log would say. */
    private static final class LogLines extends AbstractAppender {
        private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

        LogLines() {
            super("lines", null, null, true, Property.EMPTY_ARRAY);
            start();
        }

        @Override
        public void append(LogEvent event) {
            lines.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
        }
    }
}
