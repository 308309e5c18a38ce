package dev.sluice.prometheus;

import dev.sluice.api.PluginContext;
import dev.sluice.api.SluicePlugin;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves {@code /metrics} on a port of its own, if there are settings. */
public final class PrometheusPlugin extends SluicePlugin {
    private static final Logger LOG = LoggerFactory.getLogger(PrometheusPlugin.class);
    private static final String PATH = "/metrics";

    private HTTPServer server;

    public PrometheusPlugin(PluginContext context) {
        super(context);
    }

    @Override
    public void start() {
        if (!context().configured()) {
            return;
        }
        PrometheusSettings settings = context().settings(PrometheusSettings.class);
        var registry = new PrometheusRegistry();
        registry.register(new ServerMetrics(context()::statistics, settings.streams(), settings.maxStreams()));
        registerJvm(registry);
        server = listen(settings, registry);
        LOG.info("Metrics are at {}", address());
    }

    /** Those of JvmMetrics, but for the allocation by memory pool, which leaves listeners behind in the JVM. */
    private static void registerJvm(PrometheusRegistry registry) {
        ProcessMetrics.builder().register(registry);
        JvmRuntimeInfoMetric.builder().register(registry);
        JvmThreadsMetrics.builder().register(registry);
        JvmMemoryMetrics.builder().register(registry);
        JvmBufferPoolMetrics.builder().register(registry);
        JvmGarbageCollectorMetrics.builder().register(registry);
        JvmClassLoadingMetrics.builder().register(registry);
    }

    private static HTTPServer listen(PrometheusSettings settings, PrometheusRegistry registry) {
        try {
            return HTTPServer.builder()
                    .inetAddress(InetAddress.getByName(settings.host()))
                    .port(settings.port())
                    .metricsHandlerPath(PATH)
                    .registerHealthHandler(false)
                    .registry(registry)
                    .buildAndStart();
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "cannot listen on " + settings.host() + ":" + settings.port() + ": " + failure.getMessage(),
                    failure);
        }
    }

    /** Where the metrics are. */
    URI address() {
        String host = context().settings(PrometheusSettings.class).host();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.getPort() + PATH);
    }

    @Override
    public void stop() {
        if (server != null) {
            server.close();
        }
    }
}
