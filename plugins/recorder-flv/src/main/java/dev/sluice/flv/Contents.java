package dev.sluice.flv;

import dev.sluice.api.MediaMessage.Kind;

/** What a file holds, as its head tells players. */
final class Contents {
    private final KeyframeIndex keyframes = new KeyframeIndex();
    private Metadata metadata = Metadata.NONE;
    private boolean audio;
    private boolean video;
    private int durationMillis;
    private long frames;

    /**
     * @param position where the tag begins
     * @param frame whether it is something to see, hear or read, and no header
     */
    void add(long position, Kind kind, int time, boolean keyframe, boolean frame) {
        boolean firstVideo = kind == Kind.VIDEO && !video;
        // flv.js takes the first entry for that of the sequence header, and does not seek to it
        if (keyframe || firstVideo) {
            keyframes.add(time, position);
        }
        audio |= kind == Kind.AUDIO;
        video |= kind == Kind.VIDEO;
        frames += frame ? 1 : 0;
        durationMillis = Math.max(durationMillis, time);
    }

    /** The first metadata of a file are those of its head. */
    void adopt(Metadata newMetadata) {
        if (metadata.isEmpty()) {
            metadata = newMetadata;
        }
    }

    /** The file ends at {@code end}, lasts so long and holds so many frames. */
    void cut(long end, int newDurationMillis, long newFrames) {
        keyframes.cut(end);
        durationMillis = newDurationMillis;
        frames = newFrames;
    }

    KeyframeIndex keyframes() {
        return keyframes;
    }

    Metadata metadata() {
        return metadata;
    }

    boolean audio() {
        return audio;
    }

    boolean video() {
        return video;
    }

    int durationMillis() {
        return durationMillis;
    }

    long frames() {
        return frames;
    }
}
