package dev.sluice.plugin;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.PluginDependency;

/** In which order plugins start that need each other, and which cannot. */
final class Dependencies {
    private final SluicePluginManager versions;

    Dependencies(SluicePluginManager versions) {
        this.versions = versions;
    }

    /** Those that others need come before them; of a cycle the members stand in any order. */
    List<ManagedPlugin> inOrder(Collection<ManagedPlugin> plugins) {
        Map<String, ManagedPlugin> byId = byId(plugins);
        List<ManagedPlugin> ordered = new ArrayList<>();
        Set<String> visited = new HashSet<>();
        byId.values().forEach(plugin -> visit(plugin, byId, visited, ordered));
        return ordered;
    }

    private void visit(
            ManagedPlugin plugin, Map<String, ManagedPlugin> byId, Set<String> visited, List<ManagedPlugin> ordered) {
        if (visited.add(plugin.id())) {
            for (PluginDependency need : needsOf(plugin)) {
                ManagedPlugin other = byId.get(need.getPluginId());
                if (other != null) {
                    visit(other, byId, visited, ordered);
                }
            }
            ordered.add(plugin);
        }
    }

    /** Why a plugin cannot start for want of another one, or empty. */
    Optional<String> unmet(ManagedPlugin plugin, Collection<ManagedPlugin> all) {
        Map<String, ManagedPlugin> byId = byId(all);
        for (PluginDependency need : needsOf(plugin)) {
            if (need.isOptional()) {
                continue;
            }
            String id = need.getPluginId();
            ManagedPlugin other = byId.get(id);
            if (other == null) {
                return Optional.of("it needs plugin " + id + ", which is not there");
            }
            if (reaches(other, plugin.id(), byId)) {
                return Optional.of("it needs plugin " + id + ", which needs it in turn");
            }
            if (!versions.fits(other.archive().version(), need.getPluginVersionSupport())) {
                return Optional.of("it needs plugin " + id + " " + need.getPluginVersionSupport() + ", there is "
                        + other.archive().version());
            }
            if (!other.isStarted()) {
                return Optional.of("it needs plugin " + id + ", which is " + other.state());
            }
        }
        return Optional.empty();
    }

    private boolean reaches(ManagedPlugin from, String id, Map<String, ManagedPlugin> byId) {
        Deque<ManagedPlugin> next = new ArrayDeque<>(List.of(from));
        Set<String> visited = new HashSet<>();
        while (!next.isEmpty()) {
            ManagedPlugin plugin = next.pop();
            if (plugin.id().equals(id)) {
                return true;
            }
            if (visited.add(plugin.id())) {
                for (PluginDependency need : needsOf(plugin)) {
                    Optional.ofNullable(byId.get(need.getPluginId())).ifPresent(next::push);
                }
            }
        }
        return false;
    }

    /** Those that run and need it, directly or not; who needs others comes before them. */
    List<ManagedPlugin> dependents(ManagedPlugin plugin, Collection<ManagedPlugin> all) {
        Map<String, ManagedPlugin> byId = byId(all);
        List<ManagedPlugin> ordered = new ArrayList<>(inOrder(all));
        java.util.Collections.reverse(ordered);
        return ordered.stream()
                .filter(other -> other != plugin && other.isStarted() && reaches(other, plugin.id(), byId))
                .toList();
    }

    private static List<PluginDependency> needsOf(ManagedPlugin plugin) {
        return plugin.archive().descriptor().getDependencies();
    }

    private static Map<String, ManagedPlugin> byId(Collection<ManagedPlugin> plugins) {
        Map<String, ManagedPlugin> byId = new LinkedHashMap<>();
        plugins.forEach(plugin -> byId.put(plugin.id(), plugin));
        return byId;
    }
}
