package dev.sluice.stream;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A loop that does something only when the test says so. */
final class FakeLoop implements StreamLoop {
    private final int index;
    private final FakeClock clock;
    private final Set<Runnable> raised = new LinkedHashSet<>();
    private final List<FakeAlarm> alarms = new ArrayList<>();

    FakeLoop(int index, FakeClock clock) {
        this.index = index;
        this.clock = clock;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public Runnable signal(Runnable action) {
        return () -> raised.add(action);
    }

    @Override
    public Alarm alarm(Runnable action) {
        FakeAlarm alarm = new FakeAlarm(action);
        alarms.add(alarm);
        return alarm;
    }

    boolean isIdle() {
        return raised.isEmpty();
    }

    /** Rings the alarms that are due and does what was raised before. */
    void turn() {
        alarms.forEach(FakeAlarm::ringIfDue);
        List<Runnable> actions = List.copyOf(raised);
        raised.clear();
        actions.forEach(Runnable::run);
    }

    private final class FakeAlarm implements Alarm {
        private final Runnable action;
        private long at;
        private boolean set;

        FakeAlarm(Runnable action) {
            this.action = action;
        }

        @Override
        public void setAt(long nanos) {
            at = nanos;
            set = true;
        }

        @Override
        public void cancel() {
            set = false;
        }

        @Override
        public boolean isSet() {
            return set;
        }

        void ringIfDue() {
            if (set && clock.getAsLong() - at >= 0) {
                set = false;
                action.run();
            }
        }
    }
}
