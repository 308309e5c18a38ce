package dev.sluice.jmx;

import dev.sluice.api.ServerEvent;
import dev.sluice.net.EventLoop;
import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a server managed by JMX, from its start, the last of the server's, to its close, the first. Beans come and go,
 * rates are sampled and notifications leave on one thread, in the order of what happened.
 *
 * <p>Nothing here takes a lock that an event loop takes: what is shown is what loops publish, and what is asked for is
 * sent to them. Beans of connections and streams follow with a look at what there is, so that those that come and go
 * between two looks cost nothing.
 */
public final class Management implements AutoCloseable {
    static final long TICK_MILLIS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Management.class);
    private static final int MAX_NOTICES = 1_000;
    /** Nothing holds it up but a busy machine. */
    private static final long START_PATIENCE_SECONDS = 60;
    /** Whoever listens in this JVM may hold it up. */
    private static final long CLOSE_PATIENCE_SECONDS = 5;

    private final ManagementServices services;
    private final long tickMillis;
    private final Beans beans;
    private final Samples samples;
    private final ServerBean serverBean;
    private final StreamsBean streamsBean;
    private final ConnectionsBean connectionsBean;
    private final PluginHostBean hostBean;
    private final RecordingsBean recordingsBean;
    private final PluginBeans pluginBeans;
    private final StreamBeans streamBeans;
    private final ConnectionBeans connectionBeans;
    private final StreamWatch streamWatch;
    private final Notices notices;
    private final ManagementThread thread = new ManagementThread();
    private final ManagementThread.Errand followPlugins;
    private final ManagementThread.Errand sendNotices;

    private Management(MBeanServer server, ManagementServices services, long tickMillis) {
        this.services = services;
        this.tickMillis = tickMillis;
        this.beans = new Beans(server);
        this.notices = new Notices(services.counters(), MAX_NOTICES);
        this.samples = new Samples(services.counters(), services.loops(), services.streams(), System::nanoTime);
        Operations operations = new Operations();
        StreamDirectory directory = new StreamDirectory(services, samples);
        StreamOperations streams = new StreamOperations(services, directory, operations);
        ConnectionOperations connections = new ConnectionOperations(services.sessions(), operations);
        this.streamBeans = new StreamBeans(beans, services, directory, streams);
        this.connectionBeans = new ConnectionBeans(beans, services, connections);
        this.serverBean = new ServerBean(services, samples.server(), operations);
        this.streamsBean = new StreamsBean(directory, services.bans(), streams, operations);
        this.connectionsBean =
                new ConnectionsBean(services.sessions(), connectionBeans::count, connections, operations);
        this.hostBean = new PluginHostBean(services.plugins(), operations);
        this.recordingsBean = new RecordingsBean(services.plugins(), streams);
        this.pluginBeans = new PluginBeans(beans, services.plugins(), operations);
        this.followPlugins = thread.errand(0, pluginBeans::refresh);
        this.streamWatch = new StreamWatch(thread, services.counters(), streamsBean, this::followStreams);
        this.sendNotices = thread.errand(0, () -> notices.send(notices.count()));
    }

    /**
     * Manages a server from the JVM's own MBean server. Registers its beans; when this returns they are there. Where
     * another server has registered its own, there are none, which is logged.
     */
    public static Management start(ManagementServices services) {
        return start(ManagementFactory.getPlatformMBeanServer(), services, TICK_MILLIS);
    }

    /** @param tickMillis between two looks at everything */
    static Management start(MBeanServer server, ManagementServices services, long tickMillis) {
        var management = new Management(server, services, tickMillis);
        management.thread.await(management::registerAll, START_PATIENCE_SECONDS);
        return management;
    }

    private void registerAll() {
        if (!beans.register(ServerBean.NAME, new CountingBean(serverBean, ServerMXBean.class, services.counters()))) {
            LOG.warn("this server cannot be managed by JMX: another one in this JVM is");
            return;
        }
        for (EventLoop loop : services.loops()) {
            var bean = new EventLoopBean(loop, samples.loop(loop.index()));
            beans.register(Names.of("EventLoop", loop.index()), new DescribedBean(bean, EventLoopMXBean.class));
        }
        beans.register(StreamsBean.NAME, new NotifyingBean(streamsBean, StreamsMXBean.class, streamsBean));
        beans.register(ConnectionsBean.NAME, new DescribedBean(connectionsBean, ConnectionsMXBean.class));
        beans.register(PluginHostBean.NAME, new NotifyingBean(hostBean, PluginHostMXBean.class, hostBean));
        beans.register(RecordingsBean.NAME, new NotifyingBean(recordingsBean, RecordingsMXBean.class, recordingsBean));
        // what is lost there comes again with the host's next look at the directories
        services.plugins().observe(this::onEvent, followPlugins::request);
        pluginBeans.refresh();
        tick();
        thread.repeat(tickMillis, this::tick);
    }

    private void tick() {
        samples.sample();
        connectionBeans.follow();
        streamBeans.follow();
    }

    private void followStreams() {
        samples.sampleNew();
        streamBeans.follow();
    }

    /** On the thread of events. */
    private void onEvent(ServerEvent event) {
        switch (event.type()) {
            case PUBLISH_STARTED, PUBLISH_STOPPED, STREAM_STALLED -> streamWatch.onEvent(event);
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
        services.plugins().observe(event -> {}, () -> {});
        thread.beginClose();
        thread.await(beans::unregisterAll, CLOSE_PATIENCE_SECONDS);
        thread.close();
    }
}
