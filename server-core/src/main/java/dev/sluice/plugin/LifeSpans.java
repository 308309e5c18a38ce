package dev.sluice.plugin;

import dev.sluice.api.ServerEvent;
import dev.sluice.api.ServerEvent.Type;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What goes on, by the events that began it, in their order. For one thread. */
final class LifeSpans {
    private final Map<Span, ServerEvent> open = new LinkedHashMap<>();

    /** The identity of what a start and a stop are about. */
    record Span(Type start, long subjectId) {
        /** Empty for what neither starts nor stops anything. */
        static Optional<Span> of(ServerEvent event) {
            return switch (event.type()) {
                case CONNECTION_OPENED, CONNECTION_CLOSED -> span(Type.CONNECTION_OPENED, event);
                case PUBLISH_STARTED, PUBLISH_STOPPED -> span(Type.PUBLISH_STARTED, event);
                case PLAY_STARTED, PLAY_STOPPED -> span(Type.PLAY_STARTED, event);
                case RECORDING_STARTED, RECORDING_STOPPED -> span(Type.RECORDING_STARTED, event);
                case RECORDING_FAILED ->
                    event.subjectId() == 0 ? Optional.empty() : span(Type.RECORDING_STARTED, event);
                default -> Optional.empty();
            };
        }

        private static Optional<Span> span(Type start, ServerEvent event) {
            return Optional.of(new Span(start, event.subjectId()));
        }
    }

    void take(ServerEvent event) {
        Span.of(event).ifPresent(span -> {
            if (event.type() == span.start()) {
                open.put(span, event);
            } else {
                open.remove(span);
            }
        });
    }

    Collection<ServerEvent> open() {
        return open.values();
    }
}
