package dev.sluice.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The taps of one stream. For its home loop, but for what says otherwise. */
final class LogTaps {
    private final LiveStream stream;
    private final Queue<LogTap> arriving = new ConcurrentLinkedQueue<>();
    private final List<LogTap> taps = new ArrayList<>(1);

    LogTaps(LiveStream stream) {
        this.stream = stream;
    }

    /** For a tap that has its place already, or gets one soon. */
    void addHere(LogTap tap) {
        taps.add(tap);
    }

    /** Any thread; the home loop has to be raised after it. */
    void add(LogTap tap) {
        arriving.add(tap);
    }

    /** Gives places to the taps that want one, and forgets those that are closed. */
    void serve() {
        for (LogTap tap = arriving.poll(); tap != null; tap = arriving.poll()) {
            taps.add(tap);
        }
        taps.removeIf(LogTap::isClosed);
        for (int i = 0; i < taps.size(); i++) {
            LogTap tap = taps.get(i);
            if (tap.wantsPlace() && tap.isPastEnd()) {
                tap.grant(TapPlace.end(tap.endNumber()));
                tap.wake();
            } else if (tap.wantsPlace() && stream.phase().live()) {
                tap.grant(stream.placeForTap(tap.position()));
                tap.wake();
            }
        }
    }

    /** Takes their places from those that stand below {@code lowest}. */
    void enforce(long lowest) {
        for (int i = 0; i < taps.size(); i++) {
            taps.get(i).enforce(lowest);
        }
    }

    /** The lowest position that a tap may still look at. */
    long lowWater() {
        long lowest = LogTap.NOTHING;
        for (int i = 0; i < taps.size(); i++) {
            lowest = Math.min(lowest, taps.get(i).lowWater());
        }
        return lowest;
    }

    void onEnd(long number) {
        for (int i = 0; i < taps.size(); i++) {
            taps.get(i).onEnd(number);
        }
    }

    void wake() {
        for (int i = 0; i < taps.size(); i++) {
            taps.get(i).wake();
        }
    }
}
