package dev.sluice.eventlog;

import dev.sluice.api.ServerEvent;
import dev.sluice.api.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * {@code plugins.settings.event-log}.
 *
 * @param file where to; older files lie beside it
 * @param events types of events, and groups of them, see {@link EventGroups}
 * @param rejectedStreams whether the stream is named in events that say that a client may not publish or play it
 * @param maxSize bytes after which a new file is begun
 * @param keep how many older files are kept
 * @param compress whether older files are compressed
 * @param maxAge how long older files are kept; 0 for as long as there is room among {@code keep}
 */
record EventLogSettings(
        @Setting("logs/events.jsonl") String file,
        @Setting("lifecycle,informational") List<String> events,
        @Setting("false") boolean rejectedStreams,

        @Setting(value = "50MiB", min = "64KiB", max = "1TiB")
        long maxSize,

        @Setting(value = "10", min = "0", max = "10000") int keep,
        @Setting("true") boolean compress,
        @Setting(value = "0s", min = "0s", max = "3650d") Duration maxAge) {

    EventLogSettings {
        events = List.copyOf(events);
        EventGroups.types(events);
    }

    /** Those that are written. */
    Set<ServerEvent.Type> types() {
        return EventGroups.types(events);
    }
}
