package dev.sluice.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a reload does.
 *
 * @param effective the wanted configuration with the running one's values of the keys that need a restart
 * @param applied the keys that change now, in alphabetical order
 * @param needingRestart the keys that were changed in the file but stay as they are until a restart
 */
public record ConfigChanges(SluiceConfig effective, List<String> applied, List<String> needingRestart) {
    private static final List<String> RESTART_ONLY = List.of(
            "server.eventLoops",
            "listeners",
            "rtmp.chunkSize",
            "rtmp.windowAckSize",
            "rtmp.peerBandwidth",
            "limits.directMemory");

    public static ConfigChanges between(SluiceConfig running, SluiceConfig wanted) {
        Map<String, Object> before = flatten(running);
        Map<String, Object> after = flatten(wanted);
        Set<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        keys.removeIf(key -> Objects.equals(before.get(key), after.get(key)));
        List<String> applied = keys.stream().filter(key -> !needsRestart(key)).toList();
        List<String> needingRestart =
                keys.stream().filter(ConfigChanges::needsRestart).toList();
        return new ConfigChanges(merge(running, wanted), applied, needingRestart);
    }

    private static boolean needsRestart(String key) {
        return RESTART_ONLY.stream().anyMatch(name -> key.equals(name) || key.startsWith(name + "["));
    }

    private static SluiceConfig merge(SluiceConfig running, SluiceConfig wanted) {
        RtmpConfig rtmp = wanted.rtmp();
        LimitsConfig limits = wanted.limits();
        return new SluiceConfig(
                new ServerConfig(running.server().eventLoops(), wanted.server().shutdownGrace()),
                running.listeners(),
                new RtmpConfig(
                        running.rtmp().chunkSize(),
                        running.rtmp().windowAckSize(),
                        running.rtmp().peerBandwidth(),
                        rtmp.handshakeTimeout(),
                        rtmp.connectTimeout(),
                        rtmp.idleTimeout(),
                        rtmp.pingInterval()),
                new LimitsConfig(
                        limits.maxConnections(),
                        limits.maxMessageSize(),
                        limits.maxCommandSize(),
                        limits.maxDataSize(),
                        limits.maxChunkStreams(),
                        limits.maxStreamsPerConnection(),
                        limits.maxReassembly(),
                        limits.maxHeaderOverhead(),
                        running.limits().directMemory()),
                wanted.applications());
    }

    private static Map<String, Object> flatten(SluiceConfig config) {
        Map<String, Object> values = new TreeMap<>();
        flatten("", config, values);
        return values;
    }

    private static void flatten(String key, Object value, Map<String, Object> into) {
        if (value instanceof Record section) {
            for (RecordComponent component : section.getClass().getRecordComponents()) {
                flatten(join(key, component.getName()), read(section, component), into);
            }
        } else if (value instanceof Map<?, ?> sections) {
            sections.forEach((name, section) -> flatten(join(key, name.toString()), section, into));
        } else if (value instanceof List<?> items) {
            List<Object> list = new ArrayList<>(items);
            for (int i = 0; i < list.size(); i++) {
                flatten(key + "[" + i + "]", list.get(i), into);
            }
        } else {
            into.put(key, value);
        }
    }

    private static String join(String key, String name) {
        return key.isEmpty() ? name : key + "." + name;
    }

    private static Object read(Record section, RecordComponent component) {
        try {
            return component.getAccessor().invoke(section);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
