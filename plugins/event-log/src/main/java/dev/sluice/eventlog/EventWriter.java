package dev.sluice.eventlog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes lines at any speed and brings them to the file on another thread, all that wait at once. Up to 8 MiB wait; beyond
 * that, and while the file cannot be written, lines are lost and counted: the log says so once, and says how many when it
 * goes well again.
 */
final class EventWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventWriter.class);
    private static final int MAX_WAITING_BYTES = 8 << 20;
    private static final int BATCH_BYTES = 64 << 10;

    private final RotatingFile file;
    private final Executor executor;
    private final Queue<byte[]> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final AtomicLong lost = new AtomicLong();
    private final ByteArrayOutputStream batch = new ByteArrayOutputStream(BATCH_BYTES);
    private int batchLines;

    EventWriter(RotatingFile file, Executor executor) {
        this.file = file;
        this.executor = executor;
    }

    /** Takes a line, which ends with a line feed. Any thread; waits for nothing. */
    void write(byte[] line) {
        if (waitingBytes.addAndGet(line.length) > MAX_WAITING_BYTES) {
            waitingBytes.addAndGet(-line.length);
            lose(1, "the disk does not keep up");
            return;
        }
        waiting.add(line);
        if (draining.compareAndSet(false, true)) {
            try {
                executor.execute(this::drain);
            } catch (RejectedExecutionException busy) {
                draining.set(false);
            }
        }
    }

    private void drain() {
        do {
            try {
                writeAll();
            } finally {
                draining.set(false);
            }
        } while (!waiting.isEmpty() && draining.compareAndSet(false, true));
    }

    private synchronized void writeAll() {
        boolean written = false;
        for (byte[] line = waiting.poll(); line != null; line = waiting.poll()) {
            waitingBytes.addAndGet(-line.length);
            if (batch.size() + line.length > BATCH_BYTES) {
                written = writeBatch();
            }
            batch.writeBytes(line);
            batchLines++;
        }
        if (batchLines > 0) {
            written = writeBatch();
        }
        if (written && lost.get() > 0) {
            LOG.info("Events are written to {} again, {} were lost", file, lost.getAndSet(0));
        }
    }

    private boolean writeBatch() {
        try {
            file.write(ByteBuffer.wrap(batch.toByteArray()));
            return true;
        } catch (IOException failure) {
            lose(batchLines, failure.toString());
            return false;
        } finally {
            batch.reset();
            batchLines = 0;
        }
    }

    private void lose(int lines, String why) {
        if (lost.getAndAdd(lines) == 0) {
            LOG.warn("Events cannot be written to {} and are lost: {}", file, why);
        }
    }

    /** Writes what waits. */
    @Override
    public synchronized void close() {
        writeAll();
        file.close();
        if (lost.get() > 0) {
            LOG.warn("{} events were not written to {}", lost.getAndSet(0), file);
        }
    }
}
