package dev.sluice.config;

import dev.sluice.api.Setting;
import java.util.OptionalLong;

/**
 * Sizes are in bytes.
 *
 * @param maxMessageSize of an audio, video or aggregate message; the length field has 24 bits (RTMP 1.0, 5.3.1.2)
 * @param maxCommandSize of a command, control or unknown message
 * @param maxDataSize of a data message
 * @param maxChunkStreams of one connection
 * @param maxStreamsPerConnection message streams of one connection
 * @param maxReassembly incomplete messages of one connection together
 * @param maxHeaderOverhead chunk header bytes per payload byte, over 1 MiB
 * @param authFailures when an address that is denied too often is blocked
 * @param directMemory for the stream logs; empty = a share of what the JVM allows
 */
public record LimitsConfig(
        @Setting(value = "10000", min = "1", max = "1000000")
        int maxConnections,

        @Setting(value = "8MiB", min = "1KiB", max = "16777215")
        long maxMessageSize,

        @Setting(value = "64KiB", min = "1KiB", max = "16777215")
        long maxCommandSize,

        @Setting(value = "1MiB", min = "1KiB", max = "16777215")
        long maxDataSize,

        @Setting(value = "64", min = "8", max = "65597") int maxChunkStreams,

        @Setting(value = "8", min = "1", max = "1024") int maxStreamsPerConnection,

        @Setting(value = "16MiB", min = "1KiB", max = "1GiB")
        long maxReassembly,

        @Setting(value = "4", min = "1", max = "100") int maxHeaderOverhead,

        AuthFailuresConfig authFailures,

        @Setting(value = "auto", min = "1MiB", max = "1TiB") OptionalLong directMemory) {}
