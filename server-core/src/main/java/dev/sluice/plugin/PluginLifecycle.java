package dev.sluice.plugin;

import dev.sluice.api.SettingsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the plugins that run in line with what lies in the directories and what is wanted. The control thread only. */
final class PluginLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(PluginLifecycle.class);

    private static final String BY_OPERATOR = "stopped by an operator";

    private final Starter starter;
    private final Dependencies dependencies;
    private final Consumer<ManagedPlugin> onChange;
    private final Map<String, ManagedPlugin> plugins = new LinkedHashMap<>();
    private Map<Path, String> broken = Map.of();
    private HostSettings settings;

    /** @param onChange is told of each plugin that has come into another state */
    PluginLifecycle(SluicePluginManager manager, HostSettings settings, Consumer<ManagedPlugin> onChange) {
        this.starter = new Starter(manager);
        this.dependencies = new Dependencies(manager);
        this.settings = settings;
        this.onChange = onChange;
    }

    HostSettings settings() {
        return settings;
    }

    Collection<ManagedPlugin> all() {
        return List.copyOf(plugins.values());
    }

    /** Files that cannot be used, each with why. */
    Map<Path, String> broken() {
        return broken;
    }

    Path fileOf(String id) {
        ManagedPlugin plugin = plugins.get(id);
        return plugin == null ? null : plugin.archive().file();
    }

    boolean isStarted(String id) {
        ManagedPlugin plugin = plugins.get(id);
        return plugin != null && plugin.isStarted();
    }

    ManagedPlugin get(String id) throws PluginException {
        ManagedPlugin plugin = plugins.get(id);
        if (plugin == null) {
            throw new PluginException("there is no plugin " + id);
        }
        return plugin;
    }

    /** Refuses to put a plugin where another one lies. */
    void requireFree(Path file, String id) throws PluginException {
        for (ManagedPlugin plugin : plugins.values()) {
            if (plugin.archive().file().equals(file) && !plugin.id().equals(id)) {
                throw new PluginException(file.getFileName() + " is the file of plugin " + plugin.id());
            }
        }
    }

    /** Follows what has happened to the directories. */
    void follow(PluginScan.Result found) {
        reportBroken(found.broken());
        for (ManagedPlugin plugin : all()) {
            Path file = plugin.archive().file();
            if (!found.archives().containsKey(plugin.id()) && !found.unsettled().contains(file)) {
                if (found.broken().containsKey(file) && plugin.isStarted()) {
                    plugin.note("its file cannot be used, so it goes on as it was: "
                            + found.broken().get(file));
                } else {
                    remove(plugin, "its file is gone");
                }
            }
        }
        List<ManagedPlugin> fresh = new ArrayList<>();
        found.archives().forEach((id, archive) -> {
            ManagedPlugin plugin = plugins.get(id);
            if (plugin == null) {
                plugin = new ManagedPlugin(archive);
                plugins.put(id, plugin);
                fresh.add(plugin);
            } else if (isOther(archive, plugin.archive())
                    && !found.unsettled().contains(plugin.archive().file())) {
                // else it is being replaced, and what lies in another directory is no successor
                update(plugin, archive);
            }
        });
        startAll(fresh);
    }

    private static boolean isOther(PluginArchive one, PluginArchive other) {
        return !one.file().equals(other.file()) || !one.mark().equals(other.mark());
    }

    private void reportBroken(Map<Path, String> nowBroken) {
        nowBroken.forEach((file, why) -> {
            if (!why.equals(broken.get(file))) {
                LOG.error("{} is not used: {}", file, why);
            }
        });
        broken = new TreeMap<>(nowBroken);
    }

    /** Starts those that were not started before, and then whoever waited for them. */
    private void startAll(Collection<ManagedPlugin> fresh) {
        for (ManagedPlugin plugin : dependencies.inOrder(fresh)) {
            tryStart(plugin);
        }
        fresh.forEach(plugin -> startDependents(plugin.id()));
    }

    private boolean tryStart(ManagedPlugin plugin) {
        if (settings.disabled().contains(plugin.id())) {
            plugin.ended(LifeCycle.DISABLED, "plugins.disabled names it");
            onChange.accept(plugin);
            return false;
        }
        try {
            Optional<String> unmet = dependencies.unmet(plugin, plugins.values());
            if (unmet.isPresent()) {
                throw new PluginException(unmet.get());
            }
            starter.start(plugin, settings.copies());
            plugin.accepted(settings.settings().get(plugin.id()));
            LOG.info("plugin {} {} started ({})", plugin.id(), plugin.archive().version(), described(plugin));
            onChange.accept(plugin);
            return true;
        } catch (PluginException failure) {
            failed(plugin, failure);
            return false;
        }
    }

    private static String described(ManagedPlugin plugin) {
        List<String> extensions = plugin.instance().extensionNames();
        if (extensions.isEmpty()) {
            return plugin.instance().isConfigured() ? "runs" : "idle, for it is not configured";
        }
        return String.join(", ", extensions);
    }

    private void failed(ManagedPlugin plugin, PluginException failure) {
        plugin.ended(LifeCycle.FAILED, failure.getMessage());
        Throwable cause = failure.getCause();
        boolean operators = cause == null || cause instanceof SettingsException || cause instanceof PluginException;
        String line = "plugin " + plugin.id() + " " + plugin.archive().version() + " does not run: ";
        failure.getMessage().lines().forEach(each -> LOG.error("{}{}", line, each));
        if (!operators) {
            LOG.error("{}stack:", line, cause);
        }
        onChange.accept(plugin);
    }

    /** By the operator: until it is started again, it stays as it is whatever happens to its file. */
    void stop(String id) throws PluginException {
        ManagedPlugin plugin = get(id);
        plugin.hold(true);
        if (plugin.isStarted()) {
            stopWithDependents(plugin, LifeCycle.STOPPED, BY_OPERATOR);
        }
    }

    void start(String id) throws PluginException {
        ManagedPlugin plugin = get(id);
        plugin.hold(false);
        plugin.forgetQuarantines();
        if (plugin.isStarted()) {
            return;
        }
        if (!tryStart(plugin)) {
            throw new PluginException("plugin " + id + " does not run: " + plugin.cause());
        }
        startDependents(id);
    }

    /** Returns how often it has been quarantined in a row; 0 when it is gone already. */
    int quarantine(PluginInstance instance, String why) {
        ManagedPlugin plugin = plugins.get(instance.id());
        if (plugin == null || plugin.instance() != instance) {
            return 0;
        }
        LOG.error("plugin {} is quarantined: {}", plugin.id(), why);
        stopWithDependents(plugin, LifeCycle.QUARANTINED, why);
        return plugin.countQuarantine();
    }

    /** Tries a plugin again that is still in quarantine. */
    void retry(String id) {
        ManagedPlugin plugin = plugins.get(id);
        if (plugin != null && plugin.state() == LifeCycle.QUARANTINED && !plugin.isHeld()) {
            LOG.info("plugin {} is tried again", id);
            tryStart(plugin);
            startDependents(id);
        }
    }

    private void stopWithDependents(ManagedPlugin plugin, LifeCycle state, String why) {
        for (ManagedPlugin dependent : dependencies.dependents(plugin, plugins.values())) {
            Starter.delete(starter.stop(dependent, LifeCycle.STOPPED, "it needs plugin " + plugin.id()));
            dependent.stoppedWith(plugin.id());
            onChange.accept(dependent);
        }
        Starter.delete(starter.stop(plugin, state, why));
        LOG.info("plugin {} stopped: {}", plugin.id(), why);
        onChange.accept(plugin);
    }

    /** Starts those that were stopped with a plugin, and those that could not start for want of it. */
    private void startDependents(String id) {
        if (plugins.get(id).isStarted()) {
            for (ManagedPlugin plugin : dependencies.inOrder(plugins.values())) {
                if (waitsFor(id, plugin)) {
                    tryStart(plugin);
                }
            }
        }
    }

    private boolean waitsFor(String id, ManagedPlugin plugin) {
        if (plugin.isHeld()) {
            return false;
        }
        boolean failedForWant =
                plugin.state() == LifeCycle.FAILED && plugin.cause().startsWith("it needs plugin ");
        return plugin.state() == LifeCycle.STOPPED && plugin.stoppedWith().equals(id)
                || failedForWant && dependencies.unmet(plugin, plugins.values()).isEmpty();
    }

    /** Forgets a plugin whose file is gone. */
    private void remove(ManagedPlugin plugin, String why) {
        if (plugin.isStarted()) {
            stopWithDependents(plugin, LifeCycle.STOPPED, why);
        } else {
            LOG.info("plugin {} removed: {}", plugin.id(), why);
        }
        plugins.remove(plugin.id());
    }

    /** Goes on with another archive of the plugin; when that does not start, the one before goes on. */
    private void update(ManagedPlugin plugin, PluginArchive archive) {
        if (!plugin.isStarted()) {
            plugin.archive(archive);
            if (!plugin.isHeld()) {
                tryStart(plugin);
            }
        } else {
            exchange(plugin, archive, "updated from " + plugin.archive().version() + " to " + archive.version());
        }
        startDependents(plugin.id());
    }

    /** Stops a plugin, with those that need it, and starts it with what is new; when that fails, as it was. */
    private void exchange(ManagedPlugin plugin, PluginArchive archive, String what) {
        PluginArchive before = plugin.archive();
        List<ManagedPlugin> dependents = dependencies.dependents(plugin, plugins.values());
        for (ManagedPlugin dependent : dependents) {
            Starter.delete(starter.stop(dependent, LifeCycle.STOPPED, "it needs plugin " + plugin.id()));
            dependent.stoppedWith(plugin.id());
            onChange.accept(dependent);
        }
        Path copy = starter.stop(plugin, LifeCycle.STOPPED, "being " + what);
        plugin.archive(archive);
        if (tryStart(plugin)) {
            Starter.delete(copy);
            LOG.info("plugin {} {}", plugin.id(), what);
        } else if (plugin.state() == LifeCycle.DISABLED) {
            Starter.delete(copy);
        } else {
            String cause = plugin.cause();
            plugin.archive(before);
            goBack(plugin, copy, cause, archive);
        }
    }

    private void goBack(ManagedPlugin plugin, Path copy, String cause, PluginArchive refused) {
        HostSettings wanted = settings;
        try {
            settings = wanted.with(plugin.id(), plugin.accepted());
            starter.startFrom(plugin, copy);
            plugin.note("what is new was refused, so it goes on as it was: " + cause);
            LOG.error("plugin {} goes on as it was", plugin.id());
        } catch (PluginException worse) {
            failed(plugin, worse);
        } finally {
            settings = wanted;
        }
        // so that the file that was refused is not tried again until it changes
        plugin.archive(new PluginArchive(
                refused.file(), refused.mark(), plugin.archive().descriptor()));
        onChange.accept(plugin);
    }

    /** Goes on with another configuration: starts, stops and restarts those that it concerns. */
    void use(HostSettings wanted) {
        HostSettings before = settings;
        settings = wanted;
        for (ManagedPlugin plugin : all()) {
            String id = plugin.id();
            boolean disabled = wanted.disabled().contains(id);
            boolean changed =
                    !Objects.equals(before.settings().get(id), wanted.settings().get(id));
            if (disabled && plugin.isStarted()) {
                stopWithDependents(plugin, LifeCycle.DISABLED, "plugins.disabled names it");
            } else if (disabled) {
                plugin.ended(LifeCycle.DISABLED, "plugins.disabled names it");
            } else if (plugin.state() == LifeCycle.DISABLED && plugin.isHeld()) {
                plugin.ended(LifeCycle.STOPPED, BY_OPERATOR);
            } else if (plugin.state() == LifeCycle.DISABLED || changed && plugin.state() == LifeCycle.FAILED) {
                tryStart(plugin);
                startDependents(id);
            } else if (changed
                    && plugin.isStarted()
                    && plugin.goesOnWith(wanted.settings().get(id))) {
                plugin.note("");
            } else if (changed && plugin.isStarted()) {
                exchange(plugin, plugin.archive(), "restarted with other settings");
                startDependents(id);
            }
        }
    }

    /** Stops everything, the last started first. */
    void close() {
        List<ManagedPlugin> reversed = new ArrayList<>(dependencies.inOrder(plugins.values()));
        Collections.reverse(reversed);
        for (ManagedPlugin plugin : reversed) {
            if (plugin.isStarted()) {
                Starter.delete(starter.stop(plugin, LifeCycle.STOPPED, "the server stops"));
            }
        }
        Starter.delete(settings.copies());
    }
}
