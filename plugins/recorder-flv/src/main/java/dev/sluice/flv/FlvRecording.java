package dev.sluice.flv;

import dev.sluice.api.MediaMessage;
import dev.sluice.api.MediaMessage.Kind;
import dev.sluice.api.Recording;
import dev.sluice.api.StreamInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One stream on its way into one file after the other. */
final class FlvRecording implements Recording {
    private static final Logger LOG = LoggerFactory.getLogger(FlvRecording.class);
    /** Where a file ends at the next keyframe, and where it ends anyway: FLV has 31 bits for the time. */
    private static final long LONG_MILLIS = Integer.MAX_VALUE - 3_600_000L;

    private static final long TOO_LONG_MILLIS = Integer.MAX_VALUE - 60_000L;
    /** A file that has less is not ended for its time alone, unless it took half of that time. */
    private static final long MIN_BYTES = 1 << 20;

    /** Without video for so long, a stream is one of audio. */
    private static final long NO_VIDEO_MILLIS = 10_000;

    private final PartStore parts;
    private final OnRestart onRestart;
    private final long rotateMillis;
    private final long rotateBytes;
    private final Timeline timeline = new Timeline();
    private final CurrentHeaders headers = new CurrentHeaders();
    private byte[] metadata = {};
    private boolean restarting;
    private boolean ended;
    private long lastVideoMillis;
    private int gaps;
    private long missingMessages;

    FlvRecording(FlvSettings settings, PartStore parts) {
        this.parts = parts;
        this.onRestart = settings.onRestart();
        this.rotateMillis = settings.rotateAfter().isZero()
                ? Long.MAX_VALUE
                : settings.rotateAfter().toMillis();
        this.rotateBytes = settings.rotateSize() == 0 ? Long.MAX_VALUE : settings.rotateSize();
        this.lastVideoMillis = -NO_VIDEO_MILLIS;
    }

    @Override
    public void write(MediaMessage message) throws IOException {
        guarded(() -> {
            if (message.header() && message.kind() == Kind.DATA) {
                takeMetadata(message);
            } else {
                take(message);
            }
            parts.tend();
        });
    }

    /** Logged seldom: a slow disk makes many gaps. */
    @Override
    public void gap(long droppedMessages) {
        gaps++;
        missingMessages += droppedMessages;
        if (Integer.bitCount(gaps) == 1) {
            LOG.warn(
                    "the disk is too slow for {}: {} messages are missing in {} places, the last at {} ms",
                    parts.location(),
                    missingMessages,
                    gaps,
                    timeline.highest());
        }
    }

    @Override
    public void restarted(StreamInfo stream) throws IOException {
        guarded(() -> {
            if (onRestart == OnRestart.ROLL && parts.file().begun()) {
                roll();
            }
            if (parts.file().begun()) {
                timeline.goOn();
                headers.expectAnew();
                restarting = true;
            } else {
                headers.clear();
                metadata = new byte[0];
            }
        });
    }

    @Override
    public String location() {
        return parts.location();
    }

    @Override
    public String finishedPart() {
        return parts.nextFinished();
    }

    @Override
    public void close(String reason) throws IOException {
        if (!ended) {
            ended = true;
            parts.finish(false);
        }
        if (gaps > 0) {
            LOG.warn("of {} {} messages are missing in {} places", parts.location(), missingMessages, gaps);
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    /** A failure ends the recording, whose file is finished as far as it goes. */
    private void guarded(Step step) throws IOException {
        if (ended) {
            throw new IOException("the recording has ended");
        }
        try {
            step.run();
        } catch (IOException | RuntimeException failure) {
            ended = true;
            finishAfter(failure);
            throw failure;
        }
    }

    private void finishAfter(Exception failure) {
        try {
            parts.finish(true);
        } catch (IOException second) {
            failure.addSuppressed(second);
            LOG.warn("{} is not finished, which the next start will try: {}", parts.location(), second.toString());
        }
    }

    /** The first metadata become the head of the file. Later ones are at time 0: ffmpeg takes any other for a track. */
    private void takeMetadata(MediaMessage message) throws IOException {
        boolean known = restarting && Arrays.equals(metadata, message.payload());
        metadata = message.payload();
        if (parts.file().begun() && !known) {
            parts.file().contents().adopt(Metadata.read(ByteBuffer.wrap(metadata)));
            append(message, 0);
        }
    }

    private void take(MediaMessage message) throws IOException {
        long time = timeline.timeOf(message);
        if (parts.file().begun() && isDue(time) && canBegin(message, time)) {
            roll();
        }
        if (!parts.file().begun()) {
            begin(message);
            time = timeline.timeOf(message);
        }
        if (!message.header()) {
            restarting = false;
            headers.forgetBefore();
        }
        if (!message.header() || headers.put(message) || !restarting) {
            append(message, time);
        }
    }

    private boolean isDue(long time) throws IOException {
        long limit = Math.min(rotateMillis, LONG_MILLIS);
        return parts.file().bytes() >= rotateBytes || time >= limit && isWorthAFile(limit);
    }

    /** Publishers choose timestamps, so that these alone must not make files. */
    private boolean isWorthAFile(long limitMillis) throws IOException {
        return parts.openMillis() >= limitMillis / 2 || parts.file().bytes() >= MIN_BYTES;
    }

    private boolean canBegin(MediaMessage message, long time) {
        boolean withoutVideo = time - lastVideoMillis >= NO_VIDEO_MILLIS;
        return message.keyframe() || withoutVideo && !message.header() || time >= TOO_LONG_MILLIS;
    }

    private void roll() throws IOException {
        parts.finish(false);
        timeline.restart();
        lastVideoMillis = -NO_VIDEO_MILLIS;
    }

    private void begin(MediaMessage first) throws IOException {
        PartFile file = parts.file();
        timeline.restart();
        file.begin(Metadata.read(ByteBuffer.wrap(metadata)));
        for (MediaMessage header : headers.without(first)) {
            append(header, 0);
        }
    }

    /** Where a file may not end yet, its time stands still at the end of what FLV can hold. */
    private void append(MediaMessage message, long time) throws IOException {
        boolean header = message.header();
        if (message.kind() == Kind.VIDEO && !header) {
            lastVideoMillis = time;
        }
        parts.file()
                .write(
                        message.kind(),
                        (int) Math.min(time, Integer.MAX_VALUE),
                        message.payload(),
                        message.keyframe(),
                        !header);
    }
}
