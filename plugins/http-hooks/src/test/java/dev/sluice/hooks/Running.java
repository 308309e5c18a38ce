package dev.sluice.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.AccessRequest;
import dev.sluice.api.ConnectionInfo;
import dev.sluice.api.Decision;
import dev.sluice.api.ServerEvent;
import dev.sluice.testkit.TestClient;
import dev.sluice.testkit.TestContext;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The plugin, started, with what a test wants to do to it. */
final class Running implements AutoCloseable {
    private final TestContext context;
    private final HooksPlugin plugin;

    Running(Settings settings) {
        this(settings, Path.of("."));
    }

    Running(Settings settings, Path base) {
        this(settings, base, Duration.ofSeconds(30));
    }

    /** @param patience with notifications that are under way when it stops */
    Running(Settings settings, Path base, Duration patience) {
        context = new TestContext("http-hooks", base, settings.build());
        context.authTimeout(Duration.ofMinutes(2));
        plugin = new HooksPlugin(context, patience);
        plugin.start();
    }

    TestContext context() {
        return context;
    }

    HooksPlugin plugin() {
        return plugin;
    }

    CompletableFuture<Decision> ask(AccessRequest request) {
        assertThat(context.authenticators()).hasSize(1);
        return context.authenticators().get(0).authenticate(request).toCompletableFuture();
    }

    Decision decide(AccessRequest request) throws Exception {
        return ask(request).get(30, TimeUnit.SECONDS);
    }

    void happens(ServerEvent event) {
        assertThat(context.listeners()).hasSize(1);
        context.listeners().get(0).onEvent(event);
    }

    void happens(ServerEvent.Type type, long connectionId, String stream) {
        happens(event(type, connectionId, stream).build());
    }

    /** About {@code live/STREAM}, its subject numbered as the connection. */
    static ServerEvent.Builder event(ServerEvent.Type type, long connectionId, String stream) {
        return ServerEvent.of(type).subject(connectionId).connection(TestClient.number(connectionId)).stream(
                "live", stream);
    }

    /** OBS with the server rtmp://192.0.2.7/live. */
    static ConnectionInfo obs() {
        return new TestClient(
                17,
                new InetSocketAddress("192.0.2.33", 50_123),
                Instant.ofEpochMilli(1_700_000_000_123L),
                "live",
                "rtmp://192.0.2.7/live",
                "",
                "rtmp://192.0.2.7/live",
                "FMLE/3.0 (compatible; FMSc/1.0)");
    }

    /** ffmpeg as a player of rtmp://192.0.2.7/live/show. */
    static ConnectionInfo ffmpeg() {
        return new TestClient(
                18,
                new InetSocketAddress("2001:db8::5", 50_124),
                Instant.ofEpochMilli(1_700_000_000_123L),
                "live",
                "rtmp://192.0.2.7:1935/live",
                "",
                "",
                "LNX 9,0,124,2");
    }

    /** Stops the plugin and ends the context. */
    @Override
    public void close() {
        plugin.stop();
        context.close();
    }
}
