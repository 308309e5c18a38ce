package dev.sluice.config;

import java.util.Collections;
import java.util.LinkedHashMap;
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
            "limits.directMemory",
            "plugins.directory",
            "plugins.watch",
            "plugins.required",
            "management.remote");

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
        return RESTART_ONLY.stream()
                .anyMatch(name -> key.equals(name) || key.startsWith(name + "[") || key.startsWith(name + "."));
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
                        limits.authFailures(),
                        running.limits().directMemory()),
                wanted.applications(),
                wanted.auth(),
                new PluginsConfig(
                        running.plugins().directory(),
                        running.plugins().watch(),
                        wanted.plugins().disabled(),
                        required(running.plugins(), wanted.plugins()),
                        pluginSettings(running, wanted)),
                new ManagementConfig(
                        wanted.management().maxConnectionBeans(),
                        wanted.management().maxStreamBeans(),
                        running.management().remote()));
    }

    /** As they were, but for one that is disabled now: nothing requires it any more, and the two contradict each other. */
    private static List<String> required(PluginsConfig running, PluginsConfig wanted) {
        return running.required().stream()
                .filter(id -> !wanted.disabled().contains(id))
                .toList();
    }

    private static Map<String, PluginSettings> pluginSettings(SluiceConfig running, SluiceConfig wanted) {
        Map<String, PluginSettings> settings =
                new LinkedHashMap<>(wanted.plugins().settings());
        settings.replaceAll((id, wantedOnes) -> {
            PluginSettings known = running.plugins().settings().get(id);
            return known == null ? wantedOnes : wantedOnes.knowing(known);
        });
        return Collections.unmodifiableMap(settings);
    }

    private static Map<String, Object> flatten(SluiceConfig config) {
        Map<String, Object> values = new TreeMap<>();
        flatten(KeyPath.ROOT, config, values);
        return values;
    }

    /** A list of plain values is one value: what has moved in it is no change of a key of its own. */
    private static void flatten(KeyPath path, Object value, Map<String, Object> into) {
        if (value instanceof Record section) {
            Key.of(section.getClass()).forEach(key -> flatten(path.key(key.name()), key.read(section), into));
        } else if (value instanceof Map<?, ?> sections) {
            sections.forEach((name, section) -> flatten(path.key(name.toString()), section, into));
        } else if (value instanceof List<?> items && items.stream().anyMatch(Record.class::isInstance)) {
            for (int i = 0; i < items.size(); i++) {
                flatten(path.item(i), items.get(i), into);
            }
        } else {
            into.put(path.toString(), value);
        }
    }
}
