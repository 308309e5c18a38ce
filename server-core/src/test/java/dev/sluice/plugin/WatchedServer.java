package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.HostedServer;
import dev.sluice.Roots;
import dev.sluice.SluiceServer;
import dev.sluice.config.ConfigException;
import dev.sluice.counter.Counter;
import dev.sluice.wire.Frame;
import dev.sluice.wire.Probe;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.WireClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A whole server with plugins, and a stream in it that twenty healthy players watch all the time. */
final class WatchedServer implements AutoCloseable {
    static final Duration START = Duration.ofMillis(1500);

    /** Much less patient than what is shipped, with what the API's documents promise in the same order. */
    private static final Deadlines HASTY = new Deadlines(
            START,
            Duration.ofMillis(500),
            Duration.ofMillis(300),
            Duration.ofMillis(200),
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            Duration.ofMillis(200),
            Duration.ofMillis(100),
            Duration.ofHours(1));

    private static final String KEY = "watched";
    private static final int PROBES = 20;
    private static final int VIDEO_FRAMES = 4000;
    private static final int FRAME_MILLIS = 10;

    private final Path base;
    private final SluiceServer server;
    private final List<Frame> frames = new ScriptedMedia(1, 0).headersAnd(VIDEO_FRAMES);
    private final List<Probe> probes = new ArrayList<>();
    private final WireClient publisher;
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    private volatile int sent;

    /** @param overrides configuration keys to values */
    WatchedServer(Path base, Map<String, String> overrides)
            throws IOException, ConfigException, RequiredPluginsException {
        this.base = base;
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("limits.authFailures.max", "0");
        settings.put("auth.timeout", "300ms");
        settings.putAll(overrides);
        server = HostedServer.start(
                settings,
                new Roots(base.resolve("home"), base),
                (plugins, services) -> new PluginHost(plugins, services, HASTY));
        for (int i = 0; i < PROBES; i++) {
            probes.add(new Probe(server.port(), KEY, frames));
        }
        publisher = WireClient.publishing(server.port(), KEY);
        publisher.setChunkSize(60_000);
        pace.scheduleAtFixedRate(this::publishNext, 0, FRAME_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void publishNext() {
        if (sent < frames.size()) {
            publisher.send(frames.get(sent));
            sent++;
        }
    }

    /** Every player has got every frame so far, in order and unchanged, and they go on to. */
    void expectNothingLost() {
        int until = sent + 1;
        assertThat(until).as("frames of the publication").isLessThan(frames.size());
        probes.forEach(probe -> probe.expect(until));
        assertThat(server.counters().get(Counter.PLAYER_SKIPS)).isZero();
    }

    PluginHost host() {
        return server.plugins();
    }

    int port() {
        return server.port();
    }

    Path plugins() {
        return base.resolve("plugins");
    }

    long count(Counter counter) {
        return server.counters().get(counter);
    }

    boolean knows(String id) {
        return host().plugins().stream().anyMatch(view -> view.id().equals(id));
    }

    PluginView view(String id) {
        return host().plugins().stream()
                .filter(view -> view.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no plugin " + id + " in " + host().plugins()));
    }

    boolean is(String id, LifeCycle state) {
        return host().plugins().stream().anyMatch(view -> view.id().equals(id) && view.state() == state);
    }

    @Override
    public void close() {
        pace.shutdownNow();
        probes.forEach(Probe::close);
        publisher.close();
        server.close();
    }
}
