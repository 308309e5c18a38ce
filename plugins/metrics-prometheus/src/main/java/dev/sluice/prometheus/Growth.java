package dev.sluice.prometheus;

import dev.sluice.api.StreamStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Sums up one figure over streams that come and go so that the sum never shrinks, which Prometheus would take for a
 * restart: what is added is by how much each has grown while it was among them. For one thread at a time.
 */
final class Growth {
    private final ToLongFunction<StreamStatistics> figure;
    private Map<Key, Long> last = Map.of();
    private long total;

    Growth(ToLongFunction<StreamStatistics> figure) {
        this.figure = figure;
    }

    private record Key(String application, String name) {
        static Key of(StreamStatistics stream) {
            return new Key(stream.application(), stream.name());
        }
    }

    /** The figure of one stream. */
    long of(StreamStatistics stream) {
        return figure.applyAsLong(stream);
    }

    /**
     * The sum now.
     *
     * @param all the streams there are
     * @param rest those of them that are summed up
     */
    long sum(List<StreamStatistics> all, List<StreamStatistics> rest) {
        Set<Key> summedUp = rest.stream().map(Key::of).collect(Collectors.toSet());
        var now = new HashMap<Key, Long>();
        for (StreamStatistics stream : all) {
            Key key = Key.of(stream);
            long value = of(stream);
            long before = last.getOrDefault(key, 0L);
            if (summedUp.contains(key)) {
                // less than before: another stream of the same name
                total += value < before ? value : value - before;
            }
            now.put(key, value);
        }
        last = now;
        return total;
    }
}
