package dev.sluice.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads and starts one plugin, stops and unloads it. What runs is what is loaded. The control thread only. */
final class Starter {
    private static final Logger LOG = LoggerFactory.getLogger(Starter.class);

    private final SluicePluginManager manager;
    private long copies;

    Starter(SluicePluginManager manager) {
        this.manager = manager;
    }

    /**
     * Copies the plugin's archive, loads the copy and starts it.
     *
     * @param folder for the copy
     * @throws PluginException saying why it does not run; nothing of it is left then
     */
    void start(ManagedPlugin plugin, Path folder) throws PluginException {
        String unfit = manager.unfit(plugin.archive().descriptor());
        if (!unfit.isEmpty()) {
            throw new PluginException(unfit);
        }
        Path copy;
        try {
            copy = plugin.archive().copyInto(folder, ++copies);
            if (!FileMark.of(plugin.archive().file()).equals(plugin.archive().mark())) {
                delete(copy);
                throw new PluginException("its file changed while it was copied");
            }
        } catch (IOException failure) {
            throw new PluginException("it cannot be copied: " + failure, failure);
        }
        startFrom(plugin, copy);
    }

    /** As {@link #start}, from a copy that is there. */
    void startFrom(ManagedPlugin plugin, Path copy) throws PluginException {
        try {
            PluginInstance instance = load(plugin.id(), copy);
            if (instance.registrations().isEmpty()) {
                requireNothingForgotten(plugin, instance);
            }
            plugin.started(instance, copy);
        } catch (PluginException failure) {
            PluginWrapper wrapper = manager.getPlugin(plugin.id());
            if (wrapper != null && wrapper.getPlugin() instanceof PluginInstance refused) {
                plugin.refused(refused);
            }
            manager.unload(plugin.id());
            delete(copy);
            throw failure;
        }
    }

    /** A plugin that does nothing is either idle for want of settings, or its author has forgotten something. */
    private void requireNothingForgotten(ManagedPlugin plugin, PluginInstance instance) throws PluginException {
        boolean indexed = manager.getPluginClassLoader(plugin.id()).getResource("META-INF/extensions.idx") != null;
        if (!indexed && plugin.archive().marksExtensions()) {
            throw new PluginException("no extensions found: classes are marked @Extension, but there is no"
                    + " META-INF/extensions.idx, so the annotation processor did not run");
        }
        if (!instance.hasPluginClass()) {
            throw new PluginException("no extensions found, and it has no Plugin-Class: nothing would ever run");
        }
    }

    private PluginInstance load(String id, Path copy) throws PluginException {
        PluginWrapper wrapper;
        try {
            manager.loadPlugin(copy);
            wrapper = manager.getPlugin(id);
            if (manager.startPlugin(id) == PluginState.STARTED) {
                return (PluginInstance) wrapper.getPlugin();
            }
        } catch (RuntimeException | LinkageError failure) {
            throw new PluginException(PluginException.causeOf(failure), failure);
        }
        Throwable cause = Optional.ofNullable(wrapper.getFailedException())
                .orElseGet(() -> new PluginException("PF4J leaves it " + wrapper.getPluginState()));
        if (cause.getCause() instanceof PluginException known) {
            throw known;
        }
        throw new PluginException(PluginException.causeOf(cause), cause);
    }

    /**
     * Stops and unloads a plugin that runs.
     *
     * @return what it was loaded from, for {@link #startFrom} or {@link #delete}
     */
    Path stop(ManagedPlugin plugin, LifeCycle state, String why) {
        Path copy = plugin.copy();
        manager.stopPlugin(plugin.id());
        manager.unload(plugin.id());
        plugin.ended(state, why);
        return copy;
    }

    /** Deletes a copy, or whatever an earlier process left. */
    static void delete(Path path) {
        if (path == null || !Files.exists(path)) {
            return;
        }
        try (var all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException | java.io.UncheckedIOException failure) {
            LOG.warn("{} is left behind: {}", path, failure.toString());
        }
    }
}
