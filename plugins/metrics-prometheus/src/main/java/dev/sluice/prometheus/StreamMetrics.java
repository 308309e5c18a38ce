package dev.sluice.prometheus;

import dev.sluice.api.StreamStatistics;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A series for each of the live streams with the most players, and one for the rest, so that their number is bounded
 * whatever clients call their streams. Those that are only waited for are among the rest: anybody may ask for any name, and
 * each would be a series for Prometheus to keep. Thread-safe.
 */
final class StreamMetrics {
    /** Without an application, which every stream has: no stream is mistaken for it. */
    private static final Labels REST = Labels.of("application", "", "stream", "_other");

    private static final Comparator<StreamStatistics> ORDER = Comparator.comparingInt(StreamStatistics::players)
            .reversed()
            .thenComparing(StreamStatistics::application)
            .thenComparing(StreamStatistics::name);

    private final int maxStreams;
    private final Growth messagesIn = new Growth(StreamStatistics::messagesIn);
    private final Growth bytesIn = new Growth(StreamStatistics::bytesIn);
    private final Growth bytesOut = new Growth(StreamStatistics::bytesOut);

    StreamMetrics(int maxStreams) {
        this.maxStreams = maxStreams;
    }

    synchronized List<MetricSnapshot> collect(List<StreamStatistics> streams) {
        List<StreamStatistics> live =
                streams.stream().filter(StreamStatistics::live).sorted(ORDER).toList();
        List<StreamStatistics> shown = live.subList(0, Math.min(maxStreams, live.size()));
        var rest = new ArrayList<>(live.subList(shown.size(), live.size()));
        streams.stream().filter(stream -> !stream.live()).forEach(rest::add);
        var split = new Split(streams, shown, rest);
        return List.of(
                gauge(
                        "live",
                        "1 for a stream that is published now; of _other, how many are.",
                        split,
                        s -> s.live() ? 1 : 0),
                gauge("players", "Its players, those that wait for a publisher included.", split, s -> s.players()),
                gauge("log_bytes", "Bytes of direct memory that its log holds.", split, s -> s.logBytes()),
                counter("messages_in", "Audio, video and data messages published.", split, messagesIn),
                counter("bytes_in", "Bytes of the payloads published.", split, bytesIn),
                counter("bytes_out", "Bytes written to its players.", split, bytesOut));
    }

    private record Split(List<StreamStatistics> all, List<StreamStatistics> shown, List<StreamStatistics> rest) {}

    private static GaugeSnapshot gauge(String name, String help, Split split, ToLongFunction<StreamStatistics> figure) {
        GaugeSnapshot.Builder family =
                GaugeSnapshot.builder().name("sluice_stream_" + name).help(help);
        for (StreamStatistics stream : split.shown) {
            family.dataPoint(gauge(labels(stream), figure.applyAsLong(stream)));
        }
        if (!split.rest.isEmpty()) {
            family.dataPoint(gauge(REST, split.rest.stream().mapToLong(figure).sum()));
        }
        return family.build();
    }

    private static GaugeDataPointSnapshot gauge(Labels labels, double value) {
        return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
    }

    private static CounterSnapshot counter(String name, String help, Split split, Growth growth) {
        CounterSnapshot.Builder family =
                CounterSnapshot.builder().name("sluice_stream_" + name).help(help);
        for (StreamStatistics stream : split.shown) {
            family.dataPoint(counter(labels(stream), growth.of(stream)));
        }
        long sum = growth.sum(split.all, split.rest);
        if (sum > 0 || !split.rest.isEmpty()) {
            family.dataPoint(counter(REST, sum));
        }
        return family.build();
    }

    private static CounterDataPointSnapshot counter(Labels labels, double value) {
        return CounterDataPointSnapshot.builder().labels(labels).value(value).build();
    }

    private static Labels labels(StreamStatistics stream) {
        return Labels.of("application", stream.application(), "stream", stream.name());
    }
}
