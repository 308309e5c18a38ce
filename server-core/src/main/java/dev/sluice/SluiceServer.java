package dev.sluice;

import dev.sluice.cli.ConfigSource;
import dev.sluice.cli.Launch;
import dev.sluice.cli.RefusedException;
import dev.sluice.cli.ServerVersion;
import dev.sluice.config.ConfigChanges;
import dev.sluice.config.ConfigException;
import dev.sluice.config.HostLimits;
import dev.sluice.config.ListenerConfig;
import dev.sluice.config.SluiceConfig;
import dev.sluice.counter.Counters;
import dev.sluice.counter.WarningLog;
import dev.sluice.jmx.JvmRmi;
import dev.sluice.jmx.LocalAccess;
import dev.sluice.jmx.Management;
import dev.sluice.net.Acceptor;
import dev.sluice.net.EventLoops;
import dev.sluice.net.ListenAddress;
import dev.sluice.plugin.HostServices;
import dev.sluice.plugin.HostSettings;
import dev.sluice.plugin.PluginException;
import dev.sluice.plugin.PluginHost;
import dev.sluice.plugin.RequiredPluginsException;
import dev.sluice.protocol.MemoryBudget;
import dev.sluice.session.Applications;
import dev.sluice.session.RtmpSession;
import dev.sluice.session.SessionServices;
import dev.sluice.session.SessionSettings;
import dev.sluice.session.Sessions;
import dev.sluice.stream.SegmentPool;
import dev.sluice.stream.StreamEnvironment;
import dev.sluice.stream.StreamRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the relay: starts it in order and stops it in reverse. */
public final class SluiceServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SluiceServer.class);
    private static final long DEFAULT_DIRECT_BYTES = 1L << 30;

    private final Counters counters = new Counters();
    private final WarningLog warnings =
            new WarningLog(LoggerFactory.getLogger("dev.sluice.warnings"), System::nanoTime);
    private final Sessions sessions = new Sessions();
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private volatile SluiceConfig config;
    private volatile SessionSettings sessionSettings;
    private volatile Applications applications;
    private final SegmentPool pool;
    private final EventLoops loops;
    private final StreamRegistry registry;
    private final Acceptor acceptor;
    private final Roots roots;
    private final PluginHost plugins;
    private Management management;
    private LocalAccess localAccess;
    private final long startedAtNanos = System.nanoTime();
    private final ScheduledExecutorService housekeeping = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sluice-housekeeping");
        thread.setDaemon(true);
        return thread;
    });

    private SluiceServer(
            SluiceConfig config, Roots roots, BiFunction<HostSettings, HostServices, PluginHost> pluginHost)
            throws IOException {
        this.roots = roots;
        use(config);
        int count = config.server().eventLoops().orElse(Runtime.getRuntime().availableProcessors());
        this.pool = new SegmentPool(poolBytes(config), count, counters);
        this.loops = new EventLoops(count, counters);
        this.registry = new StreamRegistry(new StreamEnvironment(
                pool, counters, System::nanoTime, count, config.rtmp().chunkSize()));
        this.plugins = pluginHost.apply(PluginMapper.host(config, roots), hostServices());
        SessionServices services = services();
        this.acceptor = new Acceptor(
                loops,
                counters,
                warnings,
                () -> this.config.limits().maxConnections(),
                connection -> new RtmpSession(connection, services));
    }

    /**
     * Starts a server; when this returns it accepts connections.
     *
     * @throws IOException when an address cannot be bound
     * @throws RequiredPluginsException when a plugin does not run without which it must not start
     */
    public static SluiceServer start(SluiceConfig config, Roots roots) throws IOException, RequiredPluginsException {
        return start(config, roots, PluginHost::new);
    }

    /** As {@link #start(SluiceConfig, Roots)}, with a plugin host of the caller's making. */
    static SluiceServer start(
            SluiceConfig config, Roots roots, BiFunction<HostSettings, HostServices, PluginHost> pluginHost)
            throws IOException, RequiredPluginsException {
        SluiceServer server = new SluiceServer(config, roots, pluginHost);
        try {
            // first: whoever connects must meet those who guard the server
            server.plugins.start();
            server.listen();
        } catch (IOException | RequiredPluginsException | RuntimeException failure) {
            server.close();
            throw failure;
        }
        return server;
    }

    /** Serves until SIGTERM or SIGINT; the exit code is 0 then, 1 when the server could not start. */
    static int run(Launch launch) throws InterruptedException, RefusedException {
        try {
            if (launch.rehearsal()) {
                try (SluiceServer server = start(launch.config(), rootsOf(launch))) {
                    server.manage();
                }
            } else {
                serve(launch);
            }
            return 0;
        } catch (IOException failure) {
            LOG.error("cannot start: {}", failure.getMessage());
            return 1;
        } catch (RequiredPluginsException missing) {
            missing.problems().forEach(LOG::error);
            throw new RefusedException(missing.problems());
        }
    }

    private static Roots rootsOf(Launch launch) {
        return new Roots(launch.home(), launch.base());
    }

    private static void serve(Launch launch) throws IOException, InterruptedException, RequiredPluginsException {
        CountDownLatch stop = new CountDownLatch(1);
        // before the port opens: whoever waited for that may send a signal at once
        ProcessSignals.on("TERM", stop::countDown);
        ProcessSignals.on("INT", stop::countDown);
        JvmRmi.prepare();
        try (BaseLock lock = BaseLock.take(launch.base());
                SluiceServer server = start(launch.config(), rootsOf(launch))) {
            server.manage();
            server.serveCommands(lock.base());
            ProcessSignals.on("HUP", () -> server.reload(launch.source()));
            LOG.info("serving {} on {}", lock.base(), server.addresses);
            stop.await();
            LOG.info("stopping");
        }
        LOG.info("stopped");
    }

    /** Shows itself to JMX, once everything runs; other servers in the JVM, such as those of tests, keep away. */
    private void manage() {
        management = Management.start(plugins, counters);
    }

    /** Without them the server serves all the same. */
    private void serveCommands(Path base) {
        try {
            localAccess = LocalAccess.open(base, ServerVersion.current());
        } catch (IOException failure) {
            LOG.warn("the commands of bin/sluice will not find this server: {}", failure.toString());
        }
    }

    /**
     * Changes over to another configuration as far as that goes without a restart. Nobody is dropped for it.
     *
     * @return what has changed and what needs a restart
     */
    public synchronized ConfigChanges reload(SluiceConfig wanted) {
        ConfigChanges changes = ConfigChanges.between(config, wanted);
        use(changes.effective());
        try {
            plugins.reconfigure(PluginMapper.host(changes.effective(), roots));
        } catch (PluginException failure) {
            LOG.error("plugins: {}", failure.getMessage());
        }
        return changes;
    }

    /** What manages plugins. */
    public PluginHost plugins() {
        return plugins;
    }

    /** The port of the first listener. */
    public int port() {
        return addresses.get(0).getPort();
    }

    /** What was counted since the start. */
    public Counters counters() {
        return counters;
    }

    /** The streams there are. */
    public StreamRegistry streams() {
        return registry;
    }

    /** Bytes of the log pool that are in use. */
    public long logBytes() {
        return pool.usedBytes();
    }

    /** Stops accepting, ends streams and sessions with their statuses, and waits at most {@code shutdownGrace}. */
    @Override
    public void close() {
        if (localAccess != null) {
            localAccess.close();
        }
        if (management != null) {
            management.close();
        }
        try {
            acceptor.close();
        } catch (IOException failure) {
            LOG.warn("listeners not closed: {}", failure.toString());
        }
        sessions.requestShutdown();
        awaitSessions();
        // they are told of the ends, and finish what they record
        plugins.close();
        loops.close();
        pool.close();
        housekeeping.shutdownNow();
    }

    private void reload(ConfigSource source) {
        try {
            ConfigChanges changes = reload(source.load());
            LOG.info("reloaded; changed: {}", changes.applied());
            if (!changes.needingRestart().isEmpty()) {
                LOG.warn("reloaded; these keys need a restart: {}", changes.needingRestart());
            }
        } catch (ConfigException refused) {
            refused.problems().forEach(LOG::error);
            LOG.error("not reloaded; the configuration stays as it was");
        }
    }

    private void use(SluiceConfig newConfig) {
        config = newConfig;
        sessionSettings = SettingsMapper.session(newConfig);
        applications = SettingsMapper.applications(newConfig);
    }

    private void listen() throws IOException {
        for (ListenerConfig listener : config.listeners()) {
            addresses.add(bind(listener));
        }
        acceptor.start();
        housekeeping.scheduleAtFixedRate(warnings::summarize, 1, 1, TimeUnit.SECONDS);
    }

    private InetSocketAddress bind(ListenerConfig listener) throws IOException {
        try {
            return acceptor.bind(new ListenAddress(listener.host(), listener.port(), listener.backlog()));
        } catch (IOException failure) {
            throw new IOException(
                    "cannot listen on " + listener.host() + ":" + listener.port() + ": " + failure.getMessage(),
                    failure);
        }
    }

    private HostServices hostServices() {
        return new HostServices(
                ServerVersion.current(),
                counters,
                registry,
                () -> ServerFigures.read(startedAtNanos, counters, registry, pool.usedBytes()),
                sessions::requestDrop);
    }

    private SessionServices services() {
        return new SessionServices(
                registry,
                counters,
                warnings,
                () -> sessionSettings,
                () -> applications,
                plugins::authorize,
                plugins::onEvent,
                new MemoryBudget(Runtime.getRuntime().maxMemory() / 4),
                sessions,
                SessionServices.adapt(loops.all()));
    }

    /** Three quarters of what the JVM allows: the rest is for the loops' buffers and the JDK's own. */
    private static long poolBytes(SluiceConfig config) {
        long allowed = HostLimits.ofThisProcess().directMemoryBytes();
        long known = allowed == Long.MAX_VALUE ? DEFAULT_DIRECT_BYTES : allowed;
        return config.limits().directMemory().orElse(known / 4 * 3);
    }

    private void awaitSessions() {
        long deadline = System.nanoTime() + config.server().shutdownGrace().toNanos();
        try {
            while (sessions.count() > 0 && System.nanoTime() - deadline < 0) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
