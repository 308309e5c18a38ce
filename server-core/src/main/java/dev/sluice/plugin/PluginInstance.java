package dev.sluice.plugin;

import dev.sluice.api.AccessRequest;
import dev.sluice.api.Authenticator;
import dev.sluice.api.EventListener;
import dev.sluice.api.Registration;
import dev.sluice.api.SettingsException;
import dev.sluice.api.SluicePlugin;
import dev.sluice.api.StreamRecorder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.pf4j.Plugin;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a plugin, from its start to its stop: what PF4J takes for the plugin, while the plugin's own code runs on its
 * own threads, within its deadlines, whatever it throws. Start and stop are for the control thread.
 */
final class PluginInstance extends Plugin {
    private static final Logger LOG = LoggerFactory.getLogger(PluginInstance.class);
    private static final int MAX_REGISTRATIONS = 100;

    /** A question that was not answered because the plugin is gone: somebody else may. */
    static final class GoneException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        GoneException(String id) {
            super("plugin " + id + " is gone", null, false, false);
        }
    }

    /**
     * @param onTooManyFailures the plugin shall be quarantined; any thread
     * @param beforeStop its extensions are asked nothing further, and its stop is called after this
     */
    record Hooks(Runnable onTooManyFailures, Runnable beforeStop) {}

    private enum Phase {
        STARTING,
        RUNNING,
        STOPPED
    }

    private final PluginWrapper wrapper;
    private final ExtensionRegistry registry;
    private final Deadlines deadlines;
    private final PluginThreads threads;
    private final FailureCount failures;
    private final HostContext context;
    private final PendingAnswers pending;
    private final Hooks hooks;
    private final List<Registered<?>> registrations = new ArrayList<>();
    private Phase phase = Phase.STARTING;
    /** Those that were taken back, but are not forgotten everywhere yet: else they could pile up. */
    private int leaving;

    private SluicePlugin plugin;
    private List<String> threadsLeft = List.of();

    PluginInstance(
            PluginWrapper wrapper,
            HostSettings settings,
            HostServices services,
            ExtensionRegistry registry,
            Deadlines deadlines,
            Function<PluginInstance, Hooks> hooks) {
        this.wrapper = wrapper;
        this.registry = registry;
        this.deadlines = deadlines;
        this.threads = new PluginThreads(id(), wrapper.getPluginClassLoader());
        this.hooks = hooks.apply(this);
        this.failures = new FailureCount(id(), services.counters(), this.hooks.onTooManyFailures());
        this.context = new HostContext(this, wrapper.getDescriptor(), settings, services);
        this.pending = new PendingAnswers(id());
    }

    String id() {
        return wrapper.getPluginId();
    }

    PluginThreads threads() {
        return threads;
    }

    /** Its limits, the same until it has stopped. */
    Deadlines deadlines() {
        return deadlines;
    }

    FailureCount failures() {
        return failures;
    }

    /** Threads that the last stop could not end. */
    List<String> threadsLeft() {
        return threadsLeft;
    }

    synchronized List<Registered<?>> registrations() {
        return List.copyOf(registrations);
    }

    boolean isConfigured() {
        return context.configured();
    }

    boolean hasPluginClass() {
        return plugin != null;
    }

    @Override
    public void start() {
        try {
            threads.call("its start", deadlines.start(), () -> {
                begin();
                return null;
            });
            goLive();
        } catch (PluginException failure) {
            if (!(failure.getCause() instanceof SettingsException)) {
                failures.failed();
            }
            end();
            throw new PluginRuntimeException(failure);
        }
    }

    private void begin() throws Exception {
        ExtensionLoader loader = new ExtensionLoader(wrapper, context);
        plugin = loader.plugin();
        List<ExtensionLoader.Found> found = loader.extensions();
        found.forEach(one -> registerAll(one.extension(), one.rank()));
        if (plugin != null) {
            plugin.start();
        }
    }

    private void goLive() {
        List<Registered<?>> all;
        synchronized (this) {
            phase = Phase.RUNNING;
            all = List.copyOf(registrations);
        }
        registry.add(all);
        // taken back in between
        registry.remove(all.stream().filter(one -> !isRegistered(one)).toList());
    }

    /** Returns normally whatever the plugin does. */
    @Override
    public void stop() {
        List<Registered<?>> all;
        synchronized (this) {
            phase = Phase.STOPPED;
            all = List.copyOf(registrations);
        }
        registry.remove(all);
        pending.abandon();
        hooks.beforeStop().run();
        if (plugin != null) {
            try {
                threads.call("its stop", deadlines.stop(), () -> {
                    plugin.stop();
                    return null;
                });
            } catch (PluginException failure) {
                failures.failed();
                LOG.warn("plugin {}: {}", id(), failure.getMessage(), failure.getCause());
            }
        }
        end();
    }

    /** Whatever it has left behind goes. */
    private void end() {
        List<Registered<?>> all;
        synchronized (this) {
            phase = Phase.STOPPED;
            all = List.copyOf(registrations);
            registrations.clear();
        }
        registry.remove(all);
        pending.abandon();
        threadsLeft = threads.close(deadlines.threads());
        if (!threadsLeft.isEmpty()) {
            LOG.warn("plugin {} has left threads behind that do not end: {}", id(), threadsLeft);
        }
        plugin = null;
    }

    private void registerAll(Object extension, int rank) {
        registerAt(Authenticator.class, extension, rank);
        registerAt(StreamRecorder.class, extension, rank);
        registerAt(EventListener.class, extension, rank);
    }

    private <T> void registerAt(Class<T> point, Object extension, int rank) {
        if (point.isInstance(extension)) {
            register(point, point.cast(extension), rank);
        }
    }

    /**
     * Registers an extension; while the plugin starts, it becomes active with the others at the end of the start.
     *
     * @throws IllegalStateException when the plugin has stopped, or registers without end
     */
    <T> Registration register(Class<T> point, T extension, int rank) {
        Registered<T> added = new Registered<>(this, point, extension, rank, registry.nextNumber());
        boolean running;
        synchronized (this) {
            if (phase == Phase.STOPPED) {
                throw new IllegalStateException("plugin " + id() + " has stopped");
            }
            if (registrations.size() + leaving >= MAX_REGISTRATIONS) {
                throw new IllegalStateException(
                        "plugin " + id() + " has registered " + MAX_REGISTRATIONS + " extensions");
            }
            registrations.add(added);
            running = phase == Phase.RUNNING;
        }
        if (running) {
            registry.add(List.of(added));
            if (!isRegistered(added)) {
                // it has stopped in between
                registry.remove(List.of(added));
            }
        }
        return () -> unregister(added);
    }

    private synchronized boolean isRegistered(Registered<?> one) {
        return phase == Phase.RUNNING && registrations.contains(one);
    }

    private void unregister(Registered<?> gone) {
        boolean known;
        synchronized (this) {
            known = registrations.remove(gone);
            if (known && phase == Phase.RUNNING) {
                leaving++;
            }
        }
        if (known) {
            registry.remove(List.of(gone));
        }
    }

    /** One that was taken back is forgotten everywhere. */
    synchronized void forgotten() {
        leaving--;
    }

    /** For {@link PluginView#extensions}. */
    List<String> extensionNames() {
        return registrations().stream().map(Registered::toString).sorted().toList();
    }

    /** Asks one of its authenticators. Does not wait. */
    Question ask(Authenticator authenticator, AccessRequest request) {
        Question question = new Question(authenticator, request, failures, pending.open());
        question.askOn(threads.auth());
        return question;
    }
}
