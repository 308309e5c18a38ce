package dev.sluice.counter;

import java.util.Locale;

/**
 * Every figure that the server counts since its start. Each only grows; a level, such as the connections open now, is
 * the difference of two. The sentence is what metrics and documents show.
 */
public enum Counter {
    CONNECTIONS_ACCEPTED("Connections accepted by the listeners."),
    CONNECTIONS_OPENED("Accepted connections that were handed to an event loop."),
    CONNECTIONS_CLOSED("Connections that an event loop has closed, for whatever reason."),
    CONNECTIONS_REFUSED_LIMIT("Connections closed at once because limits.maxConnections were open."),
    CONNECTIONS_WITHOUT_BYTES("Connections that ended without having sent a byte: port scans and health checks."),
    ACCEPT_FAILURES("Accepts that failed, for example for want of file descriptors."),
    HANDSHAKE_TIMEOUTS("Connections closed because C2 was not complete within rtmp.handshakeTimeout."),
    CONNECT_TIMEOUTS("Connections closed because they did not publish or play within rtmp.connectTimeout."),
    IDLE_TIMEOUTS("Connections closed because they neither sent a byte nor took media within rtmp.idleTimeout."),
    PRIVATE_QUEUE_OVERFLOWS("Connections closed because they did not read the replies to what they sent."),
    LOOP_STALLS("Turns of an event loop that took longer than 20 ms."),
    LOOP_ERRORS("Unexpected exceptions that an event loop survived; each is a defect."),

    BYTES_IN("Bytes read from connections."),
    BYTES_OUT("Bytes written to connections."),

    UNSUPPORTED_VERSION("Connections closed because their first byte is not RTMP version 3."),
    BAD_CHUNK_HEADER("Connections closed for a chunk header that no sender may write."),
    BAD_CHUNK_SIZE("Connections closed for a Set Chunk Size of 0 or above 2^31-1."),
    BAD_CONTROL_MESSAGE("Connections closed for a control message that is too short."),
    BAD_AMF("Connections closed for AMF0 that is malformed or too deep."),
    BAD_COMMAND("Connections closed for a command that makes no sense where it came."),
    MESSAGE_TOO_LARGE("Connections closed for a media message above limits.maxMessageSize."),
    COMMAND_TOO_LARGE("Connections closed for a command message above limits.maxCommandSize."),
    DATA_TOO_LARGE("Connections closed for a data message above limits.maxDataSize."),
    TOO_MANY_CHUNK_STREAMS("Connections closed for using more than limits.maxChunkStreams."),
    REASSEMBLY_TOO_LARGE("Connections closed for incomplete messages above limits.maxReassembly."),
    REASSEMBLY_MEMORY_SPENT("Connections closed because the memory for incomplete messages was used up."),
    HEADER_OVERHEAD("Connections closed for more chunk header than limits.maxHeaderOverhead allows."),

    CONNECTS_REFUSED("connect commands answered with an error."),
    PUBLISHES_REFUSED("publish commands answered with an error."),
    PUBLISHES_BANNED("publish commands refused because their stream is banned."),
    PLAYS_REFUSED("play commands answered with an error."),
    STREAMS_REFUSED("createStream commands answered with an error."),
    COMMANDS_UNKNOWN("Commands that the server does not know."),
    MESSAGES_IGNORED("Messages of a type that the server ignores."),
    MEDIA_UNEXPECTED("Audio, video and data messages of connections that do not publish on that message stream."),
    MEDIA_EMPTY("Audio and video messages without payload, which are not relayed."),

    PUBLISHES_STARTED("Streams that went live, restarts by another publisher included."),
    PUBLISHES_ENDED("Publishers that ended, gracefully or not."),
    PUBLISHERS_REPLACED("Silent publishers replaced by another for the same stream."),
    PUBLISHERS_IDLE("Publishers dropped because they sent nothing for the configured time."),
    PLAYS_STARTED("Players attached to a stream."),
    PLAYS_ENDED("Players detached from a stream."),
    PLAYER_SKIPS("Times that a player too far behind was moved forward to a keyframe or the live edge."),
    PLAYERS_LAGGED_OUT("Players disconnected because they were too far behind."),
    PLAYERS_STALLED("Players reset because they took no byte within play.stallTimeout."),
    PLAYERS_WAITED_OUT("Players refused because no publisher came within play.waitTimeout."),
    HEADERS_NOT_KEPT(
            "Sequence headers and metadata relayed but not kept for late joiners, being too many or too large."),
    FRAMES_BEFORE_KEYFRAME("Video frames dropped because no keyframe of their publisher came before them."),

    DECISIONS_DENIED("Requests to connect, publish or play that an authenticator has denied."),
    DECISIONS_MISSED(
            "Requests denied because no decision was made: a backend out of reach, a failing plugin, auth.timeout."),
    DECISIONS_BLOCKED("Requests denied at once because limits.authFailures were reached by their address."),
    PLUGIN_FAILURES("Callbacks of plugins that threw, returned null or did not return in time."),
    PLUGINS_QUARANTINED("Times that a plugin was stopped because it failed again and again."),
    EVENTS_DROPPED("Events that a listener was too slow for, starts and their stops included."),
    NOTIFICATIONS_DROPPED("JMX notifications that were not sent because too many were waiting."),
    RECORDINGS_STARTED("Recordings that began."),
    RECORDINGS_ENDED("Recordings that ended, as wanted or not."),
    RECORDINGS_FAILED("Recordings that could not begin or ended early because their plugin or its disk failed."),
    RECORDING_MESSAGES_DROPPED("Messages left out of recordings that were too slow."),

    MESSAGES_IN("Audio, video and data messages taken from publishers."),
    POOL_SLABS_ALLOCATED("Slabs of direct memory that the log pool has allocated."),
    POOL_SLABS_ALLOCATED_INLINE("Slabs that an event loop had to allocate itself because none was ready."),
    POOL_SPENT("Times that the log pool had no memory left for a stream.");

    private final String description;

    Counter(String description) {
        this.description = description;
    }

    /** One sentence: what is counted, and since this only grows, what an increase means. */
    public String description() {
        return description;
    }

    /** The name in metrics: {@code player_skips}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
