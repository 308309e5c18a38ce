package dev.sluice.plugin;

import dev.sluice.api.EventListener;
import dev.sluice.api.ServerEvent;
import dev.sluice.api.ServerEvent.Type;
import dev.sluice.counter.Counters;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.DefaultPluginManager;
import org.pf4j.PluginWrapper;

/** Listeners of a plugin that has no file. */
final class EventBench implements AutoCloseable {
    final Counters counters = new Counters();
    final List<String> quarantined = new CopyOnWriteArrayList<>();
    private final PluginInstance owner;
    private long number;

    EventBench(Path folder, Deadlines deadlines) {
        AuthSettings auth = new AuthSettings(true, 1, List.of(), false, 0, 1, 1);
        HostSettings settings =
                new HostSettings(folder, List.of(folder), false, Set.of(), Set.of(), auth, Map.of(), id -> null);
        DefaultPluginDescriptor descriptor = new DefaultPluginDescriptor("bench", "", "", "1.0.0", "", "", "");
        PluginWrapper wrapper = new PluginWrapper(
                new DefaultPluginManager(folder),
                descriptor,
                folder,
                new ClassLoader(getClass().getClassLoader()) {});
        this.owner = new PluginInstance(
                wrapper,
                settings,
                new HostServices("0.1.0", counters, null, () -> null, (id, reason) -> {}),
                new ExtensionRegistry(),
                deadlines,
                instance -> new PluginInstance.Hooks(() -> quarantined.add(instance.id()), () -> {}));
    }

    PluginInstance owner() {
        return owner;
    }

    Registered<EventListener> listener(EventListener listener) {
        return new Registered<>(owner, EventListener.class, listener, 0, ++number);
    }

    static ServerEvent event(Type type, long subject) {
        return ServerEvent.of(type).subject(subject).build();
    }

    @Override
    public void close() {
        owner.stop();
    }
}
