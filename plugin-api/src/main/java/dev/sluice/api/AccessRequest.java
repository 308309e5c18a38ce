package dev.sluice.api;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;

/**
 * What a client asks for, before it has got anything. Immutable; any thread may read it.
 *
 * <p>Everything but {@link #remoteAddress}, {@link #connectionId} and {@link #connectedAt} is what the client says of
 * itself. Strings are never null: what the client left out is empty.
 */
public interface AccessRequest {
    /** What the client wants to do. */
    enum Action {
        /** To open an RTMP connection to an application (RTMP 1.0, 7.2.1.1). */
        CONNECT,
        /** To publish a stream (RTMP 1.0, 7.2.2.6). */
        PUBLISH,
        /** To play a stream (RTMP 1.0, 7.2.2.1). */
        PLAY
    }

    Action action();

    /** The configured application; for {@link Action#CONNECT} what the client named, which need not be complete. */
    String application();

    /** The stream's name within the application; empty for {@link Action#CONNECT}. */
    String stream();

    /** The query behind application and stream name as sent, without the question mark. It may hold secrets. */
    String query();

    /** The parameters of {@link #query}, decoded; of a name that occurs twice the stream's own value counts. */
    Map<String, String> parameters();

    /** {@code live}, {@code record} or {@code append}; empty unless the client publishes. */
    String publishType();

    String tcUrl();

    String pageUrl();

    String swfUrl();

    /** The client's name for itself, such as {@code FMLE/3.0 (compatible; FMSc/1.0)}. */
    String flashVer();

    InetSocketAddress remoteAddress();

    /** The number of the connection in logs and management, unique while the server runs. */
    long connectionId();

    Instant connectedAt();
}
