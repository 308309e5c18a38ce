package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;

/** Appends a few messages each time it runs, and changes places with another publisher after each stretch. */
final class ScriptPublisher implements Runnable, Publisher {
    private final Lease lease;
    private final ThreadLoop home;
    private final List<ThreadLoop> loops;
    private final SegmentPool pool;
    private final LongPredicate goesOn;
    private final Runnable onDone;
    private final Script script = new Script();
    private long[] turnsSeen = {};
    private long number;

    ScriptPublisher(
            Lease lease,
            ThreadLoop home,
            List<ThreadLoop> loops,
            SegmentPool pool,
            LongPredicate goesOn,
            Runnable onDone) {
        this.lease = lease;
        this.home = home;
        this.loops = loops;
        this.pool = pool;
        this.goesOn = goesOn;
        this.onDone = onDone;
    }

    @Override
    public void run() {
        if (number % Script.STRETCH == 0 && !begin()) {
            home.execute(this);
            return;
        }
        for (int i = 0; i < 10; i++, number++) {
            append();
        }
        lease.stream().endBatch();
        if (number % Script.STRETCH == 0) {
            lease.stream().release(this, Script.endsGracefully(number / Script.STRETCH - 1));
            turnsSeen = turns();
        }
        if (number % Script.STRETCH != 0 || goesOn.test(number)) {
            home.execute(this);
        } else {
            lease.close();
            onDone.run();
        }
    }

    /** Waits until each loop has seen the end of the stretch before. */
    private boolean begin() {
        long[] turns = turns();
        for (int i = 0; i < turnsSeen.length; i++) {
            if (turns[i] < turnsSeen[i] + 2) {
                return false;
            }
        }
        LiveStream.Claim claim = lease.stream().claim(this);
        assertThat(claim).isEqualTo(LiveStream.Claim.GRANTED);
        return true;
    }

    private long[] turns() {
        return loops.stream().mapToLong(ThreadLoop::turns).toArray();
    }

    private void append() {
        if (pool.usedBytes() > pool.maxBytes() / 2) {
            // a loop that the machine does not let run pins what it has not read
            LockSupport.parkNanos(10_000_000);
        }
        boolean taken = lease.stream()
                .append(
                        Script.kind(number),
                        Script.role(number),
                        Script.isHeader(number) ? Script.KEY : null,
                        Script.timestamp(number),
                        script.payload(number));
        assertThat(taken).as("message %d taken", number).isTrue();
    }

    @Override
    public long connectionId() {
        return 1;
    }

    @Override
    public long lastActivityNanos() {
        return System.nanoTime();
    }

    @Override
    public void onReplaced() {
        throw new AssertionError("replaced");
    }
}
