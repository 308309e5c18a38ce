package dev.sluice.config;

import dev.sluice.api.Setting;
import java.time.Duration;

/**
 * @param chunkSize payload bytes of an outgoing chunk
 * @param windowAckSize bytes a peer may send before it must see an acknowledgement (RTMP 1.0, 5.4.4)
 * @param peerBandwidth bytes a peer may have unacknowledged (RTMP 1.0, 5.4.5)
 * @param handshakeTimeout from accept to the end of the handshake
 * @param connectTimeout from there to publish or play
 * @param idleTimeout without a byte received or write progress
 * @param pingInterval between two ping requests
 */
public record RtmpConfig(
        @Setting(value = "60000", min = "128", max = "16777215")
        int chunkSize,

        @Setting(value = "2500000", min = "1024", max = "2147483647")
        int windowAckSize,

        @Setting(value = "2500000", min = "1024", max = "2147483647")
        int peerBandwidth,

        @Setting(value = "5s", min = "10ms", max = "1h") Duration handshakeTimeout,

        @Setting(value = "15s", min = "10ms", max = "1h") Duration connectTimeout,

        @Setting(value = "60s", min = "10ms", max = "1d") Duration idleTimeout,

        @Setting(value = "20s", min = "10ms", max = "1d") Duration pingInterval) {}
