package dev.sluice.jmx;

import dev.sluice.api.ServerEvent;
import dev.sluice.plugin.PluginHost;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.management.ObjectName;

/** Recordings as a client sees them. */
final class RecordingsBean extends Notes implements RecordingsMXBean {
    static final ObjectName NAME = Names.of("Recordings");

    private static final String BEAN = "Recordings";
    private static final String EVENT_PREFIX = "RECORDING_";

    private final PluginHost plugins;
    private final StreamOperations streams;

    RecordingsBean(PluginHost plugins, StreamOperations streams) {
        super(
                NAME,
                "dev.sluice.recording.",
                "A recording has begun, ended, or could not begin or go on.",
                "started",
                "stopped",
                "failed");
        this.plugins = plugins;
        this.streams = streams;
    }

    /** Tells of a {@link ServerEvent.Type#RECORDING_STARTED}, STOPPED or FAILED. */
    void tell(ServerEvent event) {
        String kind = event.type().name().substring(EVENT_PREFIX.length()).toLowerCase(Locale.ROOT);
        var facts = new HashMap<>(event.details());
        facts.put("application", event.application());
        facts.put("name", event.stream());
        if (!event.reason().isEmpty()) {
            facts.put("reason", event.reason());
        }
        send(kind, event.time().toEpochMilli(), sentence(kind, event, facts), facts);
    }

    private static String sentence(String kind, ServerEvent event, Map<String, String> facts) {
        String reason = event.reason().isEmpty() ? "" : ": " + event.reason();
        return "recording of " + event.application() + "/" + event.stream() + " by " + facts.get("plugin") + " " + kind
                + reason;
    }

    @Override
    public List<RecordingRow> getRecordings() {
        return plugins.recordings().stream()
                .<RecordingRow>map(RecordingFigures::new)
                .toList();
    }

    @Override
    public int getCount() {
        return plugins.recordings().size();
    }

    @Override
    public void startRecording(String application, String name) {
        streams.startRecording(BEAN, application, name);
    }

    @Override
    public int stopRecording(String application, String name) {
        return streams.stopRecording(BEAN, application, name);
    }
}
