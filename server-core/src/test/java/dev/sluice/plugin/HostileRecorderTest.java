package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.counter.Counter;
import dev.sluice.plugin.Limits.Limit;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.WireClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A recorder that fails: streams go on, and after some failures they do so without it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileRecorderTest {
    /** What hangs is looked after once a second. */
    private static final Duration LOOKS = Duration.ofSeconds(60);

    private static final Duration SHORT = Duration.ofMillis(500);

    private WatchedServer server;
    private Path jar;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = new WatchedServer(folder, Map.of("plugins.watch", "false"));
        jar = PluginJar.of(HostilePlugin.ID)
                .source("Mischief", HostilePlugin.MISCHIEF)
                .sourceIn("gone", "Missing", "public class Missing { public static void touch() {} }")
                .without("gone/Missing.class")
                .source("Recorder", """
                        @Extension public class Recorder implements StreamRecorder {
                          public Optional<Recording> open(StreamInfo stream) {
                            if ("open:null".equals(System.getProperty("hostile"))) { return null; }
                            Mischief.at("open");
                            return Optional.of(new Recording() {
                              public void write(MediaMessage message) { Mischief.at("write"); }
                              public void close(String reason) { Mischief.at("close"); }
                              public String location() {
                                if ("location:null".equals(System.getProperty("hostile"))) { return null; }
                                Mischief.at("location"); return "nowhere";
                              }
                            });
                          }
                        }
                        """)
                .to(folder.resolve("jars/hostile.jar"));
    }

    @AfterAll
    void close() {
        server.close();
    }

    @AfterEach
    void end() throws Exception {
        server.host().uninstall(HostilePlugin.ID);
        HostilePlugin.end();
        assertThat(server.host().recordings()).isEmpty();
        server.expectNothingLost();
    }

    private void install(String what) throws PluginException {
        HostilePlugin.does(what);
        server.limits(limitsFor(what));
        server.host().install(jar);
        server.limits(Limits.patient());
    }

    /** Short for what hangs. */
    private static Limits limitsFor(String what) {
        Limits limits = Limits.patient();
        return switch (what) {
            case "open:busy" -> limits.with(Limit.OPEN, SHORT).with(Limit.THREADS, SHORT);
            case "write:sleep", "write:busy", "close:sleep" ->
                limits.with(Limit.STOP, SHORT).with(Limit.WRITE, SHORT).with(Limit.THREADS, SHORT);
            default -> limits;
        };
    }

    private void publishSome() {
        List<WireClient> publishers = new ArrayList<>();
        for (int i = 0; i <= FailureCount.MAX_IN_A_ROW; i++) {
            WireClient publisher = WireClient.publishing(server.port(), "recorded" + i);
            publishers.add(publisher);
            publisher.send(new ScriptedMedia(1, 0).headersAnd(3));
        }
        publishers.forEach(publisher -> {
            publisher.command(0, "closeStream", (Object) null);
            publisher.sync();
            publisher.close();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "open:exception",
                "open:recursion",
                "open:mute",
                "open:null",
                "open:busy",
                "write:exception",
                "write:missing",
                "write:mute",
                "write:sleep",
                "write:busy",
            })
    void shouldBeQuarantined(String what) throws Exception {
        long before = server.count(Counter.RECORDINGS_FAILED);
        install(what);
        publishSome();
        await().atMost(LOOKS).until(() -> server.is(HostilePlugin.ID, LifeCycle.QUARANTINED));
        await().until(() -> server.count(Counter.RECORDINGS_FAILED) - before >= FailureCount.MAX_IN_A_ROW);
        assertThat(server.view(HostilePlugin.ID).failures()).isGreaterThanOrEqualTo(FailureCount.MAX_IN_A_ROW);
        HostilePlugin.does("nothing");
        server.host().start(HostilePlugin.ID);
        await().until(() -> server.host().recordings().size() == 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"close:exception", "close:mute", "close:sleep", "location:exception", "location:null"})
    void shouldEndAllTheSame(String what) throws Exception {
        install(what);
        publishSome();
        server.expectNothingLost();
        long begin = System.nanoTime();
        server.host().stop(HostilePlugin.ID);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
        await().atMost(LOOKS).until(() -> server.host().recordings().isEmpty());
    }
}
