package dev.sluice.jmx;

import dev.sluice.plugin.RecordingView;

/** One recording. */
record RecordingFigures(RecordingView recording) implements RecordingRow {
    @Override
    public long getId() {
        return recording.id();
    }

    @Override
    public String getApplication() {
        return recording.stream().application();
    }

    @Override
    public String getName() {
        return recording.stream().name();
    }

    @Override
    public String getPlugin() {
        return recording.plugin();
    }

    @Override
    public String getLocation() {
        return recording.location();
    }

    @Override
    public long getStartedAtMillis() {
        return recording.startedAt().toEpochMilli();
    }

    @Override
    public long getMessages() {
        return recording.messages();
    }

    @Override
    public long getDropped() {
        return recording.dropped();
    }
}
