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
    private final Losses dropped = new Losses(
            "A notification is dropped: queueSize of them wait",
            "{} more notifications are dropped, {} since the start");
    private final Losses skipped = new Losses(
            "An update is skipped: the one before it is not answered yet, or queueSize of them wait",
            "{} more updates are skipped, {} since the start");

    private static final class State {
        private boolean failing;
        private boolean reported;
        private boolean answered;
        private long failures;
        private String last = "";
    }

    private static final class Losses {
        private final String first;
        private final String more;
        private long total;
        private long sinceReport;
        private boolean reported;

        private Losses(String first, String more) {
            this.first = first;
            this.more = more;
        }

        private void add() {
            total++;
            if (reported) {
                sinceReport++;
            } else {
                reported = true;
                LOG.warn(first);
            }
        }

        private void report() {
            if (sinceReport > 0) {
                LOG.warn(more, sinceReport, total);
            }
            reported = sinceReport > 0;
            sinceReport = 0;
        }
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
        dropped.add();
    }

    /** How many {@link #dropped}. */
    synchronized long droppedTotal() {
        return dropped.total;
    }

    /** An update that is due is not sent. */
    synchronized void skipped() {
        skipped.add();
    }

    /** How many {@link #skipped}. */
    synchronized long skippedTotal() {
        return skipped.total;
    }

    /** Says what has happened since the last report. */
    synchronized void report() {
        states.forEach(TroubleLog::report);
        dropped.report();
        skipped.report();
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
