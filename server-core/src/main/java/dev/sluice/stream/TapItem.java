package dev.sluice.stream;

/** What a {@link LogTap} delivers. */
public sealed interface TapItem {
    /**
     * A message of the stream, or a header that lies before the tap's place.
     *
     * @param timestamp the publisher's, unsigned; of a header that lies before, that of the message that follows
     * @param payload the receiver's own
     */
    record Message(MessageKind kind, MessageRole role, int timestamp, byte[] payload) implements TapItem {}

    /** Messages were left out here because the tap was too far behind. */
    record Gap(long dropped) implements TapItem {}

    /** The messages that follow are another publisher's. */
    record Restarted() implements TapItem {}

    /** All of the stream up to its end was delivered, or is told of by a gap. Nothing follows. */
    record Ended() implements TapItem {}
}
