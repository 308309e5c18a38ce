package dev.sluice.api;

import java.time.Instant;
import java.util.Optional;

/** A stream with its current publisher. Immutable; any thread may read it. */
public interface StreamInfo {
    /** The configured application. */
    String application();

    /** The stream's name within the application; it may hold slashes, but no {@code ..} and no control characters. */
    String name();

    /** {@code live}, {@code record} or {@code append}, as the publisher asked for. */
    String publishType();

    /** When its publisher was told that it may begin. */
    Instant publishedAt();

    /** The publisher at the moment that this tells of; it may have left meanwhile. Empty when none is known. */
    Optional<ConnectionInfo> publisher();
}
