package dev.sluice.jmx;

import dev.sluice.api.ServerEvent;
import dev.sluice.plugin.BlockedAddress;
import dev.sluice.plugin.LifeCycle;
import dev.sluice.plugin.PluginHost;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.management.ObjectName;

/** The plugin host as a client sees it. */
final class PluginHostBean extends Notes implements PluginHostMXBean {
    static final ObjectName NAME = Names.of("PluginHost");

    private final PluginHost plugins;
    private final Operations operations;

    PluginHostBean(PluginHost plugins, Operations operations) {
        super(
                NAME,
                "dev.sluice.plugin.",
                "A plugin has come into another state.",
                Arrays.stream(LifeCycle.values()).map(PluginHostBean::kind).toArray(String[]::new));
        this.plugins = plugins;
        this.operations = operations;
    }

    private static String kind(LifeCycle state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** Tells of a {@link ServerEvent.Type#PLUGIN_STATE}. */
    void tell(ServerEvent event) {
        Map<String, String> facts = event.details();
        String state = facts.get("state");
        String cause = event.reason().isEmpty() ? "" : ": " + event.reason();
        send(
                state.toLowerCase(Locale.ROOT),
                event.time().toEpochMilli(),
                "plugin " + facts.get("plugin") + " " + facts.get("version") + " is " + state + cause,
                facts);
    }

    @Override
    public List<PluginRow> getPlugins() {
        return plugins.plugins().stream()
                .<PluginRow>map(view -> new PluginFigures(() -> view))
                .toList();
    }

    @Override
    public List<BlockedRow> getBlocked() {
        return plugins.blocked().stream()
                .sorted(Comparator.comparingLong(BlockedAddress::remainingMillis)
                        .reversed())
                .limit(MAX_BLOCKED_ROWS)
                .<BlockedRow>map(BlockedFigures::new)
                .toList();
    }

    @Override
    public int getBlockedCount() {
        return plugins.blocked().size();
    }

    @Override
    public String install(String path) {
        return operations.call(
                "PluginHost.install", List.of(text(path)), () -> plugins.install(Arguments.archive(path)));
    }

    @Override
    public String update(String path) {
        return operations.call("PluginHost.update", List.of(text(path)), () -> plugins.update(Arguments.archive(path)));
    }

    @Override
    public void start(String id) {
        operations.run("PluginHost.start", List.of(text(id)), () -> plugins.start(Arguments.id(id)));
    }

    @Override
    public void stop(String id) {
        operations.run("PluginHost.stop", List.of(text(id)), () -> plugins.stop(Arguments.id(id)));
    }

    @Override
    public void uninstall(String id) {
        operations.run("PluginHost.uninstall", List.of(text(id)), () -> plugins.uninstall(Arguments.id(id)));
    }

    @Override
    public boolean liftBlock(String address) {
        return operations.call(
                "PluginHost.liftBlock", List.of(text(address)), () -> plugins.lift(Arguments.address(address)));
    }

    private static String text(String maybeNull) {
        return String.valueOf(maybeNull);
    }
}
