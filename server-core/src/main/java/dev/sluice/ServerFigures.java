package dev.sluice;

import dev.sluice.api.ServerStatistics;
import dev.sluice.api.StreamStatistics;
import dev.sluice.counter.Counter;
import dev.sluice.counter.Counters;
import dev.sluice.stream.LiveStream;
import dev.sluice.stream.StreamFigures;
import dev.sluice.stream.StreamRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** A reading of everything that is counted. */
record ServerFigures(
        Duration uptime,
        int connections,
        int publishers,
        int players,
        long bytesIn,
        long bytesOut,
        long logBytes,
        List<Count> counters,
        List<StreamStatistics> streams)
        implements ServerStatistics {

    static ServerFigures read(long startedAtNanos, Counters counters, StreamRegistry registry, long logBytes) {
        List<StreamFigures> streams =
                registry.all().stream().map(LiveStream::figures).toList();
        return new ServerFigures(
                Duration.ofNanos(System.nanoTime() - startedAtNanos),
                (int) counters.openConnections(),
                (int) streams.stream().filter(StreamFigures::live).count(),
                streams.stream().mapToInt(StreamFigures::players).sum(),
                counters.get(Counter.BYTES_IN),
                counters.get(Counter.BYTES_OUT),
                logBytes,
                Arrays.stream(Counter.values())
                        .<Count>map(
                                counter -> new Counted(counter.label(), counter.description(), counters.get(counter)))
                        .toList(),
                streams.stream().<StreamStatistics>map(OfStream::new).toList());
    }

    private record Counted(String name, String description, long value) implements Count {}

    private record OfStream(StreamFigures figures) implements StreamStatistics {
        @Override
        public String application() {
            return figures.path().application();
        }

        @Override
        public String name() {
            return figures.path().name();
        }

        @Override
        public boolean live() {
            return figures.live();
        }

        @Override
        public int players() {
            return figures.players();
        }

        @Override
        public long messagesIn() {
            return figures.messagesIn();
        }

        @Override
        public long bytesIn() {
            return figures.bytesIn();
        }

        @Override
        public long bytesOut() {
            return figures.bytesOut();
        }

        @Override
        public long logBytes() {
            return figures.logBytes();
        }
    }
}
