package dev.sluice.jmx;

import dev.sluice.api.ServerEvent;
import dev.sluice.counter.Counters;
import java.util.concurrent.atomic.AtomicBoolean;

/** Has the beans of streams follow soon when one begins or ends, and tells of that: whoever is told finds the bean. */
final class StreamWatch {
    /** Streams come in crowds, and each look goes through all of them. */
    private static final long AT_MOST_EVERY_MILLIS = 100;
    /** When a network fails, thousands stop and start at once. */
    private static final int MAX_NOTICES = 10_000;

    private final StreamsBean bean;
    private final Runnable follow;
    private final Notices notices;
    private final ManagementThread.Errand look;
    private final AtomicBoolean stopped = new AtomicBoolean();

    /** @param follow has the beans follow; run on the management thread */
    StreamWatch(ManagementThread thread, Counters counters, StreamsBean bean, Runnable follow) {
        this.bean = bean;
        this.follow = follow;
        this.notices = new Notices(counters, MAX_NOTICES);
        this.look = thread.errand(AT_MOST_EVERY_MILLIS, this::look);
    }

    /** Takes a PUBLISH_STARTED, PUBLISH_STOPPED or STREAM_STALLED, without waiting. Any thread. */
    void onEvent(ServerEvent event) {
        notices.add(() -> bean.tell(event));
        if (event.type() == ServerEvent.Type.PUBLISH_STOPPED) {
            stopped.set(true);
        }
        look.request();
    }

    private void look() {
        // what comes during this look is told after the next one
        int due = notices.count();
        follow.run();
        notices.send(due);
        if (stopped.getAndSet(false)) {
            // a publisher tells of its end just before it lets go of the stream
            look.request();
        }
    }
}
