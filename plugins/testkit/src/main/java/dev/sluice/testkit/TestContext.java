package dev.sluice.testkit;

import dev.sluice.api.Authenticator;
import dev.sluice.api.EventListener;
import dev.sluice.api.PluginContext;
import dev.sluice.api.Registration;
import dev.sluice.api.ServerStatistics;
import dev.sluice.api.StreamRecorder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A context for one plugin under test: it remembers what is registered and dropped. Any thread. */
public final class TestContext implements PluginContext, AutoCloseable {
    private final String id;
    private final Path base;
    private final Record settings;
    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);
    private final List<Authenticator> authenticators = new CopyOnWriteArrayList<>();
    private final List<StreamRecorder> recorders = new CopyOnWriteArrayList<>();
    private final List<EventListener> listeners = new CopyOnWriteArrayList<>();
    private final Map<Long, String> dropped = new ConcurrentHashMap<>();
    private volatile ServerStatistics statistics = TestStatistics.NOTHING;
    private volatile Duration authTimeout = Duration.ofSeconds(5);

    /**
     * @param base stands for SLUICE_BASE
     * @param settings what {@link #settings} gives; null for a plugin without settings
     */
    public TestContext(String id, Path base, Record settings) {
        this.id = id;
        this.base = base;
        this.settings = settings;
    }

    /** Those registered and not closed yet. */
    public List<Authenticator> authenticators() {
        return authenticators;
    }

    /** Those registered and not closed yet. */
    public List<StreamRecorder> recorders() {
        return recorders;
    }

    /** Those registered and not closed yet. */
    public List<EventListener> listeners() {
        return listeners;
    }

    /** The connections dropped, each with the reason. */
    public Map<Long, String> dropped() {
        return dropped;
    }

    /** Sets what {@link #statistics} gives. */
    public void statistics(ServerStatistics newStatistics) {
        statistics = newStatistics;
    }

    /** Sets what {@link #authTimeout()} gives, 5 seconds until then. */
    public void authTimeout(Duration newTimeout) {
        authTimeout = newTimeout;
    }

    @Override
    public String pluginId() {
        return id;
    }

    @Override
    public String pluginVersion() {
        return "1.2.3";
    }

    @Override
    public String serverVersion() {
        return "0.1.0";
    }

    @Override
    public boolean configured() {
        return settings != null;
    }

    /** @throws IllegalStateException when the test has given no settings */
    @Override
    public <S extends Record> S settings(Class<S> type) {
        if (settings == null) {
            throw new IllegalStateException("this test has no settings");
        }
        return type.cast(settings);
    }

    @Override
    public Duration authTimeout() {
        return authTimeout;
    }

    @Override
    public Path resolve(String path) {
        return base.resolve(path);
    }

    @Override
    public Path dataDirectory() {
        try {
            return Files.createDirectories(base.resolve("data/plugin-" + id));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public ScheduledExecutorService scheduler() {
        return scheduler;
    }

    @Override
    public Registration registerAuthenticator(Authenticator authenticator, int rank) {
        authenticators.add(authenticator);
        return () -> authenticators.remove(authenticator);
    }

    @Override
    public Registration registerRecorder(StreamRecorder recorder) {
        recorders.add(recorder);
        return () -> recorders.remove(recorder);
    }

    @Override
    public Registration registerListener(EventListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void drop(long connectionId, String reason) {
        dropped.put(connectionId, reason);
    }

    @Override
    public ServerStatistics statistics() {
        return statistics;
    }

    /** Ends the scheduler. */
    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
