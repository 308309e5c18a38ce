package dev.sluice.plugin;

import dev.sluice.api.Recording;
import dev.sluice.api.ServerEvent;
import dev.sluice.api.ServerEvent.Type;
import dev.sluice.api.StreamRecorder;
import dev.sluice.counter.Counter;
import dev.sluice.plugin.FailureCount.Callback;
import dev.sluice.stream.LogTap;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A recorder that is asked whether it wants a stream, while the stream's log is kept for it. */
final class RecordingOpening implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingOpening.class);

    private final Registered<StreamRecorder> recorder;
    private final PublishedStream stream;
    private final LogTap tap;
    private final TapWaker waker;
    private final boolean commanded;
    private final Recordings recordings;
    private final CompletableFuture<Boolean> recorded = new CompletableFuture<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final long madeAtNanos = System.nanoTime();
    private Thread thread;
    private long calledAtNanos;
    private long failures;

    RecordingOpening(
            Registered<StreamRecorder> recorder,
            PublishedStream stream,
            LogTap tap,
            TapWaker waker,
            boolean commanded,
            Recordings recordings) {
        this.recorder = recorder;
        this.stream = stream;
        this.tap = tap;
        this.waker = waker;
        this.commanded = commanded;
        this.recordings = recordings;
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

    /** Whether the stream is recorded, as soon as that is known. */
    CompletableFuture<Boolean> recorded() {
        return recorded;
    }

    @Override
    public void run() {
        if (!begin()) {
            recordings.remove(this);
            return;
        }
        try {
            Optional<Recording> recording = commanded
                    ? recorder.extension().openOnCommand(stream)
                    : recorder.extension().open(stream);
            if (recording == null) {
                fail("open returned null", null);
            } else if (recording.isEmpty()) {
                finish();
            } else {
                take(recording.get());
            }
        } catch (Throwable failure) {
            fail(Printable.text(failure), failure);
        } finally {
            end();
        }
    }

    private synchronized boolean begin() {
        if (over.get()) {
            return false;
        }
        thread = Thread.currentThread();
        calledAtNanos = System.nanoTime();
        return true;
    }

    private synchronized void end() {
        thread = null;
        // an interrupt was meant for this opening, not for the next one
        Thread.interrupted();
        recordings.remove(this);
    }

    private void take(Recording recording) {
        RecordingPump pump = recordings.pump(recorder, stream, waker, tap, recording);
        if (over.compareAndSet(false, true)) {
            pump.start();
            recorded.complete(true);
        } else {
            // it was given up
            recordings.remove(pump);
            discard(recording);
        }
    }

    private void discard(Recording recording) {
        try {
            recording.close("opened too late");
        } catch (Throwable failure) {
            LOG.debug("a recording that came too late does not close", failure);
        }
    }

    /** Nobody records it; returns whether that was not known before. */
    boolean finish() {
        boolean first = over.compareAndSet(false, true);
        if (first) {
            tap.close();
            recordings.release(this);
            // last: whoever waited for the answer may want the stream to be recorded all the same
            recorded.complete(false);
        }
        return first;
    }

    /** Counts against the plugin, unless its disk or whoever publishes so much is to blame. */
    void fail(String how, Throwable failure) {
        if (finish()) {
            if (!(failure instanceof IOException)) {
                recorder.owner().failures().failed(Callback.RECORD, "open failed: " + how, failure);
            }
            report(how);
        }
    }

    private void report(String how) {
        recordings.counters().increment(Counter.RECORDINGS_FAILED);
        LOG.warn("{} does not record {}: {}", recorder.owner().id(), stream.path(), how);
        recordings.send(ServerEvent.of(Type.RECORDING_FAILED).stream(stream.application(), stream.name())
                .connection(stream.publisher().orElse(null))
                .reason(how)
                .detail("plugin", recorder.owner().id()));
    }

    /** It could not even be asked. */
    void refuse(String how) {
        if (finish()) {
            recorder.owner().failures().noted(how);
            report(how);
        }
        recordings.remove(this);
    }

    /** Gives up on a call that does not return, and on one whose turn does not come; a call that hangs on counts again. */
    void watch(long now, long limitNanos) {
        String late = "open has not returned within " + limitNanos / 1_000_000 + " ms";
        boolean running;
        synchronized (this) {
            running = thread != null;
            if (running && now - calledAtNanos > limitNanos * (failures + 1)) {
                failures++;
                thread.interrupt();
            } else if (running || now - madeAtNanos <= limitNanos) {
                return;
            }
        }
        if (!running) {
            refuse("its recorder is busy with another stream");
        } else if (failures == 1) {
            fail(late, null);
        } else {
            recorder.owner().failures().failed(Callback.RECORD, late, null);
        }
    }
}
