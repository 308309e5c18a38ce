package dev.sluice.eventlog;

import dev.sluice.api.PluginContext;
import dev.sluice.api.Registration;
import dev.sluice.api.ServerEvent;
import dev.sluice.api.SluicePlugin;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Writes events as JSON lines into a file, if there are settings. */
public final class EventLogPlugin extends SluicePlugin {
    private Registration registration;
    private EventWriter writer;

    public EventLogPlugin(PluginContext context) {
        super(context);
    }

    @Override
    public void start() {
        if (!context().configured()) {
            return;
        }
        EventLogSettings settings = context().settings(EventLogSettings.class);
        Path file = context().resolve(settings.file()).toAbsolutePath();
        var older = new OlderFiles(file, settings.keep(), settings.maxAge(), settings.compress());
        context().scheduler().scheduleWithFixedDelay(older::tidy, 0, 1, TimeUnit.HOURS);
        var rotating = new RotatingFile(file, settings.maxSize(), older::nextName, () -> tidySoon(older));
        writer = new EventWriter(rotating, context().scheduler());
        var line = new EventLine(settings.rejectedStreams());
        Set<ServerEvent.Type> wanted = settings.types();
        registration = context().registerListener(event -> {
            if (wanted.contains(event.type())) {
                writer.write(line.of(event));
            }
        });
    }

    private void tidySoon(OlderFiles older) {
        try {
            context().scheduler().execute(older::tidy);
        } catch (RejectedExecutionException busy) {
            // within the hour, or at the next start
        }
    }

    @Override
    public void stop() {
        if (registration != null) {
            registration.close();
            writer.close();
        }
    }
}
