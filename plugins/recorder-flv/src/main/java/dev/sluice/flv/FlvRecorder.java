package dev.sluice.flv;

import dev.sluice.api.Recording;
import dev.sluice.api.StreamInfo;
import dev.sluice.api.StreamRecorder;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Records the streams that the settings name, and any that an operator asks for. */
final class FlvRecorder implements StreamRecorder {
    private final FlvSettings settings;
    private final RecordingFolder folder;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final StreamPatterns streams;
    private final PathPattern path;

    /** @param clock for names of files, in its zone */
    FlvRecorder(FlvSettings settings, RecordingFolder folder, Clock clock, LongSupplier nanoTime) {
        this.settings = settings;
        this.folder = folder;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.streams = StreamPatterns.parse(settings.streams());
        this.path = PathPattern.parse(settings.path());
    }

    @Override
    public Optional<Recording> open(StreamInfo stream) throws IOException {
        return streams.match(stream.application(), stream.name()) ? openOnCommand(stream) : Optional.empty();
    }

    @Override
    public Optional<Recording> openOnCommand(StreamInfo stream) throws IOException {
        var parts = new PartNames(path, stream.application(), stream.name(), settings.onExisting(), clock);
        var store = new PartStore(folder, parts, settings.sync(), nanoTime);
        return Optional.of(new FlvRecording(settings, store));
    }
}
