package dev.sluice.config;

import dev.sluice.api.Setting;
import java.util.List;
import java.util.Map;

/**
 * The whole configuration.
 *
 * @param listeners at least one
 * @param applications by their prefix in {@code rtmp://host/PREFIX/...}, in the file's order; {@code *} is any other
 */
public record SluiceConfig(
        ServerConfig server,
        @Setting(required = true) List<ListenerConfig> listeners,

        RtmpConfig rtmp,
        LimitsConfig limits,
        @Setting(required = true) Map<String, ApplicationConfig> applications,

        AuthConfig auth,
        PluginsConfig plugins,
        ManagementConfig management) {}
