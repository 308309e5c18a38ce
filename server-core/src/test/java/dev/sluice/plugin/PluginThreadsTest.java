package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PluginThreadsTest {
    // a loader of its own: whatever has a plugin's is the plugin's
    private final PluginThreads threads =
            new PluginThreads("late", new ClassLoader(getClass().getClassLoader()) {});

    /** As that of a listener which the server has just taken and not yet begun to tell. */
    @Test
    void shouldAlsoEndThreadsThatBeginWhileOthersEnd() throws InterruptedException {
        CountDownLatch waiting = new CountDownLatch(1);
        Thread second = threads.thread("second", () -> waitForever(new CountDownLatch(0), () -> {}));
        threads.thread("first", () -> waitForever(waiting, second::start)).start();
        waiting.await();

        assertThat(threads.close(Duration.ofMinutes(1))).isEmpty();

        assertThat(second.isAlive()).isFalse();
    }

    private static void waitForever(CountDownLatch begun, Runnable atLast) {
        begun.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException asked) {
            atLast.run();
        }
    }
}
