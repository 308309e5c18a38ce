package dev.sluice.jmx;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server's control that does nothing but remember what it was told, and refuses what is called bad. */
final class FakeControl implements Control {
    final List<String> told = new CopyOnWriteArrayList<>();
    private final Map<String, String> levels = new TreeMap<>();
    private final long startedAtMillis = System.currentTimeMillis();

    @Override
    public String version() {
        return "9.8.7";
    }

    @Override
    public long startedAtMillis() {
        return startedAtMillis;
    }

    /** As if the clock had been set. */
    @Override
    public long uptimeMillis() {
        return 3_600_000;
    }

    @Override
    public List<String> listeners() {
        return List.of("0.0.0.0:1935", "[::]:1936");
    }

    @Override
    public String effectiveConfiguration() {
        return "limits: {}\n";
    }

    @Override
    public ConfigurationChange reload() throws RefusedConfigurationException {
        told.add("reload");
        if (told.contains("change bad.key=bad")) {
            throw new RefusedConfigurationException(List.of("sluice.yml:1: first fault", "sluice.yml:2: second"));
        }
        return new ConfigurationChange(
                List.of("limits.maxConnections"), List.of("listeners"), List.of("plugin picky: no"));
    }

    @Override
    public ConfigurationChange change(String key, String value) throws RefusedConfigurationException {
        told.add("change " + key + "=" + value);
        if (value.startsWith("bad")) {
            throw new RefusedConfigurationException(List.of(key + ": expected something, got '" + value + "'"));
        }
        return new ConfigurationChange(List.of(key), List.of(), List.of());
    }

    @Override
    public String logLevel(String logger) {
        return levels.getOrDefault(logger, "INFO");
    }

    @Override
    public void logLevel(String logger, String level) {
        if (!List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF").contains(level)) {
            throw new IllegalArgumentException("level: there is no level " + level);
        }
        levels.put(logger, level);
    }

    @Override
    public void requestStop() {
        told.add("stop");
    }
}
