package dev.sluice.jmx;

import dev.sluice.codec.AudioDescription;
import dev.sluice.codec.VideoDescription;
import dev.sluice.session.SessionFigures;
import dev.sluice.stream.LiveStream;
import dev.sluice.stream.StreamFigures;
import dev.sluice.stream.StreamFigures.Publication;
import dev.sluice.stream.StreamPath;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** Reads what there is to know of a stream. */
class StreamReading implements StreamRow {
    private final StreamDirectory directory;
    private final Supplier<Moment> moment;
    private final ToIntFunction<StreamPath> recordings;

    /**
     * @param moment asked for each figure; of a row it is always the same
     * @param recordings how many plugins record a stream
     */
    StreamReading(StreamDirectory directory, Supplier<Moment> moment, ToIntFunction<StreamPath> recordings) {
        this.directory = directory;
        this.moment = moment;
        this.recordings = recordings;
    }

    /** A stream as it stood. */
    record Moment(LiveStream stream, StreamFigures figures) {
        static Moment of(LiveStream stream) {
            return new Moment(stream, stream.figures());
        }
    }

    private StreamFigures figures() {
        return moment.get().figures;
    }

    private StreamSamples samples() {
        return directory.samples(moment.get().stream);
    }

    private VideoDescription video() {
        Moment now = moment.get();
        return directory.media(now.stream, now.figures).video();
    }

    private AudioDescription audio() {
        Moment now = moment.get();
        return directory.media(now.stream, now.figures).audio();
    }

    @Override
    public final String getApplication() {
        return figures().path().application();
    }

    @Override
    public final String getName() {
        return figures().path().name();
    }

    @Override
    public final String getState() {
        StreamFigures now = figures();
        return now.live() ? "LIVE" : now.held() ? "HELD" : "WAITING";
    }

    @Override
    public final String getPublisherAddress() {
        return directory
                .publisher(figures().publication())
                .map(SessionFigures::remote)
                .map(Addresses::text)
                .orElse("");
    }

    @Override
    public final long getPublisherConnectionId() {
        Publication now = figures().publication();
        return now == null ? 0 : now.connectionId();
    }

    @Override
    public final String getPublisherSoftware() {
        return directory
                .publisher(figures().publication())
                .map(ConnectionReading::software)
                .orElse("");
    }

    @Override
    public final Date getPublishedAt() {
        Publication now = figures().publication();
        return now == null ? null : new Date(now.startedAtMillis());
    }

    @Override
    public final long getDurationMillis() {
        Publication now = figures().publication();
        return now == null ? 0 : TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - now.startedAtNanos());
    }

    @Override
    public final int getPlayers() {
        return figures().players();
    }

    @Override
    public final int getRecordings() {
        return recordings.applyAsInt(figures().path());
    }

    @Override
    public final String getVideoCodec() {
        return video().name();
    }

    @Override
    public final String getVideoProfile() {
        return video().profileAndLevel();
    }

    @Override
    public final int getWidth() {
        return video().width();
    }

    @Override
    public final int getHeight() {
        return video().height();
    }

    @Override
    public final double getFrameRate() {
        return video().frameRate();
    }

    @Override
    public final double getFramesPerSecondIn() {
        return Math.rint(samples().framesPerSecondIn() * 100) / 100;
    }

    @Override
    public final String getAudioCodec() {
        return audio().name();
    }

    @Override
    public final String getAudioProfile() {
        return audio().profile();
    }

    @Override
    public final int getAudioSampleRate() {
        return audio().sampleRate();
    }

    @Override
    public final int getAudioChannels() {
        return audio().channels();
    }

    @Override
    public final long getBitsPerSecondIn() {
        return samples().bitsPerSecondIn();
    }

    @Override
    public final long getBitsPerSecondOut() {
        return samples().bitsPerSecondOut();
    }

    @Override
    public final long getBytesIn() {
        return figures().bytesIn();
    }

    @Override
    public final long getBytesOut() {
        return figures().bytesOut();
    }

    @Override
    public final long getMessagesIn() {
        return figures().messagesIn();
    }

    @Override
    public final int getKeyframeIntervalMillis() {
        return (int) Math.min(Integer.MAX_VALUE, figures().keyframeIntervalMillis());
    }

    @Override
    public final long getLogBytes() {
        return figures().logBytes();
    }

    @Override
    public final long getPlayerSkips() {
        return figures().playerSkips();
    }
}
