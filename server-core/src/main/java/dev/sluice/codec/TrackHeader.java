package dev.sluice.codec;

import dev.sluice.message.MediaTag;
import dev.sluice.message.MessageType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a message tells of an audio or video track: a sequence header, or a MultichannelConfig.
 *
 * @param track as the stream keeps it, see {@link Header}
 * @param tracks how many tracks the message tells of; codec and body are the first one's
 * @param codec the legacy id or the FourCC
 */
record TrackHeader(int track, int tracks, int codec, byte[] payload, int bodyAt, int bodyEnd) {

    BitReader body() {
        return new BitReader(payload, bodyAt, bodyEnd);
    }

    /** The first track's sequence header of that kind, with all tracks counted; none when all of them are left over. */
    static Optional<TrackHeader> firstSequenceHeader(
            Header.Kind kind, List<Header> headers, Predicate<TrackHeader> isInUse) {
        var byTrack = new TreeMap<Integer, TrackHeader>();
        for (Header header : headers) {
            if (header.kind() == kind) {
                parse(header, MediaTag::sequenceHeader).ifPresent(found -> byTrack.put(found.track(), found));
            }
        }
        if (byTrack.values().stream().noneMatch(isInUse)) {
            return Optional.empty();
        }
        TrackHeader first = byTrack.firstEntry().getValue();
        int tracks = byTrack.values().stream().mapToInt(TrackHeader::tracks).sum();
        return Optional.of(
                new TrackHeader(first.track, tracks, first.codec, first.payload, first.bodyAt, first.bodyEnd));
    }

    static Optional<TrackHeader> multichannelConfig(int track, List<Header> headers) {
        return headers.stream()
                .filter(header -> header.kind() == Header.Kind.AUDIO && header.track() == track)
                .flatMap(header -> parse(header, MediaTag::config).stream())
                .findFirst();
    }

    private static Optional<TrackHeader> parse(Header header, Predicate<MediaTag> isWanted) {
        var tag = new MediaTag();
        int type = header.kind() == Header.Kind.VIDEO ? MessageType.VIDEO : MessageType.AUDIO;
        tag.parse(type, ByteBuffer.wrap(header.payload()));
        return isWanted.test(tag)
                ? Optional.of(new TrackHeader(
                        header.track(), tag.tracks(), tag.codec(), header.payload(), tag.bodyAt(), tag.bodyEnd()))
                : Optional.empty();
    }
}
