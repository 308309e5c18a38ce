package dev.sluice.flv;

import dev.sluice.api.Setting;
import java.time.Duration;
import java.util.List;

/**
 * {@code plugins.settings.recorder-flv}.
 *
 * @param directory where all recordings lie; relative to SLUICE_BASE
 * @param path the file within it, see {@link PathPattern}
 * @param streams which streams are recorded, see {@link StreamPatterns}
 * @param rotateAfter after so much media a new file begins with the next keyframe; 0 for never
 * @param rotateSize the same after so many bytes
 * @param minFreeSpace bytes that are left to others on the disk
 * @param sync whether a finished file is on the disk itself before it gets its name
 */
record FlvSettings(
        @Setting("recordings") String directory,
        @Setting("{app}/{name}-{yyyyMMdd-HHmmss}.flv") String path,
        @Setting("**") List<String> streams,
        @Setting("rename") OnExisting onExisting,
        @Setting(value = "0", min = "0", max = "20d") Duration rotateAfter,
        @Setting(value = "0", min = "0") long rotateSize,
        @Setting("continue") OnRestart onRestart,
        @Setting(value = "256MiB", min = "0") long minFreeSpace,
        @Setting("true") boolean sync) {

    private static final Duration MIN_ROTATE_AFTER = Duration.ofSeconds(1);
    private static final long MIN_ROTATE_SIZE = 1 << 20;

    FlvSettings {
        streams = List.copyOf(streams);
        StreamPatterns.parse(streams);
        PathPattern pattern = PathPattern.parse(path);
        if (onExisting == OnExisting.OVERWRITE && !pattern.tellsStreamsApart()) {
            throw new IllegalArgumentException(
                    "path: onExisting: overwrite needs {app} and {name}, each in a part of the"
                            + " path of its own, so that no stream overwrites another one's file; got '" + path + "'");
        }
        if (!rotateAfter.isZero() && rotateAfter.compareTo(MIN_ROTATE_AFTER) < 0) {
            throw new IllegalArgumentException("rotateAfter: expected 0 or at least 1s");
        }
        if (rotateSize != 0 && rotateSize < MIN_ROTATE_SIZE) {
            throw new IllegalArgumentException("rotateSize: expected 0 or at least 1MiB");
        }
    }
}
