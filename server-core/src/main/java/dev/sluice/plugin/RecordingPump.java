package dev.sluice.plugin;

import dev.sluice.api.Recording;
import dev.sluice.api.ServerEvent;
import dev.sluice.api.ServerEvent.Type;
import dev.sluice.api.StreamRecorder;
import dev.sluice.counter.Counter;
import dev.sluice.plugin.FailureCount.Callback;
import dev.sluice.stream.LogTap;
import dev.sluice.stream.TapItem;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one stream from its log to one recording, on a thread of the plugin's. The log is copied from before the plugin
 * is called, so a plugin that hangs holds nothing of it.
 */
final class RecordingPump {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingPump.class);
    /** How long messages are gathered at least. */
    private static final long QUIET_NANOS = 100_000_000L;
    /** For what came in that time, when nothing came after it. */
    private static final long MAX_PARK_NANOS = 400_000_000L;

    private final long id;
    private final Registered<StreamRecorder> recorder;
    private final PublishedStream stream;
    private final Supplier<PublishedStream> newest;
    private final TapWaker waker;
    private final LogTap tap;
    private final Recording recording;
    private final Recordings recordings;
    private final Instant startedAt = Instant.now();
    private final Thread thread;
    private volatile String location = "";
    private volatile long messages;
    private volatile long dropped;
    private volatile String stopReason;
    private volatile boolean calling;
    private volatile long callSinceNanos;
    private volatile boolean overdue;
    private boolean over;

    RecordingPump(
            long id,
            Registered<StreamRecorder> recorder,
            PublishedStream stream,
            Supplier<PublishedStream> newest,
            TapWaker waker,
            LogTap tap,
            Recording recording,
            Recordings recordings) {
        this.id = id;
        this.recorder = recorder;
        this.stream = stream;
        this.newest = newest;
        this.waker = waker;
        this.tap = tap;
        this.recording = recording;
        this.recordings = recordings;
        this.thread = recorder.owner().threads().thread("recording", this::run);
    }

    Registered<StreamRecorder> recorder() {
        return recorder;
    }

    PublishedStream stream() {
        return stream;
    }

    LogTap tap() {
        return tap;
    }

    void start() {
        location = askLocation();
        waker.wakes(thread);
        recordings.counters().increment(Counter.RECORDINGS_STARTED);
        LOG.info("recording {} by {} to {}", stream.path(), recorder.owner().id(), location);
        recordings.send(event(Type.RECORDING_STARTED));
        try {
            thread.start();
        } catch (Throwable noThread) {
            closeAfter(noThread);
            end(Printable.text(noThread), noThread, true);
        }
    }

    /** Has it end after what is there to record now. Any thread. */
    void requestStop(String reason) {
        stopReason = reason;
        LockSupport.unpark(thread);
    }

    void join(Duration limit) throws InterruptedException {
        thread.join(limit.toMillis());
    }

    RecordingView view() {
        return new RecordingView(id, stream.path(), recorder.owner().id(), location, startedAt, messages, dropped);
    }

    /** Gives up on a call that does not return. Another thread than its own. */
    void watch(long nowNanos, Duration limit) {
        if (calling && nowNanos - callSinceNanos > limit.toNanos()) {
            overdue = true;
            thread.interrupt();
            end("a call has not returned within " + limit.toMillis() + " ms", null, true);
        }
    }

    private void run() {
        try {
            String reason = pump();
            close(reason);
            end(reason, null, false);
        } catch (Throwable thrown) {
            Throwable failure = Printable.of(thrown);
            closeAfter(failure);
            end(reasonOf(failure), failure, true);
        }
    }

    private String pump() throws IOException {
        while (true) {
            TapItem item = tap.poll();
            if (overdue) {
                throw new IOException("too late");
            }
            if (item instanceof TapItem.Ended) {
                return "the stream has ended";
            }
            if (item != null) {
                hand(item);
            } else if (stopReason != null) {
                return stopReason;
            } else {
                waker.quiet(QUIET_NANOS);
                LockSupport.parkNanos(this, MAX_PARK_NANOS);
                if (Thread.interrupted() && stopReason == null) {
                    return "interrupted";
                }
            }
        }
    }

    private void hand(TapItem item) throws IOException {
        begin();
        try {
            if (item instanceof TapItem.Message message) {
                recording.write(TappedMessage.of(message));
                messages++;
            } else if (item instanceof TapItem.Gap gap) {
                dropped += gap.dropped();
                recordings.counters().add(Counter.RECORDING_MESSAGES_DROPPED, gap.dropped());
                LOG.warn("recording {} was too slow: {} messages left out", stream.path(), gap.dropped());
                recording.gap(gap.dropped());
            } else if (item instanceof TapItem.Restarted) {
                recording.restarted(newest.get());
            }
            tellFinished();
        } finally {
            calling = false;
        }
    }

    private void tellFinished() {
        for (String part = recording.finishedPart(); part != null && !part.isEmpty(); part = recording.finishedPart()) {
            recordings.send(event(Type.RECORDING_PART).detail("location", Secrets.printable(part)));
        }
    }

    private void begin() {
        callSinceNanos = System.nanoTime();
        calling = true;
    }

    private void close(String reason) throws IOException {
        // from here on nothing of the stream is needed, however long the disk takes
        tap.close();
        begin();
        try {
            recording.close(reason);
            tellFinished();
        } finally {
            calling = false;
        }
        location = askLocation();
    }

    private void closeAfter(Throwable failure) {
        try {
            // also when it was given up meanwhile: the call has returned after all, and a file may be open
            close(reasonOf(failure));
        } catch (Throwable further) {
            LOG.debug("recording {} does not close either", stream.path(), further);
        }
    }

    private String askLocation() {
        try {
            String said = recording.location();
            return said == null ? "" : Secrets.printable(said);
        } catch (Throwable failure) {
            recorder.owner().failures().failed(Callback.RECORD, "location threw", failure);
            return location;
        }
    }

    private static String reasonOf(Throwable failure) {
        return failure instanceof IOException && failure.getMessage() != null
                ? failure.getMessage()
                : failure.toString();
    }

    /** Once, by whoever comes first: its own thread, or the watcher. */
    private void end(String reason, Throwable failure, boolean failed) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        tap.close();
        recordings.remove(this);
        recordings.counters().increment(Counter.RECORDINGS_ENDED);
        FailureCount failures = recorder.owner().failures();
        if (!failed) {
            failures.succeeded(Callback.RECORD);
            LOG.info("recording of {} to {} ended: {}", stream.path(), location, reason);
        } else {
            recordings.counters().increment(Counter.RECORDINGS_FAILED);
            LOG.warn("recording of {} to {} failed: {}", stream.path(), location, Secrets.printable(reason));
            if (!(failure instanceof IOException)) {
                failures.failed(Callback.RECORD, "a recording failed: " + reason, failure);
            }
        }
        recordings.send(event(failed ? Type.RECORDING_FAILED : Type.RECORDING_STOPPED)
                .reason(reason)
                .detail("messages", messages)
                .detail("dropped", dropped)
                .detail("millis", Duration.between(startedAt, Instant.now()).toMillis()));
    }

    private ServerEvent.Builder event(Type type) {
        return ServerEvent.of(type).subject(id).stream(stream.application(), stream.name())
                .connection(stream.publisher().orElse(null))
                .detail("plugin", recorder.owner().id())
                .detail("location", location);
    }
}
