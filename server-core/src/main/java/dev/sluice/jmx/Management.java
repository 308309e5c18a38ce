package dev.sluice.jmx;

import dev.sluice.api.ServerEvent;
import dev.sluice.counter.Counter;
import dev.sluice.counter.Counters;
import dev.sluice.plugin.PluginHost;
import java.lang.management.ManagementFactory;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.MBeanServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a server managed by JMX, from its start, the last of the server's, to its close, the first. Beans come and go, and
 * notifications leave, on one thread, in the order of what happened.
 */
public final class Management implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Management.class);
    private static final int MAX_WAITING = 1_000;
    private static final long PATIENCE_SECONDS = 5;

    private final PluginHost plugins;
    private final Counters counters;
    private final Beans beans;
    private final PluginHostBean hostBean;
    private final RecordingsBean recordingsBean;
    private final PluginBeans pluginBeans;
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), task -> {
                Thread made = new Thread(task, "sluice-management");
                made.setDaemon(true);
                return made;
            });

    private Management(MBeanServer server, PluginHost plugins, Counters counters) {
        this.plugins = plugins;
        this.counters = counters;
        Operations operations = new Operations();
        this.beans = new Beans(server);
        this.hostBean = new PluginHostBean(plugins, operations);
        this.recordingsBean = new RecordingsBean(plugins, operations);
        this.pluginBeans = new PluginBeans(beans, plugins, operations);
    }

    /** Manages a server from the JVM's own MBean server; see {@link #start(MBeanServer, PluginHost, Counters)}. */
    public static Management start(PluginHost plugins, Counters counters) {
        return start(ManagementFactory.getPlatformMBeanServer(), plugins, counters);
    }

    /**
     * Registers a server's beans; when this returns they are there. Where another server has registered its own, there
     * are none, which is logged.
     */
    public static Management start(MBeanServer server, PluginHost plugins, Counters counters) {
        var management = new Management(server, plugins, counters);
        management.await(management::registerAll);
        return management;
    }

    private void registerAll() {
        if (!beans.register(PluginHostBean.NAME, new NotifyingBean(hostBean, PluginHostMXBean.class, hostBean))) {
            LOG.warn("this server cannot be managed by JMX: another one in this JVM is");
            return;
        }
        beans.register(RecordingsBean.NAME, new NotifyingBean(recordingsBean, RecordingsMXBean.class, recordingsBean));
        plugins.observe(this::onEvent, this::onPlugins);
        pluginBeans.refresh();
    }

    /** On a thread of the plugin host's. What is lost here comes again with its next look at the directories. */
    private void onPlugins() {
        if (refreshing.compareAndSet(false, true)) {
            boolean accepted = execute(() -> {
                refreshing.set(false);
                pluginBeans.refresh();
            });
            if (!accepted) {
                refreshing.set(false);
            }
        }
    }

    /** On the thread of events. */
    private void onEvent(ServerEvent event) {
        boolean accepted = switch (event.type()) {
            case PLUGIN_STATE -> execute(() -> hostBean.tell(event));
            case RECORDING_STARTED, RECORDING_STOPPED, RECORDING_FAILED -> execute(() -> recordingsBean.tell(event));
            default -> true;
        };
        if (!accepted && !thread.isShutdown()) {
            counters.increment(Counter.NOTIFICATIONS_DROPPED);
        }
    }

    private boolean execute(Runnable work) {
        try {
            thread.execute(() -> {
                try {
                    work.run();
                } catch (RuntimeException failure) {
                    LOG.error("management goes on after an unexpected error", failure);
                }
            });
            return true;
        } catch (RejectedExecutionException full) {
            return false;
        }
    }

    /** The server goes on whatever becomes of its management. */
    private void await(Runnable work) {
        try {
            thread.submit(work).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | RejectedExecutionException failure) {
            LOG.error("JMX: not done as it should be", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes all beans away. */
    @Override
    public void close() {
        if (thread.isShutdown()) {
            return;
        }
        plugins.observe(event -> {}, () -> {});
        thread.getQueue().clear();
        await(beans::unregisterAll);
        thread.shutdownNow();
    }
}
