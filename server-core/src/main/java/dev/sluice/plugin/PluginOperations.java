package dev.sluice.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator and the directories do to plugins, with what follows from it for those who guard the server. The control
 * thread only, but for {@link #views} and {@link #observe}.
 */
final class PluginOperations {
    private static final Logger LOG = LoggerFactory.getLogger(PluginOperations.class);

    private final PluginLifecycle lifecycle;
    private final PluginScan scan;
    private final PluginFiles files;
    private final Guards guards;
    private final ToLongFunction<PluginInstance> droppedEvents;
    /** Why the directories could not be read at the last look. */
    private String unreadable = "";

    private volatile List<PluginView> views = List.of();
    private volatile Runnable onViews = () -> {};

    PluginOperations(
            PluginLifecycle lifecycle, PluginScan scan, Guards guards, ToLongFunction<PluginInstance> droppedEvents) {
        this.lifecycle = lifecycle;
        this.scan = scan;
        this.files = new PluginFiles(lifecycle.settings().directories().get(0));
        this.guards = guards;
        this.droppedEvents = droppedEvents;
    }

    List<PluginView> views() {
        return views;
    }

    void observe(Runnable afterEachLook) {
        onViews = afterEachLook;
    }

    /** Returns its id. */
    String install(Path archive) throws PluginException {
        PluginArchive read = PluginArchive.read(archive, markOf(archive));
        if (lifecycle.fileOf(read.id()) != null) {
            throw new PluginException("there is a plugin " + read.id() + " already; update it");
        }
        lifecycle.requireFree(files.targetOf(archive), read.id());
        putAndFollow(archive, read.id());
        return read.id();
    }

    /** Returns its id. */
    String update(Path archive) throws PluginException {
        PluginArchive read = PluginArchive.read(archive, markOf(archive));
        if (lifecycle.fileOf(read.id()) == null) {
            throw new PluginException("there is no plugin " + read.id() + "; install it");
        }
        lifecycle.requireFree(files.targetOf(archive), read.id());
        exchangeFile(lifecycle.get(read.id()), archive);
        return read.id();
    }

    void start(String id) throws PluginException {
        try {
            lifecycle.start(id);
        } finally {
            refresh();
        }
    }

    void stop(String id) throws PluginException {
        lifecycle.stop(id);
        refresh();
    }

    void uninstall(String id) throws PluginException {
        // of a guard whose file is gone already there is only this to take back
        if (lifecycle.fileOf(id) != null || !guards.guards(id)) {
            files.delete(lifecycle.get(id).archive().file());
            followNow();
        }
        // else one with the same id, which came with the server, has taken its place
        if (lifecycle.fileOf(id) == null) {
            releaseUnlessNamed(id);
        }
    }

    void reconfigure(HostSettings wanted) {
        Set<String> dropped = lifecycle.settings().named();
        lifecycle.use(wanted);
        dropped.removeAll(wanted.named());
        dropped.forEach(guards::release);
        refresh();
    }

    /** Returns how often it has been quarantined in a row; 0 when it is gone already. */
    int quarantine(PluginInstance instance) {
        int times = lifecycle.quarantine(
                instance, "its callbacks failed " + FailureCount.MAX_IN_A_ROW + " times in a row, or do not return");
        refresh();
        return times;
    }

    /** Tries a plugin again that is still in quarantine. */
    void retry(String id) {
        lifecycle.retry(id);
        refresh();
    }

    private void exchangeFile(ManagedPlugin plugin, Path archive) throws PluginException {
        PluginArchive before = plugin.archive();
        boolean wasStarted = plugin.isStarted();
        Path saved = files.holds(before.file()) ? files.saved(before.file()) : null;
        try {
            Path now = files.put(archive);
            if (saved != null && !now.equals(before.file())) {
                files.delete(before.file());
            }
            followNow();
            if (plugin.isStarted()
                    ? plugin.cause().isEmpty()
                    : plugin.isHeld() || plugin.state() == LifeCycle.DISABLED) {
                return;
            }
            String cause = plugin.cause();
            if (wasStarted && plugin.isStarted()) {
                goBackTo(before, saved, now);
                plugin.archive(new PluginArchive(before.file(), markOf(before.file()), before.descriptor()));
            }
            throw new PluginException("plugin " + plugin.id() + ": " + cause);
        } finally {
            Starter.delete(saved);
        }
    }

    /** On the disk as well: a restart would else meet what was refused. */
    private void goBackTo(PluginArchive before, Path saved, Path refused) throws PluginException {
        if (saved != null) {
            files.moveBack(saved, before.file());
        }
        if (!refused.equals(before.file())) {
            files.delete(refused);
        }
    }

    private void putAndFollow(Path archive, String id) throws PluginException {
        Path file = files.put(archive);
        followNow();
        ManagedPlugin plugin = lifecycle.get(id);
        if (!plugin.isStarted()) {
            String cause = plugin.cause();
            files.delete(file);
            followNow();
            // it was never there
            releaseUnlessNamed(id);
            throw new PluginException("plugin " + id + " does not run: " + cause);
        }
    }

    private static FileMark markOf(Path archive) throws PluginException {
        try {
            return FileMark.of(archive);
        } catch (IOException failure) {
            throw new PluginException("cannot read " + archive + ": " + failure, failure);
        }
    }

    private void releaseUnlessNamed(String id) {
        if (!lifecycle.settings().named().contains(id)) {
            guards.release(id);
        }
    }

    /** Follows what has happened to the directories since the last look. */
    void follow() {
        try {
            follow(true);
            unreadable = "";
        } catch (PluginException failure) {
            if (!failure.getMessage().equals(unreadable)) {
                LOG.error("plugins stay as they are: {}", failure.getMessage());
            }
            unreadable = failure.getMessage();
        }
        refresh();
    }

    /** What goes without the operator's word goes on guarding. */
    private void follow(boolean patient) throws PluginException {
        Set<String> guarding = guards.required();
        lifecycle.follow(scan.look(patient, lifecycle::fileOf));
        for (String id : guarding) {
            if (lifecycle.fileOf(id) == null) {
                guards.keep(id);
            }
        }
    }

    /** As {@link #follow}, taking every file as it is now. */
    void followNow() throws PluginException {
        follow(false);
        refresh();
    }

    /** Has guards and views say what is. */
    void refresh() {
        guards.use(
                lifecycle.settings().auth(),
                wantedGuards(),
                running(),
                lifecycle.settings().disabled());
        guards.report(causes());
        List<PluginView> all = new ArrayList<>();
        for (ManagedPlugin plugin : lifecycle.all()) {
            all.add(plugin.view(guards.guards(plugin.id()), droppedEvents.applyAsLong(plugin.instance())));
        }
        lifecycle.broken().forEach((file, why) -> all.add(viewOf(file, why)));
        views = List.copyOf(all);
        onViews.run();
    }

    private PluginView viewOf(Path file, String why) {
        return views.stream()
                .filter(known -> known.version().isEmpty()
                        && known.file().equals(file)
                        && known.cause().equals(why))
                .findFirst()
                .orElseGet(() -> newViewOf(file, why));
    }

    private static PluginView newViewOf(Path file, String why) {
        return new PluginView(
                file.getFileName().toString(),
                "",
                "",
                "",
                LifeCycle.FAILED,
                why,
                file,
                Instant.now(),
                List.of(),
                false,
                0,
                0,
                0);
    }

    /** Plugins that do not run, but would guard if they did, or may: what is configured, and what has failed. */
    private Map<String, String> wantedGuards() {
        Map<String, String> wanted = new LinkedHashMap<>();
        Set<String> configured = lifecycle.settings().settings().keySet();
        configured.forEach(id -> wanted.put(
                id, "plugins.settings names it, but there is no such plugin, and it may be an authenticator"));
        for (ManagedPlugin plugin : lifecycle.all()) {
            boolean wants = configured.contains(plugin.id()) || plugin.state() == LifeCycle.FAILED;
            if (wants && !plugin.isStarted() && plugin.mayAuthenticate()) {
                wanted.put(plugin.id(), plugin.state() + ": " + plugin.cause());
            } else {
                wanted.remove(plugin.id());
            }
        }
        return wanted;
    }

    private Map<String, String> causes() {
        Map<String, String> causes = new LinkedHashMap<>();
        for (ManagedPlugin plugin : lifecycle.all()) {
            if (!plugin.isStarted()) {
                causes.put(plugin.id(), plugin.state() + ", " + plugin.cause());
            }
        }
        return causes;
    }

    private Set<String> running() {
        return lifecycle.all().stream()
                .filter(ManagedPlugin::isStarted)
                .map(ManagedPlugin::id)
                .collect(Collectors.toSet());
    }
}
