package dev.sluice.api;

import java.util.Map;

/**
 * What a client asks for, before it has got anything. Immutable; any thread may read it.
 *
 * <p>Strings are never null: what the client left out is empty.
 */
public interface AccessRequest extends ConnectionInfo {
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

    /**
     * The configured application. For {@link Action#CONNECT} what the client named: that may be a part of an application's
     * name, or more than one, when a part of the stream's name follows.
     */
    String application();

    /** The stream's name within the application; empty for {@link Action#CONNECT}. */
    String stream();

    /** The query behind application and stream name as sent, without the question mark. It may hold secrets. */
    String query();

    /** The parameters of {@link #query}, decoded; of a name that occurs twice the stream's own value counts. */
    Map<String, String> parameters();

    /** {@code live}, {@code record} or {@code append}; empty unless the client publishes. */
    String publishType();

    /**
     * What a player asks for as the start, in seconds or milliseconds as clients have it (RTMP 1.0, 7.2.2.1); -2 unless
     * the client plays and says something else. Live streams have no start: the server itself ignores it.
     */
    double playStart();

    /** What a player asks for as the duration; -1, which is everything, unless it says something else. */
    double playDuration();

    /** Whether a player asks for what it played before to end; true unless it says something else. */
    boolean playReset();
}
