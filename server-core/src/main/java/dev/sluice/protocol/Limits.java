package dev.sluice.protocol;

/**
 * What one connection may make the server hold or do.
 *
 * @param maxMessageBytes length of an audio, video or aggregate message
 * @param maxCommandBytes length of a command, control or unknown message
 * @param maxDataBytes length of a data message
 * @param maxChunkStreams chunk streams of one connection
 * @param maxStreamsPerConnection message streams of one connection
 * @param maxReassemblyBytes bytes of incomplete messages, all chunk streams of one connection together
 * @param maxHeaderOverhead chunk header bytes per payload byte, judged over each MiB received
 */
public record Limits(
        int maxMessageBytes,
        int maxCommandBytes,
        int maxDataBytes,
        int maxChunkStreams,
        int maxStreamsPerConnection,
        int maxReassemblyBytes,
        int maxHeaderOverhead) {

    /** For a connection that does not publish: its media is not wanted, so it need not be gathered. */
    public Limits withoutMedia() {
        return new Limits(
                Math.min(maxMessageBytes, maxCommandBytes),
                maxCommandBytes,
                Math.min(maxDataBytes, maxCommandBytes),
                maxChunkStreams,
                maxStreamsPerConnection,
                maxReassemblyBytes,
                maxHeaderOverhead);
    }

    /** The limits of an empty configuration. */
    public static final Limits DEFAULT = new Limits(8 << 20, 64 << 10, 1 << 20, 64, 8, 16 << 20, 4);
}
