package dev.sluice.wire;

import java.util.ArrayList;
import java.util.List;

/** Publications of the bit rates that slow players are tried with. */
public final class Clip {
    private static final int VIDEO_FRAME_MILLIS = 40;
    private static final int GOP_FRAMES = 25;
    private static final int AUDIO_FRAME_MILLIS = 23;

    private Clip() {}

    /** About 2 Mbit/s: 25 video frames a second, a keyframe each second, and audio. */
    public static List<Frame> video(int source, int seconds) {
        var frames = new ArrayList<Frame>();
        frames.add(Media.aacHeader(0));
        frames.add(Media.avcHeader(0, source));
        for (int i = 0; i < seconds * 1000 / VIDEO_FRAME_MILLIS; i++) {
            long timestamp = (long) i * VIDEO_FRAME_MILLIS;
            frames.add(
                    i % GOP_FRAMES == 0
                            ? Media.keyframe(timestamp, source, i, 40_000)
                            : Media.interFrame(timestamp, source, i, 8_000));
            frames.add(Media.aac(timestamp + 1, source, i, 400));
        }
        return frames;
    }

    /** About 64 kbit/s, audio alone. */
    public static List<Frame> audio(int source, int seconds) {
        var frames = new ArrayList<Frame>();
        frames.add(Media.aacHeader(0));
        for (int i = 0; i < seconds * 1000 / AUDIO_FRAME_MILLIS; i++) {
            frames.add(Media.aac((long) i * AUDIO_FRAME_MILLIS, source, i, 170));
        }
        return frames;
    }
}
