package dev.sluice.prometheus;

import dev.sluice.api.Setting;

/**
 * {@code plugins.settings.metrics-prometheus}.
 *
 * @param host the address to listen on
 * @param port the TCP port; 0 for any free one
 * @param streams whether single streams are shown
 * @param maxStreams at most so many, those of the published ones with the most players; the rest is summed up
 */
record PrometheusSettings(
        @Setting("127.0.0.1") String host,
        @Setting(value = "9935", min = "0", max = "65535") int port,
        @Setting("true") boolean streams,
        @Setting(value = "200", min = "0", max = "100000") int maxStreams) {}
