package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.counter.Counter;
import dev.sluice.plugin.Limits.Limit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
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

/** Whatever a guard does when it is asked: nobody is let in, and who watches already loses nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileAuthenticatorTest {
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
        HostilePlugin.does("authenticate:" + what);
        server.limits(
                what.equals("busy") ? Limits.patient().with(Limit.THREADS, Duration.ofMillis(300)) : Limits.patient());
        server.host().install(jar);
        server.limits(Limits.patient());
    }

    private void expectRefusalsUntil(Callable<Boolean> enough) {
        server.whileUndecided(() -> {
            await().until(() -> {
                assertThat(Attempt.isAllowed(Attempt.publish(server.port(), "key")))
                        .isFalse();
                return enough.call();
            });
            return null;
        });
    }

    private void expectRefusalsUntilQuarantined(boolean hangs) {
        if (hangs) {
            // connects are not answered either when all of its threads hang, and it takes more attempts
            expectRefusalsUntil(() -> server.is(HostilePlugin.ID, LifeCycle.QUARANTINED));
            return;
        }
        for (int i = 0; i < FailureCount.MAX_IN_A_ROW; i++) {
            assertThat(Attempt.publish(server.port(), "key")).isEqualTo("NetStream.Publish.Denied");
        }
        await().until(() -> server.is(HostilePlugin.ID, LifeCycle.QUARANTINED));
    }

    /** A backend that is slow for a while must not become a server that is closed for good. */
    @Test
    void shouldDenyWhatIsNeverAnsweredAndGoOn() throws Exception {
        install("never");
        // each counts, unless its time is over before the plugin is asked
        expectRefusalsUntil(() -> server.view(HostilePlugin.ID).failures() > FailureCount.MAX_IN_A_ROW);
        assertThat(server.view(HostilePlugin.ID).state()).isEqualTo(LifeCycle.STARTED);
    }

    static Stream<String> failures() {
        return Stream.of(
                "exception",
                "recursion",
                "missing",
                "mute",
                "null",
                "no-decision",
                "odd-stage",
                "both-ways",
                "sleep",
                "busy");
    }

    @ParameterizedTest
    @MethodSource("failures")
    void shouldLetNobodyInAndQuarantine(String what) throws Exception {
        seen.clear();
        long before = server.count(Counter.PLUGIN_FAILURES);
        boolean hangs = what.equals("sleep") || what.equals("busy");
        install(what);
        if (hangs) {
            String told = server.whileUndecided(() -> Attempt.play(server.port(), "watched"));
            assertThat(Attempt.isAllowed(told)).isFalse();
        } else {
            assertThat(Attempt.play(server.port(), "watched")).isEqualTo("NetStream.Play.Failed");
        }
        expectRefusalsUntilQuarantined(hangs);
        await().until(() -> seen.contains("hostile=QUARANTINED"));
        PluginView view = server.view(HostilePlugin.ID);
        // when all of its threads hang there is nothing to wait for
        int least = what.equals("busy") ? PluginThreads.AUTH_THREADS : FailureCount.MAX_IN_A_ROW;
        assertThat(view.failures()).isGreaterThanOrEqualTo(least);
        assertThat(server.count(Counter.PLUGIN_FAILURES) - before).isGreaterThanOrEqualTo(least);
        assertThat(view.guards()).isTrue();
        assertThat(view.threadsLeft() > 0).as("threads left").isEqualTo(what.equals("busy"));
        assertThat(server.<String>withoutGuard(() -> Attempt.publish(server.port(), "key")))
                .isEqualTo("NetConnection.Connect.Rejected");

        HostilePlugin.does("nothing");
        server.host().start(HostilePlugin.ID);
        assertThat(server.view(HostilePlugin.ID).state()).isEqualTo(LifeCycle.STARTED);
        await().until(() -> seen.contains("hostile=STARTED"));
        assertThat(Attempt.publish(server.port(), "key")).isEqualTo("NetStream.Publish.Denied");
    }

    /** These are answers, if odd ones: nothing counts against the plugin. */
    @ParameterizedTest
    @ValueSource(strings = {"exceptionally", "mutely", "twice", "changed", "foreign", "bad-name"})
    void shouldRefuseWithoutBlame(String what) throws Exception {
        long before = server.count(Counter.PLUGIN_FAILURES);
        install(what);
        for (int i = 0; i <= FailureCount.MAX_IN_A_ROW; i++) {
            assertThat(Attempt.isAllowed(Attempt.play(server.port(), "watched")))
                    .isFalse();
            assertThat(Attempt.isAllowed(Attempt.publish(server.port(), "key"))).isFalse();
        }
        assertThat(server.view(HostilePlugin.ID).state()).isEqualTo(LifeCycle.STARTED);
        assertThat(server.count(Counter.PLUGIN_FAILURES)).isEqualTo(before);
    }
}
