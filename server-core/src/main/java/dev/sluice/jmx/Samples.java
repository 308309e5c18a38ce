package dev.sluice.jmx;

import dev.sluice.counter.Counter;
import dev.sluice.counter.Counters;
import dev.sluice.net.EventLoop;
import dev.sluice.net.LoopFigures;
import dev.sluice.stream.LiveStream;
import dev.sluice.stream.StreamRegistry;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** What rates are computed from, of everything. The management thread samples, any thread reads. */
final class Samples {
    static final int BYTES_IN = 0;
    static final int BYTES_OUT = 1;
    static final int TURNS = 0;
    static final int BUSY_NANOS = 1;

    private final Counters counters;
    private final List<EventLoop> loops;
    private final StreamRegistry streams;
    private final LongSupplier nanoTime;
    private final Rates server = new Rates();
    private final List<Rates> ofLoops;
    /** Also those without a bean. A stream is equal to itself only. */
    private final Map<LiveStream, StreamSamples> ofStreams = new ConcurrentHashMap<>();

    Samples(Counters counters, List<EventLoop> loops, StreamRegistry streams, LongSupplier nanoTime) {
        this.counters = counters;
        this.loops = loops;
        this.streams = streams;
        this.nanoTime = nanoTime;
        this.ofLoops = loops.stream().map(loop -> new Rates()).toList();
    }

    /** Samples everything; to be called once a second. */
    void sample() {
        long now = nanoTime.getAsLong();
        server.sample(now, counters.get(Counter.BYTES_IN), counters.get(Counter.BYTES_OUT));
        for (int i = 0; i < loops.size(); i++) {
            LoopFigures figures = loops.get(i).figures();
            ofLoops.get(i).sample(now, figures.turns(), figures.busyNanos());
        }
        Set<LiveStream> there = new HashSet<>(streams.all());
        ofStreams.keySet().retainAll(there);
        there.forEach(
                stream -> ofStreams.computeIfAbsent(stream, StreamSamples::new).sample(now));
    }

    /** Samples streams that are new, so that there are rates of them with the next sample. */
    void sampleNew() {
        long now = nanoTime.getAsLong();
        for (LiveStream stream : streams.all()) {
            if (!ofStreams.containsKey(stream)) {
                StreamSamples fresh = new StreamSamples(stream);
                fresh.sample(now);
                ofStreams.put(stream, fresh);
            }
        }
    }

    Rates server() {
        return server;
    }

    /** @param index the loop's number */
    Rates loop(int index) {
        return ofLoops.get(index);
    }

    /** Of a stream that is not sampled yet, empty ones. */
    StreamSamples stream(LiveStream stream) {
        StreamSamples known = ofStreams.get(stream);
        return known == null ? new StreamSamples(stream) : known;
    }
}
