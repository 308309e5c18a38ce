package dev.sluice.config;

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
        List<ListenerConfig> listeners,
        RtmpConfig rtmp,
        LimitsConfig limits,
        Map<String, ApplicationConfig> applications) {}
