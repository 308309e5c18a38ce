package dev.sluice.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What the host is told of plugins.
 *
 * @param base SLUICE_BASE, where relative paths of plugins begin
 * @param directories where plugins lie; of two with one id that in the first directory counts. New ones are put into the
 *     first
 * @param watch whether what happens to the directories is followed
 * @param disabled ids that are not started
 * @param required ids without which the server does not start
 * @param settings by id, of those that are configured
 * @param unwritten the settings of a plugin of that id that is not configured
 */
public record HostSettings(
        Path base,
        List<Path> directories,
        boolean watch,
        Set<String> disabled,
        Set<String> required,
        AuthSettings auth,
        Map<String, SettingsSource> settings,
        Function<String, SettingsSource> unwritten) {

    public HostSettings {
        directories = List.copyOf(directories);
        disabled = Set.copyOf(disabled);
        required = Set.copyOf(required);
        settings = Map.copyOf(settings);
    }

    /** Where the copies are that plugins are loaded from. */
    Path copies() {
        return base.resolve("data").resolve("plugins");
    }

    SettingsSource settingsOf(String id) {
        SettingsSource written = settings.get(id);
        return written == null ? unwritten.apply(id) : written;
    }

    /** Ids of plugins that the operator has written something of that makes them run. */
    Set<String> named() {
        Set<String> named = new TreeSet<>(settings.keySet());
        named.addAll(auth.order());
        return named;
    }
}
