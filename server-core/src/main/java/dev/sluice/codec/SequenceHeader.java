package dev.sluice.codec;

import dev.sluice.message.MediaTag;
import dev.sluice.message.MessageType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A decoder's configuration.
 *
 * @param codec the legacy id or the FourCC
 * @param tracks how many tracks the message configures; the body is the first one's
 */
record SequenceHeader(int codec, byte[] payload, int bodyAt, int bodyEnd, int tracks) {

    BitReader body() {
        return new BitReader(payload, bodyAt, bodyEnd);
    }

    /** The first track's of that kind, with all tracks counted; none when all of them are left over. */
    static Optional<SequenceHeader> first(Header.Kind kind, List<Header> headers, Predicate<SequenceHeader> isInUse) {
        var byTrack = new TreeMap<Integer, SequenceHeader>();
        for (Header header : headers) {
            if (header.kind() == kind) {
                parse(header).ifPresent(found -> byTrack.put(header.track(), found));
            }
        }
        if (byTrack.values().stream().noneMatch(isInUse)) {
            return Optional.empty();
        }
        int tracks = byTrack.values().stream().mapToInt(SequenceHeader::tracks).sum();
        return byTrack.values().stream().findFirst().map(first -> first.withTracks(tracks));
    }

    private static Optional<SequenceHeader> parse(Header header) {
        var tag = new MediaTag();
        int type = header.kind() == Header.Kind.VIDEO ? MessageType.VIDEO : MessageType.AUDIO;
        tag.parse(type, ByteBuffer.wrap(header.payload()));
        return tag.sequenceHeader()
                ? Optional.of(
                        new SequenceHeader(tag.codec(), header.payload(), tag.bodyAt(), tag.bodyEnd(), tag.tracks()))
                : Optional.empty();
    }

    private SequenceHeader withTracks(int count) {
        return new SequenceHeader(codec, payload, bodyAt, bodyEnd, count);
    }
}
