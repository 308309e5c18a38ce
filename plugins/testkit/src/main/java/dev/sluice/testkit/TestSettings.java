package dev.sluice.testkit;

import dev.sluice.api.SettingsException;
import dev.sluice.config.ConfigException;
import dev.sluice.config.PluginSettings;

/** A plugin's settings from YAML, bound by the server's own code. Any thread. */
public final class TestSettings {
    private TestSettings() {}

    /**
     * Makes settings as the server does for {@link dev.sluice.api.PluginContext#settings}.
     *
     * @param type a record; each component is a key, see {@link dev.sluice.api.Setting}
     * @param yaml what stands under {@code plugins.settings.ID}; empty for nothing. Environment variables are those of the
     *     test's process
     * @throws SettingsException with a problem for each fault, such as {@code sluice.yml:1: plugins.settings.test.times:
     *     expected 1..10, got '0'}; lines are counted in {@code yaml}, and the id is always {@code test}
     * @throws IllegalArgumentException when {@code type} has a component that can be no setting
     */
    public static <S extends Record> S of(Class<S> type, String yaml) {
        try {
            return PluginSettings.read("test", yaml, "sluice.yml", System::getenv)
                    .bind(type);
        } catch (ConfigException refusal) {
            throw new SettingsException(refusal.problems());
        }
    }
}
