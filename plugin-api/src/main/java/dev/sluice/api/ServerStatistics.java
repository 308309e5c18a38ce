package dev.sluice.api;

import java.time.Duration;
import java.util.List;

/**
 * What the server counts, read at about one moment: figures may disagree by what happened during the reading. Immutable;
 * any thread may read it.
 */
public interface ServerStatistics {
    /** How long the server has been running. */
    Duration uptime();

    /** Connections open now, of whatever kind. */
    int connections();

    /** Streams that are being published. */
    int publishers();

    /** Players, those that wait for a publisher included. */
    int players();

    /** Bytes read from all connections since the start. */
    long bytesIn();

    /** Bytes written to all connections since the start. */
    long bytesOut();

    /** Bytes of direct memory that the stream logs hold. */
    long logBytes();

    /** Everything that the server counts. */
    List<Count> counters();

    /** The streams that are published or waited for. */
    List<StreamStatistics> streams();

    /** One counter. It only grows while the server runs. */
    interface Count {
        /** Its name in metrics, such as {@code player_skips}. */
        String name();

        /** One sentence: what is counted. */
        String description();

        /** Its value now. */
        long value();
    }
}
