package dev.sluice.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** When things are done on the management thread. */
class ManagementThreadTest {
    /** As streams come and go while one looks at those that have come and gone. */
    @Test
    void shouldPauseAlsoForWhatIsWishedMeanwhile() {
        List<Long> times = new CopyOnWriteArrayList<>();
        long begin = System.nanoTime();
        try (ManagementThread thread = new ManagementThread()) {
            var errand = new AtomicReference<ManagementThread.Errand>();
            errand.set(thread.errand(200, () -> {
                times.add(System.nanoTime());
                errand.get().request();
            }));
            errand.get().request();
            await().until(() -> times.size() > 5);
        }
        // from the begin: the thread may have stood still between its own look at the clock and the one here
        for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i) - begin).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(200L * i));
        }
    }
}
