package dev.sluice.plugin;

/** The settings of one plugin as they were written. Two are equal when they say the same. */
public interface SettingsSource {
    /**
     * The settings as a record of the plugin's.
     *
     * @throws dev.sluice.api.SettingsException naming file, line, key and what was expected
     */
    <S extends Record> S bind(Class<S> type);
}
