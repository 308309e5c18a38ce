package dev.sluice.flv;

import dev.sluice.api.PluginContext;
import dev.sluice.api.SluicePlugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;

/** Records streams as FLV files. Does nothing without settings. */
public final class FlvPlugin extends SluicePlugin {
    /** Called by the server. */
    public FlvPlugin(PluginContext context) {
        super(context);
    }

    @Override
    public void start() {
        if (context().configured()) {
            FlvSettings settings = context().settings(FlvSettings.class);
            RecordingFolder folder = folder(settings);
            context().scheduler().execute(new Repair(folder, settings.sync())::run);
            context().registerRecorder(new FlvRecorder(settings, folder, Clock.systemDefaultZone(), System::nanoTime));
        }
    }

    private RecordingFolder folder(FlvSettings settings) {
        Path directory = context().resolve(settings.directory());
        try {
            return new RecordingFolder(Disk.REAL, directory, settings.minFreeSpace());
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot record into " + directory, failure);
        }
    }
}
