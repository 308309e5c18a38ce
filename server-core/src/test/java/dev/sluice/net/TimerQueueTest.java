package dev.sluice.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerQueueTest {
    private final TimerQueue queue = new TimerQueue();

    @Test
    void shouldHaveNothingToDoWithoutTimers() {
        assertThat(queue.nanosToNext(0)).isEqualTo(-1);
        assertThat(queue.pollDue(Long.MAX_VALUE)).isNull();
    }

    @Test
    void shouldRingOncePerSetting() {
        Timer timer = queue.timer(() -> {});
        timer.setAt(10);

        assertThat(queue.pollDue(9)).isNull();
        assertThat(queue.pollDue(10)).isSameAs(timer);
        assertThat(timer.isSet()).isFalse();
        assertThat(queue.pollDue(11)).isNull();

        timer.setAt(12);
        assertThat(queue.pollDue(12)).isSameAs(timer);
    }

    @Test
    void shouldIgnoreCancelOfTimerThatIsNotSet() {
        Timer timer = queue.timer(() -> {});
        timer.cancel();
        timer.setAt(1);
        timer.cancel();
        timer.cancel();

        assertThat(timer.isSet()).isFalse();
        assertThat(queue.nanosToNext(0)).isEqualTo(-1);
    }

    /** The clock starts just before it overflows, as {@link System#nanoTime} may. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldDoWhatListOfDeadlinesDoes(long seed) {
        Random random = new Random(seed);
        Map<Timer, Long> model = new HashMap<>();
        List<Timer> timers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            timers.add(queue.timer(() -> {}));
        }
        long start = Long.MAX_VALUE - 50_000;
        long elapsed = 0;
        for (int step = 0; step < 1_500; step++) {
            String context = "seed " + seed + ", step " + step;
            Timer timer = timers.get(random.nextInt(timers.size()));
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    long at = elapsed + random.nextInt(2_000) - 500;
                    timer.setAt(start + at);
                    model.put(timer, at);
                }
                case 2 -> {
                    timer.cancel();
                    model.remove(timer);
                }
                default -> {
                    elapsed += random.nextInt(200);
                    poll(model, start, elapsed, context);
                }
            }
            assertThat(timer.isSet()).as(context).isEqualTo(model.containsKey(timer));
            assertThat(queue.nanosToNext(start + elapsed)).as(context).isEqualTo(expectedWait(model, elapsed));
        }
    }

    private void poll(Map<Timer, Long> model, long start, long elapsed, String context) {
        for (Timer due = queue.pollDue(start + elapsed); due != null; due = queue.pollDue(start + elapsed)) {
            assertThat(model).as(context).containsKey(due);
            long earliest = model.values().stream().min(Long::compare).orElseThrow();
            assertThat(model.remove(due)).as(context).isEqualTo(earliest).isLessThanOrEqualTo(elapsed);
        }
        assertThat(model.values()).as(context).allMatch(at -> at > elapsed);
    }

    private static long expectedWait(Map<Timer, Long> model, long elapsed) {
        return model.values().stream()
                .min(Long::compare)
                .map(at -> Math.max(0, at - elapsed))
                .orElse(-1L);
    }
}
