package dev.sluice.plugin;

import dev.sluice.api.ConnectionInfo;
import dev.sluice.api.ServerEvent;
import dev.sluice.api.StreamInfo;
import dev.sluice.stream.StreamPath;
import java.time.Instant;
import java.util.Optional;

/**
 * A stream with its publisher.
 *
 * @param publicationId the subject of the events about it
 */
record PublishedStream(
        StreamPath path,
        long publicationId,
        String publishType,
        Instant publishedAt,
        Optional<ConnectionInfo> publisher)
        implements StreamInfo {

    static PublishedStream of(ServerEvent published) {
        return new PublishedStream(
                new StreamPath(published.application(), published.stream()),
                published.subjectId(),
                published.details().getOrDefault("publishType", "live"),
                published.time(),
                published.connection());
    }

    @Override
    public String application() {
        return path.application();
    }

    @Override
    public String name() {
        return path.name();
    }
}
