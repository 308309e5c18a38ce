package dev.sluice.jmx;

import dev.sluice.stream.LiveStream;
import dev.sluice.stream.StreamPath;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Looks its stream up anew for each reading; between its end and the bean's it tells what it knew last. */
final class StreamBean extends StreamReading implements StreamMXBean {
    private static final String BEAN = "Stream";

    private final StreamPath path;
    private final StreamOperations operations;

    StreamBean(LiveStream stream, StreamDirectory directory, StreamOperations operations) {
        super(directory, current(stream, directory), directory::recordings);
        this.path = stream.path();
        this.operations = operations;
    }

    private static Supplier<Moment> current(LiveStream first, StreamDirectory directory) {
        var last = new AtomicReference<>(first);
        return () -> Moment.of(
                last.updateAndGet(known -> directory.find(known.path()).orElse(known)));
    }

    @Override
    public void dropPublisher() {
        operations.dropPublisher(BEAN, path.application(), path.name());
    }

    @Override
    public boolean dropPublisher(long banSeconds) {
        return operations.dropPublisher(BEAN, path.application(), path.name(), banSeconds);
    }

    @Override
    public int dropPlayers() {
        return operations.dropPlayers(BEAN, path.application(), path.name());
    }

    @Override
    public void startRecording() {
        operations.startRecording(BEAN, path.application(), path.name());
    }

    @Override
    public int stopRecording() {
        return operations.stopRecording(BEAN, path.application(), path.name());
    }
}
