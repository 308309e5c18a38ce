package dev.sluice.testkit;

import dev.sluice.api.ServerStatistics;
import dev.sluice.api.StreamStatistics;
import java.time.Duration;
import java.util.List;

/** What a server might have counted. */
public record TestStatistics(
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

    /** Of a server that has just begun. */
    public static final TestStatistics NOTHING =
            new TestStatistics(Duration.ZERO, 0, 0, 0, 0, 0, 0, List.of(), List.of());

    /** A counter. */
    public record Counted(String name, String description, long value) implements Count {}

    /** A stream. */
    public record Stream(
            String application,
            String name,
            boolean live,
            int players,
            long messagesIn,
            long bytesIn,
            long bytesOut,
            long logBytes)
            implements StreamStatistics {}
}
