package dev.sluice.protocol;

/**
 * Input that this server does not accept. It ends the connection it came from and nothing else: one place, the
 * connection's dispatch, counts it by reason, logs one line and closes. It carries no stack trace.
 */
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /**
     * @param reason what is counted
     * @param detail what is logged; never holds a secret, never unescaped text of the peer
     */
    public ProtocolException(Reason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Why input was refused; a counter each. */
    public enum Reason {
        /** C0 is not 3 (RTMP 1.0, 5.2.2). */
        UNSUPPORTED_VERSION,
        /** A chunk header that no sender may write: fmt 2 or 3 on a fresh chunk stream, a length changed mid-message. */
        BAD_CHUNK_HEADER,
        /** Set Chunk Size of 0 or with its top bit set (RTMP 1.0, 5.4.1). */
        BAD_CHUNK_SIZE,
        /** A protocol control or user control message that is too short. */
        BAD_CONTROL_MESSAGE,
        /** AMF0 that is truncated, nested too deeply, or holds too many values. */
        BAD_AMF,
        /** A command that cannot be understood or comes in a state where it is not allowed. */
        BAD_COMMAND,
        /** More than {@code limits.maxMessageSize} in an audio, video or aggregate message. */
        MESSAGE_TOO_LARGE,
        /** More than {@code limits.maxCommandSize} in a command or control message. */
        COMMAND_TOO_LARGE,
        /** More than {@code limits.maxDataSize} in a data message. */
        DATA_TOO_LARGE,
        /** More than {@code limits.maxChunkStreams} chunk streams. */
        TOO_MANY_CHUNK_STREAMS,
        /** More than {@code limits.maxReassembly} bytes in messages that are not complete. */
        REASSEMBLY_TOO_LARGE,
        /** The server's memory for incomplete messages of all connections is used up. */
        REASSEMBLY_MEMORY_SPENT,
        /** More than {@code limits.maxHeaderOverhead} header bytes per payload byte. */
        HEADER_OVERHEAD
    }
}
