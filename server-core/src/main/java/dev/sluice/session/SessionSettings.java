package dev.sluice.session;

import dev.sluice.protocol.Limits;

/**
 * What sessions are held to.
 *
 * @param windowAckBytes announced to the peer (RTMP 1.0, 5.4.4)
 * @param peerBandwidthBytes announced to the peer (RTMP 1.0, 5.4.5)
 * @param chunkBytes the outgoing chunk size
 * @param handshakeNanos from accept to the end of C2
 * @param connectNanos from there to publish or play
 * @param idleNanos without a byte received or media taken
 * @param pingNanos of silence after which a ping is sent
 * @param decisionNanos how long an authorization may take
 */
public record SessionSettings(
        int windowAckBytes,
        int peerBandwidthBytes,
        int chunkBytes,
        long handshakeNanos,
        long connectNanos,
        long idleNanos,
        long pingNanos,
        long decisionNanos,
        Limits limits) {}
