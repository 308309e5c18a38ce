package dev.sluice.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** A loop with a thread of its own. The first failure ends it and is kept. */
final class ThreadLoop implements StreamLoop {
    private final int index;
    private final AtomicReference<Throwable> failure;
    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final List<ThreadAlarm> alarms = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "test-loop");
    private volatile long turns;
    private volatile boolean stopping;

    ThreadLoop(int index, AtomicReference<Throwable> failure) {
        this.index = index;
        this.failure = failure;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    void execute(Runnable action) {
        queue.add(action);
    }

    /** How often the loop has done all that was queued. */
    long turns() {
        return turns;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public Runnable signal(Runnable action) {
        AtomicBoolean raised = new AtomicBoolean();
        Runnable once = () -> {
            raised.set(false);
            action.run();
        };
        return () -> {
            if (raised.compareAndSet(false, true)) {
                queue.add(once);
            }
        };
    }

    @Override
    public Alarm alarm(Runnable action) {
        return new ThreadAlarm(action);
    }

    void stop() throws InterruptedException {
        stopping = true;
        thread.join(60_000);
    }

    private void run() {
        try {
            while (!stopping && failure.get() == null) {
                turn();
                if (queue.isEmpty()) {
                    Thread.yield();
                }
            }
        } catch (Throwable thrown) {
            failure.compareAndSet(null, thrown);
        }
    }

    private void turn() {
        for (ThreadAlarm alarm : List.copyOf(alarms)) {
            alarm.ringIfDue();
        }
        int count = queue.size();
        for (Runnable next = queue.poll(); next != null; next = count-- > 0 ? queue.poll() : null) {
            next.run();
        }
        turns = turns + 1;
    }

    /** Listed while it is set. */
    private final class ThreadAlarm implements Alarm {
        private final Runnable action;
        private long at;

        ThreadAlarm(Runnable action) {
            this.action = action;
        }

        @Override
        public void setAt(long nanos) {
            at = nanos;
            if (!isSet()) {
                alarms.add(this);
            }
        }

        @Override
        public void cancel() {
            alarms.remove(this);
        }

        @Override
        public boolean isSet() {
            return alarms.contains(this);
        }

        void ringIfDue() {
            if (System.nanoTime() - at >= 0) {
                cancel();
                action.run();
            }
        }
    }
}
