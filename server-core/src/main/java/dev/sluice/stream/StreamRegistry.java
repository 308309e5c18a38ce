package dev.sluice.stream;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All streams by their path. Any thread. */
public final class StreamRegistry {
    private final StreamEnvironment environment;
    private final ConcurrentHashMap<StreamPath, Leased> streams = new ConcurrentHashMap<>();

    public StreamRegistry(StreamEnvironment environment) {
        this.environment = environment;
    }

    private record Leased(LiveStream stream, int leases) {}

    /**
     * A lease on the stream of that path, which is made if there is none.
     *
     * @param settings for a new stream
     * @param home the home loop of a new stream
     */
    public Lease acquire(StreamPath path, StreamSettings settings, StreamLoop home) {
        Leased leased = streams.compute(
                path,
                (key, known) -> known == null
                        ? new Leased(new LiveStream(path, settings, environment, home, this), 1)
                        : new Leased(known.stream, known.leases + 1));
        return new Lease(this, leased.stream);
    }

    /** A lease on the stream of that path, if there is one. */
    public Optional<Lease> lease(StreamPath path) {
        Leased leased = streams.computeIfPresent(path, (key, known) -> new Leased(known.stream, known.leases + 1));
        return Optional.ofNullable(leased).map(known -> new Lease(this, known.stream));
    }

    /** A further lease on a stream that somebody holds one on. */
    Lease leaseAgain(LiveStream stream) {
        Leased leased = streams.computeIfPresent(
                stream.path(), (key, known) -> known.stream == stream ? new Leased(stream, known.leases + 1) : known);
        if (leased == null || leased.stream != stream) {
            throw new IllegalStateException("nobody holds " + stream.path());
        }
        return new Lease(this, stream);
    }

    /** The stream of that path, if there is one. Without a lease it may come to its end at any time. */
    public Optional<LiveStream> find(StreamPath path) {
        return Optional.ofNullable(streams.get(path)).map(Leased::stream);
    }

    /** How many there are at about this time. */
    public int count() {
        return streams.size();
    }

    /** The streams there are at about this time. */
    public Collection<LiveStream> all() {
        return List.copyOf(streams.values().stream().map(Leased::stream).toList());
    }

    void release(LiveStream stream) {
        Leased left = streams.compute(
                stream.path(), (key, known) -> known.leases == 1 ? null : new Leased(known.stream, known.leases - 1));
        if (left == null) {
            stream.dispose();
        }
    }
}
