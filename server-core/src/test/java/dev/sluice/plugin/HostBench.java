package dev.sluice.plugin;

import dev.sluice.api.AccessRequest;
import dev.sluice.api.Decision;
import dev.sluice.api.ServerEvent;
import dev.sluice.api.ServerEvent.Type;
import dev.sluice.api.ServerStatistics;
import dev.sluice.config.PluginSettings;
import dev.sluice.counter.Counter;
import dev.sluice.counter.Counters;
import dev.sluice.stream.SegmentPool;
import dev.sluice.stream.StreamEnvironment;
import dev.sluice.stream.StreamRegistry;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A plugin host without a server, in a folder of the test's. */
final class HostBench implements AutoCloseable {
    final Counters counters = new Counters();
    final Map<Long, String> dropped = new ConcurrentHashMap<>();
    final Path base;
    private final SegmentPool pool = new SegmentPool(4 << 20, 1, counters);
    private Settings settings = new Settings();
    private volatile Deadlines deadlines = Limits.patient().deadlines();
    private PluginHost host;

    HostBench(Path base) {
        this.base = base;
    }

    /** What the configuration would say; nothing by default. */
    static final class Settings {
        boolean watch;
        boolean allow = true;
        boolean unanimous;
        Duration timeout = Duration.ofSeconds(30);
        int maxFailures;
        List<String> order = List.of();
        Set<String> disabled = Set.of();
        Set<String> required = Set.of();
        final Map<String, String> yaml = new LinkedHashMap<>();

        Settings with(String id, String text) {
            yaml.put(id, text);
            return this;
        }
    }

    HostBench settings(Settings newSettings) {
        settings = newSettings;
        return this;
    }

    /** For plugins that start from now on. */
    HostBench limits(Limits limits) {
        deadlines = limits.deadlines();
        return this;
    }

    /** Where plugins are put. */
    Path plugins() {
        return base.resolve("plugins");
    }

    PluginHost start() throws RequiredPluginsException {
        host = new PluginHost(
                hostSettings(settings, settings.timeout),
                new HostServices(
                        "0.1.0",
                        counters,
                        new StreamRegistry(new StreamEnvironment(pool, counters, System::nanoTime, 1, 4096)),
                        HostBench::noStatistics,
                        dropped::put),
                () -> deadlines);
        host.start();
        return host;
    }

    void reconfigure(Settings wanted) throws PluginException {
        settings = wanted;
        host.reconfigure(hostSettings(wanted, wanted.timeout));
    }

    private static ServerStatistics noStatistics() {
        return (ServerStatistics) Proxy.newProxyInstance(
                HostBench.class.getClassLoader(),
                new Class<?>[] {ServerStatistics.class},
                (self, method, arguments) -> method.getReturnType() == int.class
                        ? (Object) 7
                        : method.getReturnType() == long.class ? 7L : null);
    }

    private HostSettings hostSettings(Settings wanted, Duration timeout) {
        Map<String, SettingsSource> sources = new LinkedHashMap<>();
        wanted.yaml.forEach((id, text) -> sources.put(id, new Yaml(id, text)));
        return new HostSettings(
                base,
                List.of(plugins(), base.resolve("home/plugins")),
                wanted.watch,
                wanted.disabled,
                wanted.required,
                new AuthSettings(
                        wanted.allow,
                        timeout.toNanos(),
                        wanted.order,
                        wanted.unanimous,
                        wanted.maxFailures,
                        TimeUnit.MINUTES.toNanos(1),
                        TimeUnit.MINUTES.toNanos(5)),
                sources,
                HostBench::settingsOf);
    }

    /** Of a plugin that is not configured. */
    static SettingsSource settingsOf(String id) {
        return new Yaml(id, null);
    }

    private record Yaml(String id, String text) implements SettingsSource {
        @Override
        public <S extends Record> S bind(Class<S> type) {
            try {
                PluginSettings written = text == null
                        ? PluginSettings.none(id)
                        : PluginSettings.read(id, text, "sluice.yml", name -> null);
                return written.bind(type);
            } catch (dev.sluice.config.ConfigException refused) {
                throw new dev.sluice.api.SettingsException(refused.problems());
            }
        }
    }

    void stop(String id) throws PluginException {
        host.stop(id);
    }

    void uninstall(String id) throws PluginException {
        host.uninstall(id);
    }

    boolean is(String id, LifeCycle state) {
        return host.plugins().stream().anyMatch(view -> view.id().equals(id) && view.state() == state);
    }

    boolean isStarted(String id) {
        return is(id, LifeCycle.STARTED);
    }

    boolean isStarted(String id, String version) {
        return host.plugins().stream()
                .anyMatch(view -> view.id().equals(id)
                        && view.state() == LifeCycle.STARTED
                        && view.version().equals(version));
    }

    List<String> ids() {
        return host.plugins().stream().map(PluginView::id).toList();
    }

    void startPlugin(String id) throws PluginException {
        host.start(id);
    }

    PluginView view(String id) {
        return host.plugins().stream()
                .filter(view -> view.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no plugin " + id + " in " + host.plugins()));
    }

    boolean knows(String id) {
        return host.plugins().stream().anyMatch(view -> view.id().equals(id));
    }

    Decision ask(AccessRequest request) throws Exception {
        return host.authorize(request).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    /**
     * Asks while a guard is missing. Nobody may be let in by what the host knows already, either: before the configuration
     * is read again, which has it find out anew who guards.
     */
    Decision askWithoutGuard(AccessRequest request) throws Exception {
        CompletableFuture<Decision> before = host.authorize(request).toCompletableFuture();
        Decision decision = askInVain(request);
        return before.getNow(decision);
    }

    /** Asks one who does not answer, or is missing: that is not known before the end of auth.timeout. */
    Decision askInVain(AccessRequest request) throws Exception {
        host.reconfigure(hostSettings(settings, Duration.ofMillis(100)));
        try {
            return ask(request);
        } finally {
            host.reconfigure(hostSettings(settings, settings.timeout));
        }
    }

    void tell(Type type, long subject) {
        host.onEvent(ServerEvent.of(type).subject(subject).stream("live", "key").build());
    }

    long count(Counter counter) {
        return counters.get(counter);
    }

    @Override
    public void close() {
        if (host != null) {
            host.close();
        }
        pool.close();
    }
}
