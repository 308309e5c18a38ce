package dev.sluice.stream;

/** Keeps a stream in the registry; a publisher and each player have one. Any thread. */
public final class Lease implements AutoCloseable {
    private final StreamRegistry registry;
    private final LiveStream stream;
    private boolean closed;

    Lease(StreamRegistry registry, LiveStream stream) {
        this.registry = registry;
        this.stream = stream;
    }

    public LiveStream stream() {
        return stream;
    }

    /** With the last lease the stream and its memory go. May be called more than once. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            registry.release(stream);
        }
    }
}
