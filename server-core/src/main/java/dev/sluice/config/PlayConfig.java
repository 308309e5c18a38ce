package dev.sluice.config;

import dev.sluice.api.Setting;
import java.time.Duration;

/**
 * @param whenMissing what a player of a stream that nobody publishes meets
 * @param waitTimeout how long it waits; zero = for ever
 * @param startAt where a player joins
 * @param maxStartAge an older keyframe is not used for a late joiner
 * @param maxFlushDelay how long audio may wait for the next video message; zero = send everything at once
 * @param maxLag a player further behind than this,
 * @param maxLagBytes or than this many bytes,
 * @param onLag meets this
 * @param stallTimeout without any write progress, then the connection is reset
 * @param sendBuffer bytes of the socket's send buffer
 */
public record PlayConfig(
        @Setting("wait") WhenMissing whenMissing,

        @Setting(value = "0", min = "0", max = "30d") Duration waitTimeout,

        @Setting("keyframe") StartAt startAt,

        @Setting(value = "5s", min = "0", max = "1h") Duration maxStartAge,

        @Setting(value = "35ms", min = "0", max = "1s") Duration maxFlushDelay,

        @Setting(value = "10s", min = "10ms", max = "1h") Duration maxLag,

        @Setting(value = "8MiB", min = "1KiB", max = "1TiB") long maxLagBytes,

        @Setting("skip") OnLag onLag,

        @Setting(value = "10s", min = "10ms", max = "1h") Duration stallTimeout,

        @Setting(value = "256KiB", min = "4KiB", max = "64MiB")
        long sendBuffer) {}
