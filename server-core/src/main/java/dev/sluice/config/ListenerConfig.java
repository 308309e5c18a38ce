package dev.sluice.config;

import dev.sluice.api.Setting;

/**
 * @param host address or name to bind; {@code 0.0.0.0} is IPv4 only, {@code ::} both families
 * @param port 0 = any free one
 * @param backlog connections the system may hold that are not accepted yet
 */
public record ListenerConfig(
        @Setting("0.0.0.0") String host,

        @Setting(value = "1935", min = "0", max = "65535") int port,

        @Setting(value = "4096", min = "1", max = "65535") int backlog) {}
