package dev.sluice.stream;

/** The kinds of message that a stream relays, with the message type and chunk stream they leave on. */
public enum MessageKind {
    DATA(18, 5),
    AUDIO(8, 6),
    VIDEO(9, 7);

    private static final MessageKind[] ALL = values();

    private final int type;
    private final int chunkStreamId;

    MessageKind(int type, int chunkStreamId) {
        this.type = type;
        this.chunkStreamId = chunkStreamId;
    }

    /** Message type id (RTMP 1.0, 7.1). */
    public int type() {
        return type;
    }

    public int chunkStreamId() {
        return chunkStreamId;
    }

    static MessageKind of(int ordinal) {
        return ALL[ordinal];
    }
}
