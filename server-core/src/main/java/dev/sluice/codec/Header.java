package dev.sluice.codec;

/**
 * A message that a stream keeps for those who join later.
 *
 * @param track the audio or video track; 0 where there are no tracks
 * @param payload of the whole RTMP message, for metadata the AMF0 values from {@code onMetaData} on; only read
 */
public record Header(Kind kind, int track, byte[] payload) {
    public enum Kind {
        VIDEO,
        AUDIO,
        METADATA
    }
}
