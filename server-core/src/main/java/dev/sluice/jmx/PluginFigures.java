package dev.sluice.jmx;

import dev.sluice.plugin.PluginView;
import java.util.function.Supplier;

/** Reads what there is to know of a plugin. */
class PluginFigures implements PluginRow {
    private final Supplier<PluginView> view;

    PluginFigures(Supplier<PluginView> view) {
        this.view = view;
    }

    @Override
    public String getId() {
        return view.get().id();
    }

    @Override
    public String getVersion() {
        return view.get().version();
    }

    @Override
    public String getProvider() {
        return view.get().provider();
    }

    @Override
    public String getDescription() {
        return view.get().description();
    }

    @Override
    public String getState() {
        return view.get().state().name();
    }

    @Override
    public String getCause() {
        return view.get().cause();
    }

    @Override
    public String getFile() {
        return view.get().file().toString();
    }

    @Override
    public long getSinceMillis() {
        return view.get().since().toEpochMilli();
    }

    @Override
    public String[] getExtensions() {
        return view.get().extensions().toArray(String[]::new);
    }

    @Override
    public boolean isGuards() {
        return view.get().guards();
    }

    @Override
    public long getFailures() {
        return view.get().failures();
    }

    @Override
    public long getDroppedEvents() {
        return view.get().droppedEvents();
    }

    @Override
    public int getThreadsLeft() {
        return view.get().threadsLeft();
    }
}
