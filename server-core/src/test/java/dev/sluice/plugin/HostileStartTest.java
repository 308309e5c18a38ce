package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.plugin.Limits.Limit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A guard that fails while it starts lets nobody in, disturbs nobody, and may come again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileStartTest {
    private WatchedServer server;
    private Path jar;
    private final Queue<String> seen = HostilePlugin.seen();

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        HostilePlugin.witness(folder.resolve("plugins"));
        server = new WatchedServer(folder, Map.of());
        jar = HostilePlugin.writeTo(folder.resolve("jars/hostile.jar"));
    }

    @AfterAll
    void close() {
        server.close();
        HostilePlugin.forget();
    }

    @AfterEach
    void end() {
        HostilePlugin.end();
        server.expectNothingLost();
    }

    static Stream<String> mischief() {
        return Stream.concat(
                HostilePlugin.THROWING.stream().map("start:"::concat),
                Stream.of(
                        "constructor:exception",
                        "constructor:missing",
                        "constructor:busy",
                        "extension:recursion",
                        "extension:mute",
                        "start:interrupted",
                        "start:sleep"));
    }

    private static Limits limitsFor(String what) {
        return switch (what) {
            case "start:sleep" -> Limits.patient().with(Limit.START, Duration.ofMillis(300));
            // so long that it is sure to have begun
            case "constructor:busy" ->
                Limits.patient().with(Limit.START, Duration.ofSeconds(2)).with(Limit.THREADS, Duration.ofMillis(300));
            default -> Limits.patient();
        };
    }

    @ParameterizedTest
    @MethodSource("mischief")
    void shouldFailAlone(String what) throws Exception {
        seen.clear();
        HostilePlugin.does(what);
        server.limits(limitsFor(what));
        Path part = server.plugins().resolve(".hostile.part");
        Files.copy(jar, part);
        Files.move(part, server.plugins().resolve("hostile.jar"), StandardCopyOption.ATOMIC_MOVE);
        await().until(() -> server.is(HostilePlugin.ID, LifeCycle.FAILED));

        PluginView view = server.view(HostilePlugin.ID);
        assertThat(view.cause()).startsWith("its start").isNotEqualTo("its start: ");
        assertThat(view.failures()).as("failures").isEqualTo(1);
        HostilePlugin.expectThreadsLeft(view, what.endsWith(":busy") ? 1 : 0);
        assertThat(server.<String>withoutGuard(() -> Attempt.play(server.port(), "key")))
                .isEqualTo("NetConnection.Connect.Rejected");
        await().until(() -> seen.contains("hostile=FAILED"));
        server.expectNothingLost();

        HostilePlugin.does("nothing");
        server.limits(Limits.patient());
        server.host().start(HostilePlugin.ID);
        assertThat(server.is(HostilePlugin.ID, LifeCycle.STARTED)).isTrue();
        assertThat(Attempt.publish(server.port(), "key")).isEqualTo("NetStream.Publish.Denied");
        server.host().uninstall(HostilePlugin.ID);
        assertThat(Attempt.publish(server.port(), "free " + what)).isEqualTo("NetStream.Publish.Start");
    }
}
