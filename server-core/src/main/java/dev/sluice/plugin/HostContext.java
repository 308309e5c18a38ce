package dev.sluice.plugin;

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
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import org.pf4j.PluginDescriptor;

/** What one run of a plugin is given. */
final class HostContext implements PluginContext {
    private final PluginInstance instance;
    private final PluginDescriptor descriptor;
    private final Path base;
    private final SettingsSource settings;
    private final boolean configured;
    private final HostServices services;
    private final Duration authTimeout;

    HostContext(PluginInstance instance, PluginDescriptor descriptor, HostSettings host, HostServices services) {
        this.instance = instance;
        this.descriptor = descriptor;
        this.base = host.base();
        this.configured = host.settings().containsKey(descriptor.getPluginId());
        this.settings = host.settingsOf(descriptor.getPluginId());
        this.services = services;
        this.authTimeout = Duration.ofNanos(host.auth().timeoutNanos());
    }

    @Override
    public String pluginId() {
        return descriptor.getPluginId();
    }

    @Override
    public String pluginVersion() {
        return descriptor.getVersion();
    }

    @Override
    public String serverVersion() {
        return services.serverVersion();
    }

    @Override
    public boolean configured() {
        return configured;
    }

    @Override
    public <S extends Record> S settings(Class<S> type) {
        return settings.bind(Objects.requireNonNull(type, "type"));
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
            return Files.createDirectories(base.resolve("data").resolve("plugin-" + pluginId()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public ScheduledExecutorService scheduler() {
        return instance.threads().scheduler();
    }

    @Override
    public Registration registerAuthenticator(Authenticator authenticator, int rank) {
        return instance.register(Authenticator.class, Objects.requireNonNull(authenticator, "authenticator"), rank);
    }

    @Override
    public Registration registerRecorder(StreamRecorder recorder) {
        return instance.register(StreamRecorder.class, Objects.requireNonNull(recorder, "recorder"), 0);
    }

    @Override
    public Registration registerListener(EventListener listener) {
        return instance.register(EventListener.class, Objects.requireNonNull(listener, "listener"), 0);
    }

    @Override
    public void drop(long connectionId, String reason) {
        services.drop().drop(connectionId, Objects.requireNonNull(reason, "reason"));
    }

    @Override
    public ServerStatistics statistics() {
        return services.statistics().get();
    }
}
