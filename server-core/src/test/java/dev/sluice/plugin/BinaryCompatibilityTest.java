package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.sluice.api.AccessRequest;
import dev.sluice.api.AccessRequest.Action;
import dev.sluice.api.ApiVersion;
import dev.sluice.api.ConnectionInfo;
import dev.sluice.api.Decision;
import dev.sluice.api.Decision.Verdict;
import dev.sluice.api.MediaMessage;
import dev.sluice.api.Recording;
import dev.sluice.api.ServerEvent;
import dev.sluice.api.ServerEvent.Type;
import dev.sluice.api.ServerStatistics;
import dev.sluice.api.StreamInfo;
import dev.sluice.api.StreamRecorder;
import dev.sluice.api.StreamStatistics;
import dev.sluice.counter.Counters;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin that was built against API 1.0.0, and not since, runs and uses all of it. */
class BinaryCompatibilityTest {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
    private static final String WHO = "17 5021 1970-01-01T00:00:00Z live    ";
    private static final String FIGURES = "7 1 2 3 4 5 6 errors=8 Errors. live/key true 9 10 11 12 13";

    @TempDir
    private Path folder;

    private final Map<Long, String> told = new ConcurrentHashMap<>();
    private final ExtensionRegistry registry = new ExtensionRegistry();
    private final SluicePluginManager manager = new SluicePluginManager(ApiVersion.current());
    private PluginInstance instance;

    @BeforeEach
    void start() throws Exception {
        AuthSettings auth = new AuthSettings(true, 1, List.of(), false, 0, 1, 1);
        HostSettings settings = new HostSettings(
                folder, List.of(folder), false, Set.of(), Set.of(), auth, Map.of(), HostBench::settingsOf);
        HostServices services = new HostServices("0.1.0", new Counters(), null, Figures::new, told::put);
        manager.instances(wrapper -> {
            instance = new PluginInstance(
                    wrapper,
                    settings,
                    services,
                    registry,
                    Limits.patient().deadlines(),
                    any -> new PluginInstance.Hooks(() -> {}, () -> {}));
            return instance;
        });
        Path jar =
                Path.of(getClass().getResource("plugin-built-against-1.0.0.jar").toURI());
        PluginArchive archive = PluginArchive.read(jar, FileMark.of(jar));
        manager.loadPlugin(archive.copyInto(folder.resolve("copies"), 1));
        manager.startPlugin("built-against-1");
    }

    @AfterEach
    void stop() {
        manager.stopPlugin("built-against-1");
        manager.unload("built-against-1");
        assertThat(told).containsEntry(9L, "stopped");
    }

    private Decision ask(AccessRequest request) throws Exception {
        var gate = registry.authenticators().get(0);
        return gate.owner().ask(gate.extension(), request).answer().get(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldStartAndReadContextSettingsAndStatistics() {
        assertThat(told)
                .containsEntry(2L, "built-against-1 1.2.3 0.1.0 false true true true")
                .containsEntry(3L, FIGURES)
                .containsEntry(4L, "scheduled")
                .containsEntry(
                        1L,
                        "Options[times=3, size=65536, pause=PT10S, count=OptionalInt.empty, bytes=OptionalLong.empty,"
                                + " on=true, word=hello, colour=LIGHT_RED, list=[a, b], map={}, items=[]] true");
        assertThat(instance.extensionNames())
                .filteredOn(name -> name.contains("built.Main$") && !name.contains("Lambda"))
                .containsExactly(
                        "Authenticator built.Main$Gate",
                        "EventListener built.Main$Ear",
                        "StreamRecorder built.Main$Tape");
        assertThat(registry.authenticators()).hasSize(1);
        assertThat(registry.recorders()).hasSize(2);
        assertThat(registry.listeners()).hasSize(2);
    }

    @Test
    void shouldDecide() throws Exception {
        Requests publish = Requests.publish("key");

        assertThat(ask(publish.with("token=x")).reason())
                .isEqualTo(WHO + " live/key?token=x live -2.0 -1.0 true ALLOW");
        assertThat(ask(publish.with("ok=1"))).isSameAs(Decision.allow());
        assertThat(ask(publish.play()).streamName()).contains("public");
        InetSocketAddress address = publish.remoteAddress();
        assertThat(ask(new Requests(Action.CONNECT, "", "", address)).verdict()).isEqualTo(Verdict.ABSTAIN);
    }

    @Test
    void shouldRecord() throws Exception {
        StreamRecorder tape = registry.recorders().stream()
                .map(Registered::extension)
                .filter(each -> each.getClass().getName().equals("built.Main$Tape"))
                .findFirst()
                .orElseThrow();

        assertThat(tape.open(new Stream("other"))).isEmpty();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> tape.open(new Stream("broken")))
                .withMessage("no disk");
        Recording reel = tape.openOnCommand(new Stream("key")).orElseThrow();
        reel.write(new Message());
        reel.gap(3);
        reel.restarted(new Stream("key"));
        reel.close("over");

        String stream = "live/key live " + TIME + " " + WHO + "; ";
        assertThat(reel.location()).isEqualTo(stream + "VIDEO9@40 5 true false; gap 3; " + stream + "closed over");
    }

    @Test
    void shouldListen() {
        var ear = registry.listeners().stream()
                .filter(each -> each.extension().getClass().getName().equals("built.Main$Ear"))
                .findFirst()
                .orElseThrow();
        ListenerQueue queue = new ListenerQueue(ear, new Counters(), Long.MAX_VALUE);
        queue.start();

        queue.add(ServerEvent.of(Type.PUBLISH_STOPPED).time(TIME).subject(4).connection(Requests.publish("key")).stream(
                        "live", "key")
                .query("a=b")
                .reason("gone")
                .detail("bytesIn", 1)
                .detail("millis", 2)
                .statistics(new Figures())
                .build());

        await().untilAsserted(() -> assertThat(told)
                .containsEntry(
                        5L,
                        "false true " + TIME + " 4 " + WHO + " live/key?a=b gone true " + FIGURES
                                + " more=2 | PUBLISH_STOPPED c17 live/key: gone"));
        queue.close();
    }

    private record Stream(String name) implements StreamInfo {
        @Override
        public String application() {
            return "live";
        }

        @Override
        public String publishType() {
            return "live";
        }

        @Override
        public Instant publishedAt() {
            return TIME;
        }

        @Override
        public Optional<ConnectionInfo> publisher() {
            return Optional.of(Requests.publish(name));
        }
    }

    private record Message() implements MediaMessage {
        @Override
        public Kind kind() {
            return Kind.VIDEO;
        }

        @Override
        public long timestamp() {
            return 40;
        }

        @Override
        public byte[] payload() {
            return new byte[5];
        }

        @Override
        public boolean keyframe() {
            return true;
        }

        @Override
        public boolean header() {
            return false;
        }
    }

    private record Figures(
            Duration uptime, int connections, int publishers, int players, long bytesIn, long bytesOut, long logBytes)
            implements ServerStatistics {
        Figures() {
            this(Duration.ofSeconds(7), 1, 2, 3, 4, 5, 6);
        }

        @Override
        public List<Count> counters() {
            return List.of(of(Count.class, Map.of("name", "errors", "value", 8L, "description", "Errors.")));
        }

        @Override
        public List<StreamStatistics> streams() {
            return List.of(of(
                    StreamStatistics.class,
                    Map.of(
                            "application",
                            "live",
                            "name",
                            "key",
                            "live",
                            true,
                            "players",
                            9,
                            "messagesIn",
                            10L,
                            "bytesIn",
                            11L,
                            "bytesOut",
                            12L,
                            "logBytes",
                            13L)));
        }

        private static <T> T of(Class<T> type, Map<String, Object> values) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(),
                    new Class<?>[] {type},
                    (self, method, arguments) -> values.get(method.getName())));
        }
    }
}
