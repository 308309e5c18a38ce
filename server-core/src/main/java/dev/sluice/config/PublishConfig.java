package dev.sluice.config;

import dev.sluice.api.Setting;
import java.time.Duration;

/**
 * @param onDuplicate what a second publisher of a live stream meets
 * @param staleAfter a publisher silent for this long may be replaced all the same
 * @param firstMediaTimeout from publish to the first audio or video message
 * @param idleTimeout between two messages of a stream
 * @param resumeGrace how long players stay after a publisher's connection broke
 */
public record PublishConfig(
        @Setting("reject") OnDuplicate onDuplicate,

        @Setting(value = "5s", min = "10ms", max = "1h") Duration staleAfter,

        @Setting(value = "20s", min = "10ms", max = "1h") Duration firstMediaTimeout,

        @Setting(value = "15s", min = "10ms", max = "1h") Duration idleTimeout,

        @Setting(value = "10s", min = "0", max = "1h") Duration resumeGrace) {}
