package dev.sluice.plugin;

import dev.sluice.api.Recording;
import dev.sluice.api.ServerEvent;
import dev.sluice.api.ServerEvent.Type;
import dev.sluice.api.StreamRecorder;
import dev.sluice.counter.Counter;
import dev.sluice.counter.Counters;
import dev.sluice.plugin.FailureCount.Callback;
import dev.sluice.stream.LiveStream;
import dev.sluice.stream.LogTap;
import dev.sluice.stream.StreamPath;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows what is live and what is recorded, and begins and ends recordings. Any thread. */
final class Recordings {
    private static final Logger LOG = LoggerFactory.getLogger(Recordings.class);

    private final HostServices services;
    private final ExtensionRegistry registry;
    private final EventDispatcher events;
    private final Deadlines deadlines;
    private final Map<StreamPath, PublishedStream> live = new ConcurrentHashMap<>();
    private final Set<RecordingPump> pumps = ConcurrentHashMap.newKeySet();
    private final Set<Opening> openings = ConcurrentHashMap.newKeySet();
    private final AtomicLong ids = new AtomicLong();

    Recordings(HostServices services, ExtensionRegistry registry, EventDispatcher events, Deadlines deadlines) {
        this.services = services;
        this.registry = registry;
        this.events = events;
        this.deadlines = deadlines;
    }

    Counters counters() {
        return services.counters();
    }

    void send(ServerEvent.Builder event) {
        events.accept(event.build());
    }

    void remove(RecordingPump pump) {
        pumps.remove(pump);
    }

    /** A stream begins, on its home loop: its recorders get a place in the log before anything is in it. */
    void onPublished(ServerEvent event) {
        PublishedStream stream = PublishedStream.of(event);
        live.put(stream.path(), stream);
        for (Registered<StreamRecorder> recorder : registry.recorders()) {
            if (isFollowed(stream.path(), recorder)) {
                // a recording that goes on learns from the log that somebody else publishes
                continue;
            }
            TapWaker waker = new TapWaker();
            tap(stream.path(), live -> live.tap(waker)).ifPresent(tap -> {
                Opening opening = new Opening(recorder, stream, tap, waker, false);
                openings.add(opening);
                // asking takes a lock or two
                events.soon(() -> begin(opening));
            });
        }
    }

    /** Empty when there is no such stream any more. */
    private Optional<LogTap> tap(StreamPath path, Function<LiveStream, LogTap> kind) {
        return services.streams().lease(path).map(lease -> {
            try (lease) {
                return kind.apply(lease.stream());
            }
        });
    }

    private boolean isFollowed(StreamPath path, Registered<StreamRecorder> recorder) {
        return pumps.stream()
                        .anyMatch(pump -> pump.recorder() == recorder
                                && pump.stream().path().equals(path)
                                && pump.tap().goesOn())
                || openings.stream()
                        .anyMatch(opening -> opening.recorder == recorder
                                && opening.stream.path().equals(path)
                                && opening.tap.goesOn());
    }

    void onUnpublished(ServerEvent event) {
        StreamPath path = new StreamPath(event.application(), event.stream());
        live.computeIfPresent(path, (key, stream) -> stream.publicationId() == event.subjectId() ? null : stream);
    }

    /** A recorder has come: what is live already is recorded from its newest keyframe on. */
    void onRecorder(Registered<StreamRecorder> recorder) {
        events.soon(() -> live.values().forEach(stream -> open(recorder, stream, false)));
    }

    /** Empty when the stream is gone, or recorded by it already. */
    private Optional<Opening> open(Registered<StreamRecorder> recorder, PublishedStream stream, boolean commanded) {
        if (isFollowed(stream.path(), recorder)) {
            return Optional.empty();
        }
        TapWaker waker = new TapWaker();
        return tap(stream.path(), live -> live.requestTap(waker)).map(tap -> {
            Opening opening = new Opening(recorder, stream, tap, waker, commanded);
            begin(opening);
            return opening;
        });
    }

    private void begin(Opening opening) {
        openings.add(opening);
        opening.sinceNanos = System.nanoTime();
        try {
            opening.recorder.owner().threads().recorder().execute(opening);
        } catch (RejectedExecutionException refused) {
            if (registry.recorders().contains(opening.recorder)) {
                opening.fail("too many streams wait for it", null);
            } else {
                opening.finish(false);
            }
        }
    }

    /** A recorder that is asked whether it wants a stream. */
    private final class Opening implements Runnable {
        private final Registered<StreamRecorder> recorder;
        private final PublishedStream stream;
        private final LogTap tap;
        private final TapWaker waker;
        private final boolean commanded;
        private final CompletableFuture<Boolean> recorded = new CompletableFuture<>();
        private volatile Thread thread;
        private volatile long sinceNanos = System.nanoTime();

        Opening(
                Registered<StreamRecorder> recorder,
                PublishedStream stream,
                LogTap tap,
                TapWaker waker,
                boolean commanded) {
            this.recorder = recorder;
            this.stream = stream;
            this.tap = tap;
            this.waker = waker;
            this.commanded = commanded;
        }

        @Override
        public void run() {
            if (recorded.isDone()) {
                return;
            }
            thread = Thread.currentThread();
            sinceNanos = System.nanoTime();
            try {
                Optional<Recording> recording = commanded
                        ? recorder.extension().openOnCommand(stream)
                        : recorder.extension().open(stream);
                if (recording == null) {
                    fail("open returned null", null);
                } else if (recording.isEmpty()) {
                    finish(false);
                } else {
                    take(recording.get());
                }
            } catch (Throwable thrown) {
                Throwable failure = Printable.of(thrown);
                fail(failure.toString(), failure);
            } finally {
                thread = null;
            }
        }

        private void take(Recording recording) {
            RecordingPump pump = new RecordingPump(
                    ids.incrementAndGet(),
                    recorder,
                    stream,
                    () -> live.getOrDefault(stream.path(), stream),
                    waker,
                    tap,
                    recording,
                    Recordings.this);
            pumps.add(pump);
            if (recorded.complete(true)) {
                openings.remove(this);
                pump.start();
            } else {
                // it was given up
                pumps.remove(pump);
                discard(recording);
            }
        }

        private void discard(Recording recording) {
            try {
                recording.close("opened too late");
            } catch (IOException | RuntimeException failure) {
                LOG.debug("a recording that came too late does not close", failure);
            }
        }

        private boolean finish(boolean result) {
            boolean first = recorded.complete(result);
            if (first) {
                openings.remove(this);
                tap.close();
            }
            return first;
        }

        void fail(String how, Throwable failure) {
            if (!finish(false)) {
                return;
            }
            counters().increment(Counter.RECORDINGS_FAILED);
            LOG.warn("{} does not record {}: {}", recorder.owner().id(), stream.path(), Secrets.printable(how));
            if (!(failure instanceof IOException)) {
                recorder.owner().failures().failed(Callback.RECORD, "open failed: " + how, failure);
            }
            send(ServerEvent.of(Type.RECORDING_FAILED).stream(stream.application(), stream.name())
                    .connection(stream.publisher().orElse(null))
                    .reason(how)
                    .detail("plugin", recorder.owner().id()));
        }

        void watch(long now) {
            if (now - sinceNanos > deadlines.open().toNanos()) {
                Thread running = thread;
                // without one it waits behind another that hangs
                fail("open has not returned within " + deadlines.open().toMillis() + " ms", null);
                if (running != null) {
                    running.interrupt();
                }
            }
        }
    }

    /** As an operator wants it; see {@link PluginHost#startRecording}. */
    void start(StreamPath path) throws PluginException {
        PublishedStream stream = live.get(path);
        if (stream == null) {
            throw new PluginException("nobody publishes " + path);
        }
        List<Opening> begun = registry.recorders().stream()
                .map(recorder -> open(recorder, stream, true))
                .flatMap(Optional::stream)
                .toList();
        if (begun.isEmpty()) {
            boolean recorded =
                    pumps.stream().anyMatch(pump -> pump.stream().path().equals(path));
            throw new PluginException(recorded ? path + " is being recorded" : "there is no recorder");
        }
        boolean any = false;
        for (Opening opening : begun) {
            any |= opening.recorded
                    .copy()
                    .completeOnTimeout(false, deadlines.open().toMillis() + 1_000, TimeUnit.MILLISECONDS)
                    .join();
        }
        if (!any) {
            throw new PluginException("no recorder records " + path + "; the log says why");
        }
    }

    /** Ends the recordings of a stream; returns how many there were. */
    int stop(StreamPath path, String reason) {
        List<RecordingPump> ending =
                pumps.stream().filter(pump -> pump.stream().path().equals(path)).toList();
        ending.forEach(pump -> pump.requestStop(reason));
        return ending.size();
    }

    /** Ends the recordings of a plugin that is about to stop, and waits for them. The control thread. */
    void closeThoseOf(PluginInstance owner) {
        List<RecordingPump> ending =
                pumps.stream().filter(pump -> pump.recorder().owner() == owner).toList();
        ending.forEach(pump -> pump.requestStop("the plugin stops"));
        openings.stream()
                .filter(opening -> opening.recorder.owner() == owner)
                .forEach(opening -> opening.finish(false));
        long deadline = System.nanoTime() + deadlines.stop().toNanos();
        try {
            for (RecordingPump pump : ending) {
                long left = Math.max(1_000_000, deadline - System.nanoTime());
                pump.join(java.time.Duration.ofNanos(left));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks after calls that do not return. About once a second. */
    void watch() {
        long now = System.nanoTime();
        pumps.forEach(pump -> pump.watch(now, deadlines.write()));
        openings.forEach(opening -> opening.watch(now));
    }

    List<RecordingView> views() {
        return pumps.stream().map(RecordingPump::view).toList();
    }
}
