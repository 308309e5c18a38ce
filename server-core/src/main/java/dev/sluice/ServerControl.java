package dev.sluice;

import dev.sluice.cli.ConfigSource;
import dev.sluice.cli.ServerVersion;
import dev.sluice.config.ConfigChanges;
import dev.sluice.config.ConfigException;
import dev.sluice.config.EffectiveConfig;
import dev.sluice.config.LoadedConfig;
import dev.sluice.config.PluginSettings;
import dev.sluice.config.SluiceConfig;
import dev.sluice.jmx.Control;
import dev.sluice.plugin.LifeCycle;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator can have the server do as a whole. SIGHUP and management take the same way, one after the other. */
final class ServerControl implements Control {
    private static final Logger LOG = LoggerFactory.getLogger(ServerControl.class);
    /**
     * Whoever asks for the end is to hear that it has been asked for, and the end takes the connection away. On the JDK's
     * timer: its common pool is also for plugins, which may keep it busy for ever.
     */
    private static final Executor SOON = CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS, Runnable::run);

    private final SluiceServer server;
    private final ConfigSource source;
    private final Runnable stop;
    private LoadedConfig loaded;

    /**
     * @param loaded what the server was started with
     * @param stop has the server stop gracefully, and returns at once
     */
    ServerControl(SluiceServer server, LoadedConfig loaded, ConfigSource source, Runnable stop) {
        this.server = server;
        this.loaded = loaded;
        this.source = source;
        this.stop = stop;
    }

    @Override
    public String version() {
        return ServerVersion.current();
    }

    @Override
    public long startedAtMillis() {
        return server.startedAtMillis();
    }

    @Override
    public long uptimeMillis() {
        return server.uptimeMillis();
    }

    @Override
    public List<String> listeners() {
        return server.addresses().stream().map(ServerControl::written).toList();
    }

    private static String written(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        String literal = host.getHostAddress();
        if (host instanceof Inet6Address) {
            literal = "[" + (host.isAnyLocalAddress() ? "::" : literal) + "]";
        }
        return literal + ":" + address.getPort();
    }

    @Override
    public String effectiveConfiguration() {
        return EffectiveConfig.print(server.config());
    }

    @Override
    public synchronized ConfigurationChange reload() throws RefusedConfigurationException {
        LoadedConfig wanted;
        try {
            wanted = source.load();
        } catch (ConfigException refused) {
            throw new RefusedConfigurationException(refused.problems());
        }
        SluiceConfig before = server.config();
        ConfigChanges changes = server.reload(wanted.config());
        loaded = wanted;
        LOG.info("reloaded; changed: {}", changes.applied());
        if (!changes.needingRestart().isEmpty()) {
            LOG.warn("reloaded; these keys need a restart: {}", changes.needingRestart());
        }
        return new ConfigurationChange(changes.applied(), changes.needingRestart(), refusals(before, true));
    }

    /** Reloads for somebody who reads the log alone. */
    void onHangup() {
        try {
            reload();
        } catch (RefusedConfigurationException refused) {
            refused.getMessage().lines().forEach(LOG::error);
            LOG.error("not reloaded; the configuration stays as it was");
        }
    }

    @Override
    public synchronized ConfigurationChange change(String key, String value) throws RefusedConfigurationException {
        LoadedConfig wanted;
        try {
            wanted = loaded.with(key, value);
        } catch (ConfigException refused) {
            throw new RefusedConfigurationException(refused.problems());
        }
        SluiceConfig before = server.config();
        // what the file has changed before and needs a restart is no matter of this change
        List<String> changed = server.reload(wanted.config()).applied();
        List<String> refusals = refusals(before, false);
        if (!refusals.isEmpty()) {
            server.reload(before);
            throw new RefusedConfigurationException(refusals);
        }
        loaded = wanted;
        LOG.info("changed until the next reload or restart: {}", changed);
        return new ConfigurationChange(changed, List.of(), List.of());
    }

    /**
     * What plugins say whose settings are others now: only they know what is right.
     *
     * @param earlier also those that have refused the same before and go on with what they had
     */
    private List<String> refusals(SluiceConfig before, boolean earlier) {
        Map<String, PluginSettings> old = before.plugins().settings();
        Map<String, PluginSettings> now = server.config().plugins().settings();
        return server.plugins().plugins().stream()
                .filter(plugin -> earlier && plugin.state() == LifeCycle.STARTED
                        || !Objects.equals(old.get(plugin.id()), now.get(plugin.id())))
                .filter(plugin -> plugin.state() == LifeCycle.STARTED || plugin.state() == LifeCycle.FAILED)
                .filter(plugin -> !plugin.cause().isEmpty())
                .map(plugin -> "plugin " + plugin.id() + ": " + plugin.cause())
                .toList();
    }

    @Override
    public String logLevel(String logger) {
        return LogLevels.get(logger);
    }

    @Override
    public void logLevel(String logger, String level) {
        LogLevels.set(logger, level);
    }

    @Override
    public void requestStop() {
        SOON.execute(stop);
    }
}
