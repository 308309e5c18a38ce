package dev.sluice.config;

import dev.sluice.api.Setting;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * @param eventLoops threads that serve connections; empty = one per available processor
 * @param shutdownGrace how long a graceful stop may take
 */
public record ServerConfig(
        @Setting(value = "auto", min = "1", max = "1024") OptionalInt eventLoops,

        @Setting(value = "5s", min = "0", max = "1h") Duration shutdownGrace) {}
