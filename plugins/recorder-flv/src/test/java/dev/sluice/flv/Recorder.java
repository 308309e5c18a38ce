package dev.sluice.flv;

import dev.sluice.api.MediaMessage;
import dev.sluice.api.Recording;
import dev.sluice.testkit.TestStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A recorder under test, in a folder and with a clock of its own. */
final class Recorder {
    private final Path directory;
    private final AtomicLong nanos = new AtomicLong();
    private final FlvSettings settings;
    private final RecordingFolder folder;
    private int lastTimestamp;
    private boolean begun;

    Recorder(Path directory, FlvSettings settings, Disk disk) throws IOException {
        this.directory = directory;
        this.settings = settings;
        this.folder = new RecordingFolder(disk, directory, settings.minFreeSpace());
    }

    static Recorder in(Path directory, FlvSettings settings) throws IOException {
        return new Recorder(directory, settings, Disk.REAL);
    }

    static Recorder in(Path directory) throws IOException {
        return in(directory, settings("{app}/{name}.flv", OnExisting.RENAME));
    }

    static FlvSettings settings(String path, OnExisting onExisting) {
        return new FlvSettings(
                "recordings", path, List.of("**"), onExisting, Duration.ZERO, 0, OnRestart.CONTINUE, 0, false);
    }

    /** A file every so often, named by its number. */
    static FlvSettings rotating(Duration after, long bytes) {
        return new FlvSettings(
                "recordings",
                "{name}/{n}.flv",
                List.of("**"),
                OnExisting.RENAME,
                after,
                bytes,
                OnRestart.CONTINUE,
                0,
                false);
    }

    static FlvSettings rolling() {
        return new FlvSettings(
                "recordings",
                "{name}/{n}.flv",
                List.of("**"),
                OnExisting.RENAME,
                Duration.ZERO,
                0,
                OnRestart.ROLL,
                0,
                false);
    }

    FlvRecorder recorder() {
        Clock clock = Clock.fixed(Instant.parse("2026-11-24T09:05:07Z"), ZoneOffset.UTC);
        return new FlvRecorder(settings, folder, clock, nanos::get);
    }

    Recording open(String name) throws IOException {
        return recorder().open(TestStream.named(name)).orElseThrow();
    }

    static void write(Recording recording, List<? extends MediaMessage> messages) throws IOException {
        for (MediaMessage message : messages) {
            recording.write(message);
        }
    }

    /** Records all of it, as fast as it was published, and gives the file. */
    Path record(String name, List<? extends MediaMessage> messages) throws IOException {
        Recording recording = open(name);
        for (MediaMessage message : messages) {
            passTo(message);
            recording.write(message);
        }
        recording.close("the stream has ended");
        return Path.of(recording.location());
    }

    /** Time goes by. */
    void pass(long seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    /** So much time goes by as between the timestamps of the last message and this one. */
    void passTo(MediaMessage message) {
        int timestamp = (int) message.timestamp();
        int millis = Math.max(0, timestamp - lastTimestamp);
        nanos.addAndGet(begun ? TimeUnit.MILLISECONDS.toNanos(millis) : 0);
        lastTimestamp = timestamp;
        begun = true;
    }

    List<Path> repair() {
        return new Repair(folder, false).run();
    }

    /** What another process would find. */
    List<Path> repairAsAfterCrash() throws IOException {
        return new Repair(new RecordingFolder(Disk.REAL, directory, 0), false).run();
    }

    /** All files, in order. */
    List<Path> files() throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
