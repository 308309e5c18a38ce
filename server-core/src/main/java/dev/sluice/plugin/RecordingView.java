package dev.sluice.plugin;

import dev.sluice.stream.StreamPath;
import java.time.Instant;

/**
 * A recording that is under way. Immutable.
 *
 * @param id the subject of the events about it
 * @param plugin who records
 * @param location where to, as the plugin says it
 * @param messages written so far
 * @param dropped messages left out because it was too slow
 */
public record RecordingView(
        long id, StreamPath stream, String plugin, String location, Instant startedAt, long messages, long dropped) {}
