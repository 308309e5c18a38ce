package dev.sluice.config;

import dev.sluice.api.Setting;
import java.time.Duration;

/**
 * @param window how far back a stream's log is kept, at most
 * @param windowBytes and how many bytes of it
 */
public record ApplicationConfig(
        PublishConfig publish,
        PlayConfig play,

        @Setting(value = "15s", min = "100ms", max = "1h") Duration window,

        @Setting(value = "32MiB", min = "64KiB", max = "1TiB")
        long windowBytes) {}
