package dev.sluice.it;

import dev.sluice.wire.Frame;
import dev.sluice.wire.Media;
import dev.sluice.wire.Probe;
import dev.sluice.wire.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/**
 * One stream name on which publication follows publication until the deadline, each with probes that check every frame
 * and visitors who join late, leave early, never read, or talk nonsense.
 */
final class SoakStage implements Callable<Long> {
    private static final long FRAME_NANOS = 20_000_000;
    private static final int FRAME_MILLIS = 40;
    private static final int GOP_FRAMES = 50;
    private static final int MAX_VISITORS = 12;

    private final int port;
    private final String key;
    private final int source;
    private final SplittableRandom random;
    private final long deadline;
    private final List<WireClient> visitors = new ArrayList<>();
    private int publications;

    SoakStage(int port, String key, int source, SplittableRandom random, long deadline) {
        this.port = port;
        this.key = key;
        this.source = source;
        this.random = random;
        this.deadline = deadline;
    }

    /** Headers, then video and audio; frames are large now and then. */
    static List<Frame> clip(int source, int videoFrames) {
        var frames = new ArrayList<Frame>();
        frames.add(Media.aacHeader(0));
        frames.add(Media.avcHeader(0, source));
        for (int i = 0; i < videoFrames; i++) {
            long timestamp = (long) i * FRAME_MILLIS;
            int size = i % 97 == 96 ? 200_000 : 2_000 + i * 7919 % 9_000;
            frames.add(
                    i % GOP_FRAMES == 0
                            ? Media.keyframe(timestamp, source, i, 4 * size)
                            : Media.interFrame(timestamp, source, i, size));
            frames.add(Media.aac(timestamp + 1, source, i, 300));
        }
        return frames;
    }

    /** Returns how many frames were published. */
    @Override
    public Long call() throws IOException {
        long frames = 0;
        try {
            while (System.nanoTime() - deadline < 0) {
                frames += perform();
            }
        } finally {
            visitors.forEach(WireClient::close);
        }
        return frames;
    }

    /** Twice as fast as on the air; probes come before the publisher, so that they are owed every frame. */
    private int perform() throws IOException {
        // players of a stream that was cut off would get the end of the last publication first
        String stream = key + "/" + ++publications;
        List<Frame> frames = clip(source, 25 + random.nextInt(400));
        var probes = new ArrayList<Probe>();
        for (int i = 0; i < 2; i++) {
            probes.add(new Probe(port, stream, frames));
        }
        WireClient publisher = WireClient.publishing(port, stream);
        publisher.setChunkSize(random.nextBoolean() ? 60_000 : 4096);
        long begin = System.nanoTime();
        for (int i = 0; i < frames.size(); i++) {
            LockSupport.parkNanos(begin + i * FRAME_NANOS / 2 - System.nanoTime());
            Probe.publish(publisher, frames, i, i + 1, probes);
            if (random.nextInt(25) == 0) {
                changeVisitors(stream);
            }
        }
        probes.forEach(Probe::expectAll);
        end(publisher);
        probes.forEach(Probe::close);
        return frames.size();
    }

    private void end(WireClient publisher) throws IOException {
        switch (random.nextInt(3)) {
            case 0 -> publisher.abort();
            case 1 -> publisher.close();
            default -> {
                publisher.command(0, "deleteStream", null, 1.0);
                publisher.sync();
                publisher.close();
            }
        }
    }

    private void changeVisitors(String stream) throws IOException {
        if (visitors.size() >= MAX_VISITORS || random.nextInt(3) == 0) {
            leave();
            return;
        }
        try {
            visitors.add(visit(stream));
        } catch (UncheckedIOException refused) {
            // what visitors get is not judged here
        }
    }

    private void leave() throws IOException {
        if (visitors.isEmpty()) {
            return;
        }
        WireClient visitor = visitors.remove(random.nextInt(visitors.size()));
        if (random.nextBoolean()) {
            visitor.abort();
        } else {
            visitor.close();
        }
    }

    private WireClient visit(String stream) {
        return switch (random.nextInt(5)) {
            case 0 -> WireClient.playing(port, stream);
            case 1 -> WireClient.playingWithSmallBuffer(port, stream);
            case 2 -> watching(stream);
            case 3 -> WireClient.connected(port);
            default -> talkingNonsense();
        };
    }

    /** Reads for a moment, then stalls. */
    private WireClient watching(String stream) {
        WireClient client = WireClient.playing(port, stream);
        int messages = random.nextInt(400);
        var thread = new Thread(() -> watch(client, messages), "visitor");
        thread.setDaemon(true);
        thread.start();
        return client;
    }

    private static void watch(WireClient client, int messages) {
        try {
            for (int i = 0; i < messages; i++) {
                client.nextMedia();
            }
        } catch (UncheckedIOException ended) {
            // the stream, or the visit
        }
    }

    private WireClient talkingNonsense() {
        WireClient client = WireClient.connectTo(port);
        byte[] nonsense = new byte[random.nextInt(4000)];
        random.nextBytes(nonsense);
        if (random.nextBoolean()) {
            client.handshake();
        }
        client.send(nonsense);
        return client;
    }
}
