package dev.sluice.stream;

/** What a message means to somebody who joins or skips. */
public enum MessageRole {
    /** Needs what came before it. */
    FRAME,
    /** A video frame that decoding can start with. */
    KEYFRAME,
    /** Metadata or a sequence header: decoding needs it, whenever it starts. */
    HEADER,
    /** Neither a frame nor needed: text data, cue points, end of sequence. */
    OTHER;

    private static final MessageRole[] ALL = values();

    static MessageRole of(int ordinal) {
        return ALL[ordinal];
    }
}
