package dev.sluice.config;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What the system and the JVM leave to this process; {@link Long#MAX_VALUE} where that is not known.
 *
 * @param directMemoryBytes the JVM's limit of direct memory
 * @param openFiles file descriptors
 */
public record HostLimits(long directMemoryBytes, long openFiles) {
    public static final HostLimits UNKNOWN = new HostLimits(Long.MAX_VALUE, Long.MAX_VALUE);

    /** Descriptors that are no connections: jars, logs, selectors, listeners. */
    private static final int OTHER_FILES = 200;

    private static final Path LIMITS = Path.of("/proc/self/limits");

    public static HostLimits ofThisProcess() {
        return new HostLimits(directMemory(), openFileLimit());
    }

    /** How many connections the file descriptors are enough for. */
    long connections() {
        return openFiles == Long.MAX_VALUE ? openFiles : Math.max(0, openFiles - OTHER_FILES);
    }

    private static long directMemory() {
        HotSpotDiagnosticMXBean hotSpot = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (hotSpot == null) {
            return Long.MAX_VALUE;
        }
        long limit = Long.parseLong(hotSpot.getVMOption("MaxDirectMemorySize").getValue());
        return limit > 0 ? limit : Runtime.getRuntime().maxMemory();
    }

    /** The JVM has raised its soft limit to the hard one by now. */
    private static long openFileLimit() {
        if (!Files.isReadable(LIMITS)) {
            return Long.MAX_VALUE;
        }
        try (Stream<String> lines = Files.lines(LIMITS)) {
            return lines.filter(line -> line.startsWith("Max open files"))
                    .map(line -> line.split("\\s+")[3])
                    .filter(soft -> soft.matches("[0-9]+"))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }
}
