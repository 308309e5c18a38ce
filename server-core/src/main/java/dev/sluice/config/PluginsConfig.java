package dev.sluice.config;

import dev.sluice.api.Setting;
import java.util.List;
import java.util.Map;

/**
 * @param directory where jars are looked for
 * @param watch whether jars that come, change and go there are followed while the server runs
 * @param disabled ids of plugins that are not started with the server
 * @param required ids of plugins without which the server does not start
 * @param settings by plugin id, of those that the configuration has a key for
 */
public record PluginsConfig(
        @Setting("plugins") String directory,

        @Setting("true") boolean watch,

        @Setting List<String> disabled,

        @Setting List<String> required,

        Map<String, PluginSettings> settings) {}
