package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.HostedServer;
import dev.sluice.Roots;
import dev.sluice.SluiceServer;
import dev.sluice.api.Decision;
import dev.sluice.api.Decision.Verdict;
import dev.sluice.config.ConfigException;
import dev.sluice.counter.Counter;
import dev.sluice.wire.Frame;
import dev.sluice.wire.Probe;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.TestServer;
import dev.sluice.wire.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A whole server with plugins, and a stream in it that twenty healthy players watch all the time. */
final class WatchedServer implements AutoCloseable {
    /** Less than clients wait. */
    private static final String PATIENT_AUTH = "8s";

    private static final String HASTY_AUTH = "100ms";
    private static final String KEY = "watched";
    private static final int PROBES = 20;
    private static final int VIDEO_FRAMES = 10_000;
    private static final int FRAME_MILLIS = 10;

    private final Path base;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final SluiceServer server;
    private final List<Frame> frames = new ScriptedMedia(1, 0).headersAnd(VIDEO_FRAMES);
    private final List<Probe> probes = new ArrayList<>();
    private final WireClient publisher;
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    private volatile int sent;
    private volatile Limits limits = Limits.patient();

    /** @param overrides configuration keys to values */
    WatchedServer(Path base, Map<String, String> overrides)
            throws IOException, ConfigException, RequiredPluginsException {
        this.base = base;
        settings.put("limits.authFailures.max", "0");
        settings.put("auth.timeout", PATIENT_AUTH);
        settings.putAll(overrides);
        server = HostedServer.start(
                settings,
                new Roots(base.resolve("home"), base),
                (plugins, services) -> new PluginHost(plugins, services, () -> limits.deadlines()));
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

    /** For plugins that start from now on. */
    void limits(Limits newLimits) {
        limits = newLimits;
    }

    /** What clients are told while nobody decides: that is not known before the end of auth.timeout. */
    <T> T whileUndecided(Supplier<T> attempts) {
        decideWithin(HASTY_AUTH);
        try {
            return attempts.get();
        } finally {
            decideWithin(PATIENT_AUTH);
        }
    }

    /**
     * As {@link #whileUndecided}, while a guard is missing. Nobody may be let in by what the server knows already, either:
     * before its configuration is read again, which has it find out anew who guards.
     */
    <T> T withoutGuard(Supplier<T> attempts) {
        CompletableFuture<Decision> before =
                host().authorize(Requests.publish("before")).toCompletableFuture();
        T told = whileUndecided(attempts);
        assertThat(before.getNow(Decision.deny("not yet")).verdict()).isEqualTo(Verdict.DENY);
        return told;
    }

    private void decideWithin(String timeout) {
        settings.put("auth.timeout", timeout);
        try {
            server.reload(TestServer.configuration(settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e);
        }
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

    boolean isStarted(String id, String version) {
        return host().plugins().stream()
                .anyMatch(view -> view.id().equals(id)
                        && view.state() == LifeCycle.STARTED
                        && view.version().equals(version));
    }

    @Override
    public void close() {
        pace.shutdownNow();
        probes.forEach(Probe::close);
        publisher.close();
        server.close();
    }
}
