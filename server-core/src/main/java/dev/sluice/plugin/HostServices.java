package dev.sluice.plugin;

import dev.sluice.api.ServerStatistics;
import dev.sluice.counter.Counters;
import dev.sluice.stream.StreamRegistry;
import java.util.function.Supplier;

/**
 * What the host needs of the server.
 *
 * @param statistics any thread
 * @param drop ends a connection; any thread, does not wait
 */
public record HostServices(
        String serverVersion,
        Counters counters,
        StreamRegistry streams,
        Supplier<ServerStatistics> statistics,
        ConnectionDrop drop) {

    /** Ends connections. */
    @FunctionalInterface
    public interface ConnectionDrop {
        /** @param reason for the client's eyes and the log */
        void drop(long connectionId, String reason);
    }
}
