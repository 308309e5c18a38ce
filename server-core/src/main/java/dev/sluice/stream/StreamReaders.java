package dev.sluice.stream;

import java.util.concurrent.atomic.AtomicReferenceArray;

/** The readers of one stream, one for each loop that has or had players of it. Any thread, but for what says otherwise. */
final class StreamReaders {
    private final AtomicReferenceArray<StreamReader> byLoop;

    StreamReaders(int loops) {
        byLoop = new AtomicReferenceArray<>(loops);
    }

    /** The reader for the players on {@code loop}; to be called on that loop. */
    StreamReader on(StreamLoop loop, LiveStream stream) {
        StreamReader reader = byLoop.get(loop.index());
        if (reader == null) {
            reader = new StreamReader(stream, loop);
            byLoop.set(loop.index(), reader);
        }
        return reader;
    }

    /** Players on that loop. */
    int playersOn(StreamLoop loop) {
        StreamReader reader = byLoop.get(loop.index());
        return reader == null ? 0 : reader.players();
    }

    int players() {
        int players = 0;
        for (int i = 0; i < byLoop.length(); i++) {
            StreamReader reader = byLoop.get(i);
            players += reader == null ? 0 : reader.players();
        }
        return players;
    }

    long bytesOut() {
        long bytes = 0;
        for (int i = 0; i < byLoop.length(); i++) {
            StreamReader reader = byLoop.get(i);
            bytes += reader == null ? 0 : reader.bytesOut();
        }
        return bytes;
    }

    long skips() {
        long skips = 0;
        for (int i = 0; i < byLoop.length(); i++) {
            StreamReader reader = byLoop.get(i);
            skips += reader == null ? 0 : reader.skips();
        }
        return skips;
    }

    /** Home loop: gives {@link LiveStream#startOfJoiners} to those who wait for a place. */
    void grant(LiveStream stream) {
        for (int i = 0; i < byLoop.length(); i++) {
            StreamReader reader = byLoop.get(i);
            if (reader != null && reader.wantsGrant()) {
                reader.grant(stream.startOfJoiners(), stream.phase().epoch());
            }
        }
    }

    void raise() {
        for (int i = 0; i < byLoop.length(); i++) {
            StreamReader reader = byLoop.get(i);
            if (reader != null && reader.players() > 0) {
                reader.raise();
            }
        }
    }

    /** Home loop: the lowest position that any of them may still look at. */
    long lowWater() {
        long lowest = Long.MAX_VALUE;
        for (int i = 0; i < byLoop.length(); i++) {
            StreamReader reader = byLoop.get(i);
            if (reader != null) {
                lowest = Math.min(lowest, reader.lowWater());
            }
        }
        return lowest;
    }
}
