package dev.sluice.api;

/**
 * One audio, video or data message of a stream. The receiver's own copy: nobody else reads or writes it.
 */
public interface MediaMessage {
    /** The kind of a message, with its type in RTMP (RTMP 1.0, 7.1) and in FLV tags, where it is the same. */
    enum Kind {
        /** Type 8. */
        AUDIO(8),
        /** Type 9. */
        VIDEO(9),
        /** Type 18: metadata, text, cue points, as AMF0. */
        DATA(18);

        private final int type;

        Kind(int type) {
            this.type = type;
        }

        /** The message type id. */
        public int type() {
            return type;
        }
    }

    Kind kind();

    /**
     * The publisher's timestamp, in milliseconds, as it was sent: unsigned 32 bits, so it wraps after 49.7 days. Of
     * headers that are replayed to a recording that starts in the middle of a stream, the time of the first frame.
     */
    long timestamp();

    /** The body of the message, which is that of an FLV tag; of metadata without {@code @setDataFrame}. */
    byte[] payload();

    /** Whether a decoder can start with it: a keyframe of the stream's main video track. */
    boolean keyframe();

    /** Whether it is metadata or a sequence header, which decoders need before the frames that follow. */
    boolean header();
}
