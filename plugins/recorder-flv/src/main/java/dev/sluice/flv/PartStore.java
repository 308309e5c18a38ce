package dev.sluice.flv;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of one recording: opens them, looks after the one in progress, and finishes them. For one thread. */
final class PartStore {
    private static final Logger LOG = LoggerFactory.getLogger(PartStore.class);
    /** So much may be missing when the process is killed. */
    private static final long FLUSH_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** For somebody who never asks. */
    private static final int MAX_UNTOLD = 1_000;

    private final RecordingFolder folder;
    private final PartNames names;
    private final boolean sync;
    private final LongSupplier nanoTime;
    /** Finished parts that nobody knows of yet; the newest may be the last of the recording. */
    private final Deque<String> untold = new ArrayDeque<>();

    private Claim claim;
    private PartFile file;
    private long openedAt;
    private long flushedAt;
    private String finished = "";
    private volatile String location = "";

    PartStore(RecordingFolder folder, PartNames names, boolean sync, LongSupplier nanoTime) throws IOException {
        this.folder = folder;
        this.names = names;
        this.sync = sync;
        this.nanoTime = nanoTime;
        open();
    }

    /** The name that the file in progress will get, or that the last one has got; empty if there is none. Any thread. */
    String location() {
        return location;
    }

    /**
     * The next finished part that is not the last one, so that {@link #location} never names it again: there is media in
     * another part. Empty when there is none that was not given before.
     */
    String nextFinished() {
        boolean goesOn = file != null && file.contents().frames() > 0;
        return untold.size() > (goesOn ? 0 : 1) ? untold.remove() : "";
    }

    /** The file in progress. */
    PartFile file() throws IOException {
        if (file == null) {
            open();
        }
        return file;
    }

    private void open() throws IOException {
        claim = folder.claim(names.next(), names.onExisting());
        location = claim.target().toString();
        file = new PartFile(claim.channel());
        openedAt = nanoTime.getAsLong();
        flushedAt = openedAt;
    }

    /** For how long there has been the file in progress, by the clock of this machine. */
    long openMillis() {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - openedAt);
    }

    /** Once in a while flushes, and sees whether the recording may go on. */
    void tend() throws IOException {
        long now = nanoTime.getAsLong();
        if (now - flushedAt >= FLUSH_NANOS) {
            flushedAt = now;
            file.flush();
            folder.check(claim);
        }
    }

    /**
     * Finishes the file in progress, if there is one. What could not be written is left out and reported at the end.
     *
     * @param failed whether the recording ends before its time, so that its file must not take the place of a whole one
     */
    void finish(boolean failed) throws IOException {
        if (file == null) {
            return;
        }
        PartFile part = file;
        file = null;
        IOException torn = part.begun() ? settle(part) : null;
        if (part.begun() && part.contents().frames() > 0) {
            complete(part, failed || torn != null);
        } else {
            LOG.info("nothing has come of {}, so that there is no {}", names.stream(), location);
            location = finished;
            folder.discard(claim);
        }
        if (torn != null) {
            throw torn;
        }
    }

    /** Gives the failure that nobody knows of yet, or null. */
    private IOException settle(PartFile part) throws IOException {
        IOException failure = null;
        try {
            if (!part.torn()) {
                part.flush();
                return null;
            }
        } catch (IOException full) {
            failure = full;
        }
        try {
            part.rescue();
        } catch (IOException second) {
            leave();
            throw second;
        }
        return failure;
    }

    /** The next start may be able to finish it. */
    private void leave() {
        location = claim.part().toString();
        folder.release(claim);
    }

    private void complete(PartFile part, boolean failed) throws IOException {
        try {
            part.finish(sync);
        } catch (IOException failure) {
            leave();
            throw failure;
        }
        Path target = folder.publish(claim, !failed && names.onExisting() == OnExisting.OVERWRITE);
        finished = target.toString();
        location = finished;
        if (untold.size() == MAX_UNTOLD) {
            LOG.warn("nobody has asked for finished parts; {} is not told of", untold.remove());
        }
        untold.add(finished);
        if (sync) {
            RecordingFolder.syncParent(target);
        }
        LOG.info("recorded {}: {} ms, {} bytes", location, part.contents().durationMillis(), part.bytes());
    }
}
