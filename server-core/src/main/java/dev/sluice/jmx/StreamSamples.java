package dev.sluice.jmx;

import dev.sluice.codec.Header;
import dev.sluice.codec.MediaDescription;
import dev.sluice.stream.LiveStream;
import dev.sluice.stream.MessageKind;
import dev.sluice.stream.StreamFigures;
import java.util.ArrayList;
import java.util.List;

/** What is remembered of one stream from one reading to the next. One thread samples, any reads. */
final class StreamSamples {
    private static final int BYTES_IN = 0;
    private static final int BYTES_OUT = 1;
    private static final int VIDEO_FRAMES_IN = 2;

    private final LiveStream stream;
    private final Rates rates = new Rates();
    private volatile Described described;

    StreamSamples(LiveStream stream) {
        this.stream = stream;
    }

    private record Described(int headersVersion, int video, int audio, int audioFlags, MediaDescription media) {
        boolean fits(StreamFigures figures) {
            return headersVersion == figures.headersVersion()
                    && video == figures.videoCodecId()
                    && audio == figures.audioCodecId()
                    && audioFlags == figures.audioFlags();
        }
    }

    void sample(long nowNanos) {
        StreamFigures figures = stream.figures();
        rates.sample(nowNanos, figures.bytesIn(), figures.bytesOut(), figures.videoFramesIn());
    }

    long bitsPerSecondIn() {
        return rates.bitsPerSecond(BYTES_IN);
    }

    long bitsPerSecondOut() {
        return rates.bitsPerSecond(BYTES_OUT);
    }

    double framesPerSecondIn() {
        return rates.perSecond(VIDEO_FRAMES_IN);
    }

    /** Its headers are read again only when they have changed. */
    MediaDescription media(StreamFigures figures) {
        Described known = described;
        if (known == null || !known.fits(figures)) {
            // headers that are newer than the figures are read once more with the next figures
            known = new Described(
                    figures.headersVersion(),
                    figures.videoCodecId(),
                    figures.audioCodecId(),
                    figures.audioFlags(),
                    describe(figures));
            described = known;
        }
        return known.media;
    }

    private MediaDescription describe(StreamFigures figures) {
        List<Header> headers = new ArrayList<>();
        stream.forEachHeader((key, payload) -> headers.add(new Header(kind(key.kind()), key.track(), payload)));
        return MediaDescription.of(figures.videoCodecId(), figures.audioCodecId(), figures.audioFlags(), headers);
    }

    private static Header.Kind kind(MessageKind kind) {
        return switch (kind) {
            case VIDEO -> Header.Kind.VIDEO;
            case AUDIO -> Header.Kind.AUDIO;
            case DATA -> Header.Kind.METADATA;
        };
    }
}
