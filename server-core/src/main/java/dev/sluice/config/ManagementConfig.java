package dev.sluice.config;

import dev.sluice.api.Setting;

/**
 * @param maxConnectionBeans connections beyond it have no bean of their own, only the table
 * @param maxStreamBeans the same for streams
 */
public record ManagementConfig(
        @Setting(value = "500", min = "0", max = "10000") int maxConnectionBeans,

        @Setting(value = "1000", min = "0", max = "10000") int maxStreamBeans,

        RemoteConfig remote) {}
