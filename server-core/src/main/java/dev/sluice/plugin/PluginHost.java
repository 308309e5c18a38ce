package dev.sluice.plugin;

import dev.sluice.api.AccessRequest;
import dev.sluice.api.ApiVersion;
import dev.sluice.api.Authenticator;
import dev.sluice.api.Decision;
import dev.sluice.api.EventListener;
import dev.sluice.api.ServerEvent;
import dev.sluice.api.ServerEvent.Type;
import dev.sluice.api.StreamRecorder;
import dev.sluice.counter.Counter;
import dev.sluice.stream.StreamPath;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plugins, from outside. Sessions ask {@link #authorize} and tell {@link #onEvent}, which wait for nothing; everything
 * that changes plugins is done on one thread, for the directory watcher, management and the command line alike, and may be
 * asked of any thread but an event loop's: it waits until it is done.
 */
public final class PluginHost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PluginHost.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration DRAIN = Duration.ofSeconds(2);
    private static final int MAX_DOUBLINGS = 4;
    /** At the server's end: enough for one plugin that hangs, and for its recordings. */
    private static final Duration FAREWELL = Duration.ofSeconds(15);

    private final HostServices services;
    private final Supplier<Deadlines> deadlines;
    private final ControlThread control = new ControlThread();
    private final ScheduledThreadPoolExecutor timer;
    private final ExtensionRegistry registry = new ExtensionRegistry();
    private final EventDispatcher events;
    private final Guards guards;
    private final AuthChain chain;
    private final Recordings recordings;
    private final SluicePluginManager manager;
    private final PluginLifecycle lifecycle;
    private final PluginOperations operations;

    public PluginHost(HostSettings settings, HostServices services) {
        this(settings, services, () -> Deadlines.STANDARD);
    }

    /** @param deadlines of each plugin, asked when it starts; and of what is no plugin's, when that is due */
    PluginHost(HostSettings settings, HostServices services, Supplier<Deadlines> deadlines) {
        this.services = services;
        this.deadlines = deadlines;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "plugin-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        this.events = new EventDispatcher(services.counters());
        this.guards = new Guards(registry, settings.auth());
        this.chain = new AuthChain(
                AuthState.of(settings.auth(), List.of(), settings.settings().keySet()),
                new AuthFailures(guards::settings, System::nanoTime),
                timer,
                events::soon,
                services.counters());
        this.recordings = new Recordings(services, registry, events);
        this.manager = new SluicePluginManager(ApiVersion.current());
        this.lifecycle = new PluginLifecycle(manager, settings, this::onChange);
        manager.instances(wrapper ->
                new PluginInstance(wrapper, lifecycle.settings(), services, registry, deadlines.get(), this::hooksOf));
        this.operations = new PluginOperations(
                lifecycle, new PluginScan(settings.directories(), manager), guards, events::droppedBy);
        registry.listen(new Wiring());
    }

    /** What comes and goes, to those who use it. */
    private final class Wiring implements ExtensionRegistry.Listener {
        @Override
        public void onAdded(Registered<?> added) {
            Registered<Authenticator> authenticator = added.at(Authenticator.class);
            Registered<EventListener> listener = added.at(EventListener.class);
            Registered<StreamRecorder> recorder = added.at(StreamRecorder.class);
            if (authenticator != null) {
                guards.added(authenticator);
            } else if (listener != null) {
                events.add(listener);
            } else if (recorder != null) {
                recordings.onRecorder(recorder);
            }
        }

        @Override
        public void onRemoved(Registered<?> removed) {
            if (removed.at(Authenticator.class) != null) {
                guards.removed();
            } else if (removed.at(EventListener.class) != null) {
                events.remove(removed.at(EventListener.class));
            }
            // when the thread of events has come to it
            events.soon(removed.owner()::forgotten);
        }
    }

    private PluginInstance.Hooks hooksOf(PluginInstance instance) {
        return new PluginInstance.Hooks(
                () -> control.execute(() -> quarantine(instance)), () -> recordings.closeThoseOf(instance));
    }

    /**
     * Loads and starts what lies in the plugin directories, then follows what happens to them.
     *
     * @throws RequiredPluginsException when a plugin does not run that must
     */
    public void start() throws RequiredPluginsException {
        requireDirectoriesApart();
        ownJdkThreads();
        events.start();
        try {
            control.call(PATIENCE, () -> {
                Starter.delete(lifecycle.settings().copies());
                operations.followNow();
                guards.chain(chain);
            });
        } catch (PluginException failure) {
            throw new RequiredPluginsException(List.of("plugins: " + failure.getMessage()));
        }
        requireAll();
        warnIfOpen();
        // figures of the plugins grow without anything happening to them
        control.repeat(deadlines.get().scan(), lifecycle.settings().watch() ? operations::follow : operations::refresh);
        timer.scheduleAtFixedRate(recordings::watch, 1, 1, TimeUnit.SECONDS);
        long statisticsMillis = deadlines.get().statistics().toMillis();
        timer.scheduleAtFixedRate(this::sendStatistics, statisticsMillis, statisticsMillis, TimeUnit.MILLISECONDS);
    }

    /** The JDK starts this thread once; begun by a plugin, it would keep that plugin's classes for ever. */
    private static void ownJdkThreads() {
        new CompletableFuture<Void>()
                .completeOnTimeout(null, 1, TimeUnit.NANOSECONDS)
                .join();
    }

    /** What is deleted at each start must not be what the operator has put there. */
    private void requireDirectoriesApart() throws RequiredPluginsException {
        Path copies = lifecycle.settings().copies();
        for (Path directory : lifecycle.settings().directories()) {
            if (directory.startsWith(copies) || copies.startsWith(directory)) {
                throw new RequiredPluginsException(
                        List.of("plugins.directory: expected a folder apart from " + copies + ", got " + directory));
            }
        }
    }

    private void requireAll() throws RequiredPluginsException {
        List<String> problems = new ArrayList<>();
        for (String id : lifecycle.settings().required().stream().sorted().toList()) {
            PluginView view = plugins().stream()
                    .filter(each -> each.id().equals(id))
                    .findFirst()
                    .orElse(null);
            if (view == null) {
                problems.add("plugins.required: " + id + ": there is no such plugin");
            } else if (view.state() != LifeCycle.STARTED) {
                view.cause().lines().forEach(line -> problems.add("plugins.required: " + id + ": " + line));
            }
        }
        if (!problems.isEmpty()) {
            throw new RequiredPluginsException(problems);
        }
    }

    private void warnIfOpen() {
        AuthState state = chain.state();
        if (state.settings().allowByDefault()
                && state.authenticators().isEmpty()
                && state.missing().isEmpty()) {
            LOG.warn("nothing guards this server: whoever reaches it may publish and play (auth.default is allow, and"
                    + " no authenticator is configured)");
        }
    }

    /** Decides what a client may do, without waiting: the decision comes later, on any thread. */
    public CompletionStage<Decision> authorize(AccessRequest request) {
        return chain.apply(request);
    }

    /** Takes an event, without waiting. Of a stream that begins to be published, on its home loop. */
    public void onEvent(ServerEvent event) {
        events.accept(event);
        if (event.type() == Type.PUBLISH_STARTED) {
            recordings.onPublished(event);
        } else if (event.type() == Type.PUBLISH_STOPPED) {
            recordings.onUnpublished(event);
        }
    }

    /** All plugins, and files that are none, as they stand at this moment. */
    public List<PluginView> plugins() {
        return operations.views();
    }

    /**
     * Has management told of events, and after each look at {@link #plugins}. Both on threads of the host's, which must not
     * wait. Whoever was told before is told no longer.
     */
    public void observe(Consumer<ServerEvent> onEvent, Runnable onPlugins) {
        events.observe(onEvent);
        operations.observe(onPlugins);
    }

    /**
     * Copies an archive into the plugin directory and starts it; nothing of it is left when it does not start.
     *
     * @return the plugin's id
     */
    public String install(Path archive) throws PluginException {
        return control.ask(PATIENCE, () -> operations.install(archive));
    }

    /**
     * Replaces a plugin by another archive with its id; the old one goes on when the new one does not start.
     *
     * @return the plugin's id
     */
    public String update(Path archive) throws PluginException {
        return control.ask(PATIENCE, () -> operations.update(archive));
    }

    /** Starts a plugin that was stopped, has failed, or is in quarantine. */
    public void start(String id) throws PluginException {
        control.call(PATIENCE, () -> operations.start(id));
    }

    /** Stops a plugin until it is started again. An authenticator keeps guarding: nobody is let in meanwhile. */
    public void stop(String id) throws PluginException {
        control.call(PATIENCE, () -> operations.stop(id));
    }

    /**
     * Stops a plugin and deletes its file, if that is not gone already. An authenticator guards no longer, unless the
     * configuration names it.
     */
    public void uninstall(String id) throws PluginException {
        control.call(PATIENCE, () -> operations.uninstall(id));
    }

    /** Goes on with another configuration; directories and watching stay as they are. */
    public void reconfigure(HostSettings wanted) throws PluginException {
        control.call(PATIENCE, () -> operations.reconfigure(wanted));
    }

    /** Addresses that were denied too often. */
    public List<BlockedAddress> blocked() {
        return chain.failures().blocked();
    }

    /** Lets an address ask again at once; returns whether it was blocked. */
    public boolean lift(InetAddress address) {
        return chain.failures().lift(address);
    }

    /** What is being recorded. */
    public List<RecordingView> recordings() {
        return recordings.views();
    }

    /**
     * Has every recorder that is willing record a live stream, from its newest keyframe on.
     *
     * @throws PluginException when it is not live, or nobody records it
     */
    public void startRecording(StreamPath path) throws PluginException {
        recordings.start(path);
    }

    /** Ends the recordings of a stream; returns how many there were. */
    public int stopRecording(StreamPath path) {
        return recordings.stop(path, "stopped by an operator");
    }

    private void quarantine(PluginInstance instance) {
        services.counters().increment(Counter.PLUGINS_QUARANTINED);
        String id = instance.id();
        int times = operations.quarantine(instance);
        if (times > 0) {
            control.later(
                    deadlines.get().retry().multipliedBy(1L << Math.min(times - 1, MAX_DOUBLINGS)),
                    () -> operations.retry(id));
        }
    }

    private void onChange(ManagedPlugin plugin) {
        ServerEvent.Builder event = ServerEvent.of(Type.PLUGIN_STATE)
                .detail("plugin", plugin.id())
                .detail("version", plugin.archive().version())
                .detail("state", plugin.state());
        if (!plugin.cause().isEmpty()) {
            event.detail("cause", plugin.cause()).reason(plugin.cause());
        }
        events.accept(event.build());
    }

    private void sendStatistics() {
        try {
            if (!registry.listeners().isEmpty()) {
                events.accept(ServerEvent.of(Type.STATISTICS)
                        .statistics(services.statistics().get())
                        .build());
            }
        } catch (RuntimeException failure) {
            LOG.warn("no statistics this time", failure);
        }
    }

    /** Tells listeners what has happened so far, ends recordings, then stops all plugins. */
    @Override
    public void close() {
        recordings.closeAll(deadlines.get().stop(), "the server stops");
        events.drain(DRAIN);
        try {
            control.call(FAREWELL, lifecycle::close);
        } catch (PluginException failure) {
            LOG.warn("plugins were not stopped in order: {}", failure.getMessage());
        }
        control.close();
        events.close();
        timer.shutdownNow();
    }
}
