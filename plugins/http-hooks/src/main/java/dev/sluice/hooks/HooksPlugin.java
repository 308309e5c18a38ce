package dev.sluice.hooks;

import dev.sluice.api.PluginContext;
import dev.sluice.api.SettingsException;
import dev.sluice.api.SluicePlugin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks an HTTP backend who may do what, and tells it what happens. Does nothing without settings. */
public final class HooksPlugin extends SluicePlugin {
    private static final Logger LOG = LoggerFactory.getLogger(HooksPlugin.class);
    private static final Set<Hook> QUESTIONS = Set.of(Hook.CONNECT, Hook.PUBLISH, Hook.PLAY);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration CONNECT_GRACE = Duration.ofSeconds(5);
    private static final int REPORT_SECONDS = 10;
    private static final int RANK = 0;
    private static final int MAX_CONNECTIONS = 100_000;

    private final Duration patience;
    private final List<HttpBackend> backends = new ArrayList<>();
    private final TroubleLog trouble = new TroubleLog();
    private ScheduledThreadPoolExecutor timers;
    private Notifier notifier;
    private Updates updates;

    /** For the server, and for tests. */
    public HooksPlugin(PluginContext context) {
        this(context, PATIENCE);
    }

    /** @param patience with notifications that are under way when it stops */
    HooksPlugin(PluginContext context, Duration patience) {
        super(context);
        this.patience = patience;
    }

    @Override
    public void start() {
        if (!context().configured()) {
            return;
        }
        HooksSettings settings = context().settings(HooksSettings.class);
        Map<Hook, Target> targets = settings.targets();
        if (targets.isEmpty()) {
            LOG.warn(
                    "plugins.settings.{} names no URL, so nobody is asked or told",
                    context().pluginId());
            return;
        }
        boolean asks = targets.keySet().stream().anyMatch(QUESTIONS::contains);
        if (asks) {
            checkTimeout(settings.timeout());
        }
        SSLContext trust =
                settings.caFile().isEmpty() ? null : Trust.withFile(context().resolve(settings.caFile()));
        timers = HttpClients.timers("http-hooks-timer");
        boolean tells = !QUESTIONS.containsAll(targets.keySet());
        Dialect dialect = dialect(settings, tells);
        if (asks) {
            HttpBackend backend = backend("http-hooks-ask", settings, trust);
            HttpBackend playBackend =
                    targets.containsKey(Hook.PLAY) ? backend("http-hooks-play", settings, trust) : backend;
            context()
                    .registerAuthenticator(
                            new HookAuthenticator(
                                    targets, dialect, backend, playBackend, settings.whenUnavailable(), trouble),
                            RANK);
        }
        if (tells) {
            startTelling(settings, targets, dialect, trust);
        }
        context().scheduler().scheduleWithFixedDelay(trouble::report, REPORT_SECONDS, REPORT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void stop() {
        if (updates != null) {
            updates.stop();
        }
        if (notifier != null) {
            long givenUp = finish();
            if (givenUp > 0) {
                LOG.warn("{} notifications were not delivered since the start", givenUp);
            }
        }
        backends.forEach(HttpBackend::close);
        backends.clear();
        if (timers != null) {
            timers.shutdownNow();
        }
        trouble.report();
    }

    /** Notifications that were not taken because too many waited. */
    long dropped() {
        return trouble.droppedTotal();
    }

    /** Notifications that have failed and wait until they are sent again. */
    int resting() {
        return notifier.resting();
    }

    /** Updates that were due and not sent. */
    long skipped() {
        return trouble.skippedTotal();
    }

    /** Where the server gives up first, that counts as a failure of the plugin. */
    private void checkTimeout(Duration timeout) {
        Duration authTimeout = context().authTimeout();
        if (timeout.compareTo(authTimeout) >= 0) {
            throw new SettingsException(List.of("plugins.settings." + context().pluginId()
                    + ".timeout: expected less than auth.timeout (" + authTimeout.toMillis() + " ms), got "
                    + timeout.toMillis() + " ms: the server would give up first"));
        }
    }

    private void startTelling(HooksSettings settings, Map<Hook, Target> targets, Dialect dialect, SSLContext trust) {
        HttpBackend backend = backend("http-hooks-tell", settings, trust);
        notifier = new Notifier(
                backend, timers, settings.retries(), settings.concurrency(), settings.queueSize(), trouble);
        Target target = targets.get(Hook.UPDATE);
        if (target != null) {
            Duration interval = settings.updateInterval();
            updates = new Updates(
                    target,
                    dialect,
                    updateLane(settings, trust),
                    interval,
                    settings.updateStrict(),
                    context()::drop,
                    trouble);
            long tickMillis = Math.min(interval.toMillis() / 4, 1000);
            context().scheduler().scheduleWithFixedDelay(updates::tick, tickMillis, tickMillis, TimeUnit.MILLISECONDS);
        }
        context().registerListener(new HookListener(targets, dialect, notifier, updates));
    }

    private UpdateLane updateLane(HooksSettings settings, SSLContext trust) {
        HttpBackend backend = backend("http-hooks-update", settings, trust);
        return new UpdateLane(backend, settings.concurrency(), settings.queueSize(), trouble);
    }

    private long finish() {
        try {
            return notifier.close(patience);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private HttpBackend backend(String name, HooksSettings settings, SSLContext trust) {
        ThreadPoolExecutor executor = HttpClients.executor(name);
        HttpBackend backend = new HttpBackend(
                HttpClients.client(executor, connectTimeout(settings), trust),
                executor,
                timers,
                settings.timeout(),
                settings.concurrency());
        backends.add(backend);
        return backend;
    }

    /**
     * Of two that end at once, it would be left to chance which one says what is wrong. The JDK (17 at least) closes a socket
     * that is not connected yet only then, not when its request is cancelled.
     */
    private static Duration connectTimeout(HooksSettings settings) {
        boolean shorter = settings.connectTimeout().compareTo(settings.timeout()) < 0;
        return shorter ? settings.connectTimeout() : settings.timeout().plus(CONNECT_GRACE);
    }

    /** @param tells whether there are events to learn from that a connection is closed */
    private static Dialect dialect(HooksSettings settings, boolean tells) {
        if (settings.format() == HooksSettings.Format.NGINX_RTMP) {
            int maxConnections = tells ? MAX_CONNECTIONS : 0;
            return new NginxDialect(
                    settings.method(),
                    settings.headers(),
                    new RequestedNames(maxConnections),
                    new Allowances(maxConnections));
        }
        Signature signature =
                new Signature(settings.secret(), () -> Instant.now().getEpochSecond());
        return new JsonDialect(signature, settings.headers());
    }
}
