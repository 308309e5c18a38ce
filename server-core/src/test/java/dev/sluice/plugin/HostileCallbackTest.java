package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.counter.Counter;
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

    private void install(String what) throws PluginException {
        seen.clear();
        HostilePlugin.does(what);
        server.host().install(jar);
    }

    private void expectRefusals() {
        var playing = CompletableFuture.supplyAsync(() -> Attempt.play(server.port(), "watched"));
        assertThat(Attempt.isAllowed(Attempt.publish(server.port(), "key"))).isFalse();
        assertThat(Attempt.isAllowed(playing.join())).isFalse();
    }

    static Stream<String> failingListeners() {
        return Stream.concat(HostilePlugin.THROWING.stream(), Stream.of("slow"));
    }

    @ParameterizedTest
    @MethodSource("failingListeners")
    void shouldQuarantineAFailingListener(String what) throws Exception {
        long before = server.count(Counter.PLUGIN_FAILURES);
        // what is open already is told at once: more than five starts
        install("event:" + what);
        await().until(() -> server.is(HostilePlugin.ID, LifeCycle.QUARANTINED));
        await().until(() -> seen.contains("hostile=QUARANTINED"));
        assertThat(server.count(Counter.PLUGIN_FAILURES) - before).isGreaterThanOrEqualTo(FailureCount.MAX_IN_A_ROW);
        assertThat(server.view(HostilePlugin.ID).failures()).isGreaterThanOrEqualTo(FailureCount.MAX_IN_A_ROW);
        expectRefusals();
        HostilePlugin.does("nothing");
        server.host().start(HostilePlugin.ID);
        assertThat(server.view(HostilePlugin.ID).state()).isEqualTo(LifeCycle.STARTED);
        expectRefusals();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sleep", "busy"})
    void shouldCountAListenerThatHangsAndGoOn(String what) throws Exception {
        install("event:" + what);
        await().until(() -> server.view(HostilePlugin.ID).failures() >= 1);
        expectRefusals();
        server.host().stop(HostilePlugin.ID);
        assertThat(server.view(HostilePlugin.ID).threadsLeft()).isEqualTo(what.equals("busy") ? 1 : 0);
        assertThat(seen).as("what others are told").contains("hostile=STARTED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"exception", "recursion", "mute", "sleep", "busy"})
    void shouldGoOnWhateverTasksDo(String what) throws Exception {
        install("task:" + what);
        expectRefusals();
        assertThat(server.view(HostilePlugin.ID).state()).isEqualTo(LifeCycle.STARTED);
        server.host().stop(HostilePlugin.ID);
        assertThat(server.view(HostilePlugin.ID).threadsLeft()).isEqualTo(what.equals("busy") ? 2 : 0);
    }

    static Stream<String> failingStops() {
        return Stream.concat(HostilePlugin.THROWING.stream(), Stream.of("sleep", "busy"));
    }

    @ParameterizedTest
    @MethodSource("failingStops")
    void shouldStopWhatFailsToStop(String what) throws Exception {
        install("stop:" + what);
        long before = server.count(Counter.PLUGIN_FAILURES);
        server.host().stop(HostilePlugin.ID);
        PluginView view = server.view(HostilePlugin.ID);
        assertThat(view.state()).isEqualTo(LifeCycle.STOPPED);
        assertThat(server.count(Counter.PLUGIN_FAILURES) - before).isEqualTo(1);
        assertThat(view.failures()).isEqualTo(1);
        assertThat(view.threadsLeft()).isEqualTo(what.equals("busy") ? 1 : 0);
        expectRefusals();
    }

    @Test
    void shouldStopTheServerInTimeWhateverPluginsDo(@TempDir Path folder) throws Exception {
        WatchedServer other = new WatchedServer(folder, Map.of());
        HostilePlugin.does("stop:busy");
        other.host().install(jar);
        install("nothing");
        long begin = System.nanoTime();
        other.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }
}
