package dev.sluice.jmx;

import dev.sluice.plugin.PluginHost;
import dev.sluice.plugin.PluginView;
import java.util.List;

/** Looks its plugin up anew for each reading. */
final class PluginBean extends PluginFigures implements PluginMXBean {
    private final String id;
    private final PluginHost plugins;
    private final Operations operations;

    PluginBean(String id, PluginHost plugins, Operations operations) {
        super(() -> view(id, plugins));
        this.id = id;
        this.plugins = plugins;
        this.operations = operations;
    }

    private static PluginView view(String id, PluginHost plugins) {
        return plugins.plugins().stream()
                .filter(view -> view.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no plugin " + id + " any more"));
    }

    @Override
    public void start() {
        operations.run("Plugin.start", List.of(id), () -> plugins.start(id));
    }

    @Override
    public void stop() {
        operations.run("Plugin.stop", List.of(id), () -> plugins.stop(id));
    }

    @Override
    public void uninstall() {
        operations.run("Plugin.uninstall", List.of(id), () -> plugins.uninstall(id));
    }
}
