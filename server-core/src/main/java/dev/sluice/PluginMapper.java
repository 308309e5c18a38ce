package dev.sluice;

import dev.sluice.api.SettingsException;
import dev.sluice.config.AuthCombine;
import dev.sluice.config.AuthConfig;
import dev.sluice.config.AuthDefault;
import dev.sluice.config.AuthFailuresConfig;
import dev.sluice.config.ConfigException;
import dev.sluice.config.PluginSettings;
import dev.sluice.config.PluginsConfig;
import dev.sluice.config.SluiceConfig;
import dev.sluice.plugin.AuthSettings;
import dev.sluice.plugin.HostSettings;
import dev.sluice.plugin.SettingsSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** From the configuration to what the plugin host wants to know of it. */
final class PluginMapper {
    private PluginMapper() {}

    static HostSettings host(SluiceConfig config, Roots roots) {
        PluginsConfig plugins = config.plugins();
        Map<String, SettingsSource> settings = new LinkedHashMap<>();
        plugins.settings().forEach((id, written) -> settings.put(id, new Source(written)));
        return new HostSettings(
                roots.base(),
                directories(plugins, roots),
                plugins.watch(),
                Set.copyOf(plugins.disabled()),
                Set.copyOf(plugins.required()),
                auth(config),
                settings,
                id -> new Source(PluginSettings.none(id)));
    }

    /** What the operator puts there comes before what was installed. */
    private static List<Path> directories(PluginsConfig plugins, Roots roots) {
        Set<Path> directories = new LinkedHashSet<>();
        directories.add(roots.base().resolve(plugins.directory()).normalize());
        directories.add(roots.home().resolve("plugins"));
        return List.copyOf(directories);
    }

    private static AuthSettings auth(SluiceConfig config) {
        AuthConfig auth = config.auth();
        AuthFailuresConfig failures = config.limits().authFailures();
        return new AuthSettings(
                auth.byDefault() == AuthDefault.ALLOW,
                auth.timeout().toNanos(),
                auth.order(),
                auth.combine() == AuthCombine.ALL,
                failures.max(),
                failures.per().toNanos(),
                failures.blockFor().toNanos());
    }

    private record Source(PluginSettings written) implements SettingsSource {
        @Override
        public <S extends Record> S bind(Class<S> type) {
            try {
                return written.bind(type);
            } catch (ConfigException refused) {
                throw new SettingsException(refused.problems());
            }
        }
    }
}
