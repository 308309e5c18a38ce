package dev.sluice.prometheus;

import dev.sluice.api.ServerStatistics;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import java.util.function.Supplier;

/** The server's figures, read anew for each scrape. */
final class ServerMetrics implements MultiCollector {
    private final Supplier<ServerStatistics> source;
    private final StreamMetrics streams;

    /**
     * @param withStreams whether single streams are shown
     * @param maxStreams how many of them
     */
    ServerMetrics(Supplier<ServerStatistics> source, boolean withStreams, int maxStreams) {
        this.source = source;
        this.streams = withStreams ? new StreamMetrics(maxStreams) : null;
    }

    @Override
    public MetricSnapshots collect() {
        ServerStatistics now = source.get();
        var metrics = new Families();
        metrics.gauge(
                "uptime_seconds",
                "How long the server has been running.",
                now.uptime().toMillis() / 1e3);
        metrics.gauge("connections", "Connections open now.", now.connections());
        metrics.gauge("publishers", "Streams that are published now.", now.publishers());
        metrics.gauge("players", "Players now, those that wait for a publisher included.", now.players());
        metrics.gauge(
                "streams",
                "Streams that are published or waited for.",
                now.streams().size());
        metrics.gauge("log_bytes", "Bytes of direct memory that the stream logs hold.", now.logBytes());
        for (ServerStatistics.Count count : now.counters()) {
            metrics.counter(count.name(), count.description(), count.value());
        }
        metrics.counter("bytes_in", "Bytes read from connections.", now.bytesIn());
        metrics.counter("bytes_out", "Bytes written to connections.", now.bytesOut());
        if (streams != null) {
            streams.collect(now.streams()).forEach(metrics.builder::metricSnapshot);
        }
        return metrics.builder.build();
    }

    /** What comes first keeps the name. */
    private static final class Families {
        private final MetricSnapshots.Builder builder = MetricSnapshots.builder();

        void gauge(String name, String help, double value) {
            builder.metricSnapshot(GaugeSnapshot.builder()
                    .name("sluice_" + name)
                    .help(help)
                    .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
                    .build());
        }

        void counter(String name, String help, double value) {
            String full = PrometheusNaming.sanitizeMetricName("sluice_" + name);
            if (builder.containsMetricName(full)) {
                return;
            }
            builder.metricSnapshot(CounterSnapshot.builder()
                    .name(full)
                    .help(help)
                    .dataPoint(CounterDataPointSnapshot.builder().value(value).build())
                    .build());
        }
    }
}
