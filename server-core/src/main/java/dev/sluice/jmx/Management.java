package dev.sluice.jmx;

import dev.sluice.api.ServerEvent;
import dev.sluice.counter.Counters;
import dev.sluice.plugin.PluginHost;
import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a server managed by JMX, from its start, the last of the server's, to its close, the first. Beans come and go, and
 * notifications leave, on one thread, in the order of what happened.
 */
public final class Management implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Management.class);

    private final PluginHost plugins;
    private final Beans beans;
    private final PluginHostBean hostBean;
    private final RecordingsBean recordingsBean;
    private final PluginBeans pluginBeans;
    private final Notices notices;
    private final ManagementThread thread = new ManagementThread();
    private final ManagementThread.Errand followPlugins;
    private final ManagementThread.Errand sendNotices;

    private Management(MBeanServer server, PluginHost plugins, Counters counters) {
        this.plugins = plugins;
        this.notices = new Notices(counters);
        Operations operations = new Operations();
        this.beans = new Beans(server);
        this.hostBean = new PluginHostBean(plugins, operations);
        this.recordingsBean = new RecordingsBean(plugins, operations);
        this.pluginBeans = new PluginBeans(beans, plugins, operations);
        this.followPlugins = thread.errand(0, pluginBeans::refresh);
        this.sendNotices = thread.errand(0, notices::send);
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
        management.thread.await(management::registerAll);
        return management;
    }

    private void registerAll() {
        if (!beans.register(PluginHostBean.NAME, new NotifyingBean(hostBean, PluginHostMXBean.class, hostBean))) {
            LOG.warn("this server cannot be managed by JMX: another one in this JVM is");
            return;
        }
        beans.register(RecordingsBean.NAME, new NotifyingBean(recordingsBean, RecordingsMXBean.class, recordingsBean));
        // what is lost there comes again with the host's next look at the directories
        plugins.observe(this::onEvent, followPlugins::request);
        pluginBeans.refresh();
    }

    /** On the thread of events. */
    private void onEvent(ServerEvent event) {
        switch (event.type()) {
            case PLUGIN_STATE -> notice(() -> hostBean.tell(event));
            case RECORDING_STARTED, RECORDING_STOPPED, RECORDING_FAILED -> notice(() -> recordingsBean.tell(event));
            default -> {
                // nobody is told of it
            }
        }
    }

    private void notice(Runnable send) {
        notices.add(send);
        sendNotices.request();
    }

    /** Takes all beans away. */
    @Override
    public void close() {
        if (thread.isClosing()) {
            return;
        }
        plugins.observe(event -> {}, () -> {});
        thread.beginClose();
        thread.await(beans::unregisterAll);
        thread.close();
    }
}
