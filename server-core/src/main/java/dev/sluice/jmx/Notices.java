package dev.sluice.jmx;

import dev.sluice.counter.Counter;
import dev.sluice.counter.Counters;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notifications that wait to be sent, in order. When too many do, further ones are dropped and counted. */
final class Notices {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    private final Counters counters;
    private final BlockingQueue<Runnable> waiting;

    Notices(Counters counters, int max) {
        this.counters = counters;
        this.waiting = new ArrayBlockingQueue<>(max);
    }

    /** Any thread, without waiting. */
    void add(Runnable notice) {
        if (!waiting.offer(notice)) {
            counters.increment(Counter.NOTIFICATIONS_DROPPED);
        }
    }

    int count() {
        return waiting.size();
    }

    /** Sends the first ones, as many as at least wait. For the management thread. */
    void send(int count) {
        for (int left = count; left > 0; left--) {
            try {
                waiting.remove().run();
            } catch (RuntimeException failure) {
                LOG.error("a notification was lost to an unexpected error", failure);
            }
        }
    }
}
