package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.counter.Counter;
import dev.sluice.plugin.Limits.Limit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A guard that fails as a listener, in its tasks or when it stops: it still lets nobody in, and others go on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileCallbackTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    /** Much less than a slow listener takes. */
    private static final Duration SLOW = Duration.ofMillis(50);
    /** A busy machine has begun a stop within that. */
    private static final Duration STOP = Duration.ofSeconds(2);

    private WatchedServer server;
    private Path jar;
    private final Queue<String> seen = HostilePlugin.seen();

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        HostilePlugin.witness(folder.resolve("plugins"));
        server = new WatchedServer(folder, Map.of("plugins.watch", "false"));
        jar = HostilePlugin.writeTo(folder.resolve("jars/hostile.jar"));
    }

    @AfterAll
    void close() {
        server.close();
        HostilePlugin.forget();
    }

    @AfterEach
    void end() throws Exception {
        server.host().uninstall(HostilePlugin.ID);
        HostilePlugin.end();
        assertThat(Attempt.play(server.port(), "watched")).isEqualTo("NetStream.Play.Start");
        server.expectNothingLost();
    }

    private void install(String what, Limits limits) throws PluginException {
        seen.clear();
        HostilePlugin.does(what);
        server.limits(limits);
        server.host().install(jar);
        server.limits(Limits.patient());
    }

    private boolean isAnybodyLetIn() {
        var playing = CompletableFuture.supplyAsync(() -> Attempt.play(server.port(), "watched"));
        boolean publishes = Attempt.isAllowed(Attempt.publish(server.port(), "key"));
        return Attempt.isAllowed(playing.join()) || publishes;
    }

    private void expectRefusals() {
        assertThat(isAnybodyLetIn()).as("let in").isFalse();
    }

    private void expectRefusalsWithoutTheGuard() {
        assertThat(server.<Boolean>withoutGuard(this::isAnybodyLetIn))
                .as("let in")
                .isFalse();
    }

    /** For what goes on for ever, however long its threads are waited for. */
    private static Limits limitsFor(String what) {
        return what.equals("busy") ? Limits.patient().with(Limit.THREADS, SHORT) : Limits.patient();
    }

    static Stream<String> failingListeners() {
        return Stream.concat(HostilePlugin.THROWING.stream(), Stream.of("slow"));
    }

    @ParameterizedTest
    @MethodSource("failingListeners")
    void shouldQuarantineAFailingListener(String what) throws Exception {
        long before = server.count(Counter.PLUGIN_FAILURES);
        // what is open already is told at once: more than five starts
        install("event:" + what, what.equals("slow") ? Limits.patient().with(Limit.EVENT, SLOW) : Limits.patient());
        await().until(() -> server.is(HostilePlugin.ID, LifeCycle.QUARANTINED));
        await().until(() -> seen.contains("hostile=QUARANTINED"));
        assertThat(server.count(Counter.PLUGIN_FAILURES) - before).isGreaterThanOrEqualTo(FailureCount.MAX_IN_A_ROW);
        assertThat(server.view(HostilePlugin.ID).failures()).isGreaterThanOrEqualTo(FailureCount.MAX_IN_A_ROW);
        expectRefusalsWithoutTheGuard();
        HostilePlugin.does("nothing");
        server.host().start(HostilePlugin.ID);
        assertThat(server.view(HostilePlugin.ID).state()).isEqualTo(LifeCycle.STARTED);
        expectRefusals();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sleep", "busy"})
    void shouldCountAListenerThatHangsAndGoOn(String what) throws Exception {
        install("event:" + what, limitsFor(what).with(Limit.EVENT, SHORT));
        await().until(() -> server.view(HostilePlugin.ID).failures() >= 1);
        expectRefusals();
        server.host().stop(HostilePlugin.ID);
        HostilePlugin.expectThreadsLeft(server.view(HostilePlugin.ID), what.equals("busy") ? 1 : 0);
        await("others are told").until(() -> seen.contains("hostile=STARTED"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"exception", "recursion", "mute", "sleep", "busy"})
    void shouldGoOnWhateverTasksDo(String what) throws Exception {
        install("task:" + what, limitsFor(what));
        if (what.equals("busy")) {
            await().until(() -> HostilePlugin.threadsInMischief() == 2);
        }
        expectRefusals();
        assertThat(server.view(HostilePlugin.ID).state()).isEqualTo(LifeCycle.STARTED);
        server.host().stop(HostilePlugin.ID);
        HostilePlugin.expectThreadsLeft(server.view(HostilePlugin.ID), what.equals("busy") ? 2 : 0);
    }

    static Stream<String> failingStops() {
        return Stream.concat(HostilePlugin.THROWING.stream(), Stream.of("sleep", "busy"));
    }

    @ParameterizedTest
    @MethodSource("failingStops")
    void shouldStopWhatFailsToStop(String what) throws Exception {
        Limits limits = limitsFor(what);
        switch (what) {
            case "sleep" -> limits.with(Limit.STOP, SHORT);
            case "busy" -> limits.with(Limit.STOP, STOP);
            default -> {}
        }
        install("stop:" + what, limits);
        long before = server.count(Counter.PLUGIN_FAILURES);
        server.host().stop(HostilePlugin.ID);
        PluginView view = server.view(HostilePlugin.ID);
        assertThat(view.state()).isEqualTo(LifeCycle.STOPPED);
        assertThat(server.count(Counter.PLUGIN_FAILURES) - before).isEqualTo(1);
        assertThat(view.failures()).isEqualTo(1);
        HostilePlugin.expectThreadsLeft(view, what.equals("busy") ? 1 : 0);
        expectRefusalsWithoutTheGuard();
    }

    @Test
    void shouldStopTheServerInTimeWhateverPluginsDo(@TempDir Path folder) throws Exception {
        install("nothing", Limits.patient());
        WatchedServer other = new WatchedServer(folder, Map.of());
        other.limits(Limits.patient().with(Limit.STOP, STOP).with(Limit.THREADS, SHORT));
        other.host().install(jar);
        HostilePlugin.does("stop:busy");
        CompletableFuture<Void> closing = CompletableFuture.runAsync(other::close);
        await("it hangs").until(() -> HostilePlugin.threadsInMischief() == 1);
        // as long as a busy machine needs, but for ever without a limit
        assertThat(closing).succeedsWithin(Duration.ofSeconds(30));
        assertThat(HostilePlugin.threadsInMischief()).as("hang on").isEqualTo(1);
        HostilePlugin.does("nothing");
    }
}
