package dev.sluice.stream;

import java.util.Comparator;

/**
 * Which header a message is: another one with the same key replaces it.
 *
 * @param kind metadata is {@link MessageKind#DATA}
 * @param variant tells apart what one track may have several of, such as a sequence header and Enhanced metadata
 * @param track the track, 0 where there are no tracks
 */
public record HeaderKey(MessageKind kind, int variant, int track) implements Comparable<HeaderKey> {
    private static final Comparator<HeaderKey> ORDER = Comparator.comparing(HeaderKey::kind)
            .thenComparingInt(HeaderKey::track)
            .thenComparingInt(HeaderKey::variant);

    /** onMetaData. */
    public static final HeaderKey METADATA = new HeaderKey(MessageKind.DATA, 0, 0);

    @Override
    public int compareTo(HeaderKey other) {
        return ORDER.compare(this, other);
    }
}
