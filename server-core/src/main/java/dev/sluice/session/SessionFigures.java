package dev.sluice.session;

import dev.sluice.stream.StreamPath;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * What can be told of one connection. Each figure is of its own moment.
 *
 * @param id the number in logs and events
 * @param connectedApp the path that the client has connected to, without its query; empty before connect
 * @param flashVer what the client calls itself, as it sent it
 * @param openedAtMillis since the epoch
 * @param bytesIn all bytes read from the socket
 * @param bytesOut all bytes that the kernel has taken
 * @param acknowledgedBytes how many of those the client says it has received (RTMP 1.0, 5.4.3); 0 when it has not said
 * @param lastReadMillisAgo since the last byte came; before the first, since the connection was accepted
 * @param lastWriteMillisAgo since the kernel last took a byte
 * @param loopIndex the event loop that the connection lives on
 * @param activities what it publishes and plays now; immutable
 */
public record SessionFigures(
        long id,
        InetSocketAddress remote,
        SessionState state,
        String connectedApp,
        String flashVer,
        long openedAtMillis,
        long bytesIn,
        long bytesOut,
        long acknowledgedBytes,
        long lastReadMillisAgo,
        long lastWriteMillisAgo,
        int loopIndex,
        List<Activity> activities) {

    /**
     * What goes on on one of the connection's message streams.
     *
     * @param publishing else it plays
     * @param lagBytes bytes of the log that a player has not taken; 0 for publishers and players that keep up. What the
     *     kernel's buffers hold for it counts as taken
     * @param lagMillis the age of the oldest message that it has not taken whole
     */
    public record Activity(boolean publishing, StreamPath path, long lagBytes, long lagMillis) {
        boolean plays(StreamPath stream) {
            return !publishing && path.equals(stream);
        }

        boolean publishes(StreamPath stream) {
            return publishing && path.equals(stream);
        }
    }
}
