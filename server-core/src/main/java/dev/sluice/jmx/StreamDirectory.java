package dev.sluice.jmx;

import dev.sluice.codec.MediaDescription;
import dev.sluice.plugin.PluginHost;
import dev.sluice.plugin.RecordingView;
import dev.sluice.session.SessionFigures;
import dev.sluice.session.Sessions;
import dev.sluice.stream.LiveStream;
import dev.sluice.stream.StreamFigures;
import dev.sluice.stream.StreamFigures.Publication;
import dev.sluice.stream.StreamPath;
import dev.sluice.stream.StreamRegistry;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the readings of streams find what belongs to them. Any thread. */
final class StreamDirectory {
    static final Comparator<StreamPath> ORDER =
            Comparator.comparing(StreamPath::application).thenComparing(StreamPath::name);

    private final StreamRegistry streams;
    private final Sessions sessions;
    private final PluginHost plugins;
    private final Samples samples;

    StreamDirectory(ManagementServices services, Samples samples) {
        this.streams = services.streams();
        this.sessions = services.sessions();
        this.plugins = services.plugins();
        this.samples = samples;
    }

    Optional<LiveStream> find(StreamPath path) {
        return streams.find(path);
    }

    int count() {
        return streams.count();
    }

    /** By application and name, from {@code after} on, without that one. */
    List<StreamRow> rows(StreamPath after, int max) {
        Map<StreamPath, Long> recordings = recordings();
        return streams.all().stream()
                .filter(stream -> ORDER.compare(stream.path(), after) > 0)
                .sorted(Comparator.comparing(LiveStream::path, ORDER))
                .limit(max)
                .<StreamRow>map(stream -> {
                    StreamReading.Moment moment = StreamReading.Moment.of(stream);
                    int recorded = recordings.getOrDefault(stream.path(), 0L).intValue();
                    return new StreamReading(this, () -> moment, path -> recorded);
                })
                .toList();
    }

    Optional<StreamRow> row(StreamPath path) {
        return find(path)
                .map(StreamReading.Moment::of)
                .map(moment -> new StreamReading(this, () -> moment, this::recordings));
    }

    /** How many plugins record that stream. */
    int recordings(StreamPath path) {
        return Math.toIntExact(recorded().filter(path::equals).count());
    }

    private Map<StreamPath, Long> recordings() {
        return recorded().collect(Collectors.groupingBy(path -> path, Collectors.counting()));
    }

    private Stream<StreamPath> recorded() {
        return plugins.recordings().stream().map(RecordingView::stream);
    }

    /** Whoever publishes that stream now. */
    Optional<Publication> publication(StreamPath path) {
        return find(path).map(LiveStream::figures).map(StreamFigures::publication);
    }

    Optional<SessionFigures> publisher(Publication publication) {
        return Optional.ofNullable(publication).flatMap(known -> sessions.find(known.connectionId()));
    }

    StreamSamples samples(LiveStream stream) {
        return samples.stream(stream);
    }

    MediaDescription media(LiveStream stream, StreamFigures figures) {
        return samples(stream).media(figures);
    }
}
