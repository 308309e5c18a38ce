package dev.sluice.testkit;

import dev.sluice.api.ConnectionInfo;
import dev.sluice.api.StreamInfo;
import java.time.Instant;
import java.util.Optional;

/** A stream that a client publishes. */
public record TestStream(
        String application, String name, String publishType, Instant publishedAt, Optional<ConnectionInfo> publisher)
        implements StreamInfo {

    /** {@code live/NAME}, published by connection 1 at the epoch. */
    public static TestStream named(String name) {
        return new TestStream("live", name, "live", Instant.EPOCH, Optional.of(TestClient.number(1)));
    }
}
