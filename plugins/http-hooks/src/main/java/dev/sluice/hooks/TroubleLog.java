package dev.sluice.hooks;

import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what goes wrong without flooding the log: the first time at once, then one summary for each {@link #report}. Any
 * thread.
 */
final class TroubleLog {
    private static final Logger LOG = LoggerFactory.getLogger(TroubleLog.class);

    private final Map<String, State> states = new LinkedHashMap<>();
    private long droppedTotal;
    private long droppedSinceReport;
    private boolean dropsReported;

    private static final class State {
        private boolean failing;
        private boolean reported;
        private boolean answered;
        private long failures;
        private String last = "";
    }

    /** A request has failed. */
    synchronized void failed(Target target, String why) {
        State state = states.computeIfAbsent(target.shown(), shown -> new State());
        state.failing = true;
        state.answered = false;
        if (state.reported) {
            state.failures++;
            state.last = why;
        } else {
            state.reported = true;
            LOG.warn("{}: {}", target.shown(), why);
        }
    }

    /** A request has been answered. */
    synchronized void answered(Target target) {
        State state = states.get(target.shown());
        if (state != null) {
            state.answered = true;
        }
    }

    /** A notification is not delivered because too many wait. */
    synchronized void dropped() {
        droppedTotal++;
        if (dropsReported) {
            droppedSinceReport++;
        } else {
            dropsReported = true;
            LOG.warn("A notification is dropped: queueSize of them wait");
        }
    }

    /** How many {@link #dropped}. */
    synchronized long droppedTotal() {
        return droppedTotal;
    }

    /** Says what has happened since the last report. */
    synchronized void report() {
        states.forEach(TroubleLog::report);
        if (droppedSinceReport > 0) {
            LOG.warn("{} more notifications are dropped, {} since the start", droppedSinceReport, droppedTotal);
        }
        dropsReported = droppedSinceReport > 0;
        droppedSinceReport = 0;
    }

    private static void report(String shown, State state) {
        if (state.failures > 0) {
            LOG.warn("{}: failed {} more times, the last time: {}", shown, state.failures, state.last);
        } else if (state.failing && state.answered) {
            LOG.info("{} answers again", shown);
            state.failing = false;
        }
        state.reported = state.failures > 0;
        state.failures = 0;
    }
}
