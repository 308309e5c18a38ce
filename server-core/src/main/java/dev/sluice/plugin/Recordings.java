package dev.sluice.plugin;

import dev.sluice.api.Recording;
import dev.sluice.api.ServerEvent;
import dev.sluice.api.StreamRecorder;
import dev.sluice.counter.Counters;
import dev.sluice.stream.LiveStream;
import dev.sluice.stream.LogTap;
import dev.sluice.stream.StreamPath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows what is live and what is recorded, and begins and ends recordings. Any thread. */
final class Recordings {
    private static final Logger LOG = LoggerFactory.getLogger(Recordings.class);

    private final HostServices services;
    private final ExtensionRegistry registry;
    private final EventDispatcher events;
    private final Map<StreamPath, PublishedStream> live = new ConcurrentHashMap<>();
    private final Set<RecordingPump> pumps = ConcurrentHashMap.newKeySet();
    private final Set<RecordingOpening> openings = ConcurrentHashMap.newKeySet();
    /** Who follows a stream for a recorder, so that nobody does twice. */
    private final Map<Claim, LogTap> claims = new ConcurrentHashMap<>();

    private final AtomicLong ids = new AtomicLong();

    Recordings(HostServices services, ExtensionRegistry registry, EventDispatcher events) {
        this.services = services;
        this.registry = registry;
        this.events = events;
    }

    private record Claim(Registered<StreamRecorder> recorder, StreamPath path) {}

    Counters counters() {
        return services.counters();
    }

    void send(ServerEvent.Builder event) {
        events.accept(event.build());
    }

    void remove(RecordingPump pump) {
        pumps.remove(pump);
        claims.remove(new Claim(pump.recorder(), pump.stream().path()), pump.tap());
    }

    void remove(RecordingOpening opening) {
        openings.remove(opening);
    }

    /** The opening's tap is closed. */
    void release(RecordingOpening opening) {
        claims.remove(new Claim(opening.recorder(), opening.stream().path()), opening.tap());
    }

    /** A recording that is about to start. */
    RecordingPump pump(
            Registered<StreamRecorder> recorder,
            PublishedStream stream,
            TapWaker waker,
            LogTap tap,
            Recording recording) {
        RecordingPump pump = new RecordingPump(
                ids.incrementAndGet(),
                recorder,
                stream,
                () -> live.getOrDefault(stream.path(), stream),
                waker,
                tap,
                recording,
                this);
        pumps.add(pump);
        return pump;
    }

    /** A stream begins, on its home loop: its recorders get a place in the log before anything is in it. */
    void onPublished(ServerEvent event) {
        PublishedStream stream = PublishedStream.of(event);
        live.put(stream.path(), stream);
        for (Registered<StreamRecorder> recorder : registry.recorders()) {
            // asking takes a lock or two, so that is done on another thread
            claim(recorder, stream, false, (live, waker) -> live.tap(waker))
                    .ifPresent(opening -> events.soon(() -> begin(opening)));
        }
    }

    /**
     * A tap for a recorder; empty when the stream is gone, or when the recorder follows it already: then the recording that
     * goes on learns from the log who publishes now.
     */
    private Optional<RecordingOpening> claim(
            Registered<StreamRecorder> recorder,
            PublishedStream stream,
            boolean commanded,
            BiFunction<LiveStream, TapWaker, LogTap> kind) {
        TapWaker waker = new TapWaker();
        return services.streams().lease(stream.path()).flatMap(lease -> {
            try (lease) {
                LogTap tap = kind.apply(lease.stream(), waker);
                LogTap follows = claims.compute(
                        new Claim(recorder, stream.path()),
                        (key, other) -> other != null && other.goesOn() ? other : tap);
                if (follows != tap) {
                    tap.close();
                    return Optional.empty();
                }
                RecordingOpening opening = new RecordingOpening(recorder, stream, tap, waker, commanded, this);
                openings.add(opening);
                return Optional.of(opening);
            }
        });
    }

    void onUnpublished(ServerEvent event) {
        StreamPath path = new StreamPath(event.application(), event.stream());
        live.computeIfPresent(path, (key, stream) -> stream.publicationId() == event.subjectId() ? null : stream);
    }

    /** A recorder has come: what is live already is recorded from its newest keyframe on. */
    void onRecorder(Registered<StreamRecorder> recorder) {
        events.soon(() -> live.values().forEach(stream -> open(recorder, stream, false)));
    }

    private Optional<RecordingOpening> open(
            Registered<StreamRecorder> recorder, PublishedStream stream, boolean commanded) {
        Optional<RecordingOpening> opening = claim(recorder, stream, commanded, LiveStream::requestTap);
        opening.ifPresent(this::begin);
        return opening;
    }

    private void begin(RecordingOpening opening) {
        try {
            if (registry.recorders().contains(opening.recorder())) {
                opening.recorder().owner().threads().recorder().execute(opening);
            } else if (opening.finish()) {
                openings.remove(opening);
            }
        } catch (RejectedExecutionException busy) {
            opening.refuse("too many streams wait for it");
        } catch (Throwable failure) {
            opening.refuse(Printable.text(failure));
        }
    }

    /** As an operator wants it; see {@link PluginHost#startRecording}. */
    void start(StreamPath path) throws PluginException {
        PublishedStream stream = live.get(path);
        if (stream == null) {
            throw new PluginException("nobody publishes " + path);
        }
        // who is being asked whether it wants the stream answers that first
        openings.stream()
                .filter(opening -> opening.stream().path().equals(path))
                .forEach(this::awaitAnswer);
        List<RecordingOpening> begun = registry.recorders().stream()
                .map(recorder -> open(recorder, stream, true))
                .flatMap(Optional::stream)
                .toList();
        if (begun.isEmpty()) {
            boolean recorded =
                    pumps.stream().anyMatch(pump -> pump.stream().path().equals(path));
            throw new PluginException(
                    recorded
                            ? path + " is being recorded already"
                            : "there is no recorder; a plugin that records, such as recorder-flv, needs settings");
        }
        boolean any = false;
        for (RecordingOpening opening : begun) {
            any |= awaitAnswer(opening);
        }
        if (!any) {
            throw new PluginException("no recorder records " + path + "; the log says why");
        }
    }

    private boolean awaitAnswer(RecordingOpening opening) {
        return opening.recorded()
                .copy()
                .completeOnTimeout(false, limits(opening.recorder()).open().toMillis() + 1_000, TimeUnit.MILLISECONDS)
                .join();
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
        close(recorder -> recorder.owner() == owner, owner.deadlines().stop(), "the plugin stops");
    }

    /** Ends all recordings, and waits for them, at most that long. */
    void closeAll(Duration limit, String reason) {
        close(recorder -> true, limit, reason);
    }

    private void close(Predicate<Registered<StreamRecorder>> whose, Duration limit, String reason) {
        // first: what begins before it is finished is a recording, and ended below
        openings.stream().filter(opening -> whose.test(opening.recorder())).forEach(RecordingOpening::finish);
        List<RecordingPump> ending =
                pumps.stream().filter(pump -> whose.test(pump.recorder())).toList();
        ending.forEach(pump -> pump.requestStop(reason));
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            for (RecordingPump pump : ending) {
                pump.join(Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime())));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks after calls that do not return. About once a second. */
    void watch() {
        try {
            long now = System.nanoTime();
            pumps.forEach(pump -> pump.watch(now, limits(pump.recorder()).write()));
            openings.forEach(opening ->
                    opening.watch(now, limits(opening.recorder()).open().toNanos()));
        } catch (RuntimeException failure) {
            LOG.error("recordings are watched on after an unexpected error", failure);
        }
    }

    private static Deadlines limits(Registered<StreamRecorder> recorder) {
        return recorder.owner().deadlines();
    }

    List<RecordingView> views() {
        return pumps.stream().map(RecordingPump::view).toList();
    }
}
