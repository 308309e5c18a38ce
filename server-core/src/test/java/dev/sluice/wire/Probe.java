package dev.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** A healthy player on a thread of its own, to which no frame may be lost whatever happens to others. */
public final class Probe implements AutoCloseable {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** Frames that may be on their way to the players. */
    private static final int MAX_AHEAD = 16;

    private final WireClient client;
    private final List<Frame> frames;
    private int received;
    private Throwable failure;

    /** Plays {@code key}, where exactly {@code frames} will be published. */
    public Probe(int port, String key, List<Frame> frames) {
        this.client = WireClient.playing(port, key);
        this.frames = frames;
        var thread = new Thread(this::watch, "probe");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            for (Frame frame : frames) {
                ScriptedMedia.expectAt(client, List.of(frame));
                note(null);
            }
        } catch (Throwable thrown) {
            note(thrown);
        }
    }

    private synchronized void note(Throwable thrown) {
        failure = thrown;
        received += thrown == null ? 1 : 0;
        notifyAll();
    }

    /** Waits until that many frames have come in order and unchanged. */
    public synchronized void expect(int count) {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        try {
            while (failure == null && received < count && System.nanoTime() - deadline < 0) {
                TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
            }
        } catch (InterruptedException e) {
            failure = e;
        }
        if (failure != null) {
            throw new AssertionError("a healthy player was disturbed after %d frames".formatted(received), failure);
        }
        assertThat(received).as("frames at a healthy player").isGreaterThanOrEqualTo(count);
    }

    public void expectAll() {
        expect(frames.size());
    }

    /** Publishes frames as fast as these players take them, but not faster: else they would be slow players. */
    public static void publish(WireClient publisher, List<Frame> frames, int from, int to, List<Probe> probes) {
        for (int i = from; i < to; i++) {
            publisher.send(frames.get(i));
            for (Probe probe : probes) {
                probe.expect(i - MAX_AHEAD);
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
