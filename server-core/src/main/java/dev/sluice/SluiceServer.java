package dev.sluice;

import dev.sluice.cli.ServerVersion;
import dev.sluice.config.ConfigChanges;
import dev.sluice.config.HostLimits;
import dev.sluice.config.ListenerConfig;
import dev.sluice.config.SluiceConfig;
import dev.sluice.counter.Counters;
import dev.sluice.counter.WarningLog;
import dev.sluice.jmx.Control;
import dev.sluice.jmx.Management;
import dev.sluice.jmx.ManagementServices;
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
import dev.sluice.session.Bans;
import dev.sluice.session.RtmpSession;
import dev.sluice.session.SessionServices;
import dev.sluice.session.SessionSettings;
import dev.sluice.session.Sessions;
import dev.sluice.stream.SegmentPool;
import dev.sluice.stream.StreamEnvironment;
import dev.sluice.stream.StreamRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
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
    private final Bans bans = new Bans(counters, System::nanoTime);
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
    private final long startedAtNanos = System.nanoTime();
    private final long startedAtMillis = System.currentTimeMillis();
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

    /** Shows itself to JMX, once everything runs; other servers in the JVM, such as those of tests, keep away. */
    void manage(Control control) {
        management = Management.start(managementServices(control));
    }

    /** What there is to manage. */
    public ManagementServices managementServices(Control control) {
        return new ManagementServices(
                control,
                plugins,
                counters,
                registry,
                sessions,
                bans,
                loops.all(),
                pool,
                () -> SettingsMapper.management(config));
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

    /** What holds now. */
    SluiceConfig config() {
        return config;
    }

    /** In milliseconds since 1970, UTC. */
    long startedAtMillis() {
        return startedAtMillis;
    }

    /** Since it was started. */
    long uptimeMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAtNanos);
    }

    /** Those it listens on. */
    List<InetSocketAddress> addresses() {
        return List.copyOf(addresses);
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

    /** The connections there are. */
    public Sessions sessions() {
        return sessions;
    }

    /** Who may not publish. */
    public Bans bans() {
        return bans;
    }

    /** Bytes of the log pool that are in use. */
    public long logBytes() {
        return pool.usedBytes();
    }

    /** Stops accepting, ends streams and sessions with their statuses, and waits at most {@code shutdownGrace}. */
    @Override
    public void close() {
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
                bans,
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
