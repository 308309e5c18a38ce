package dev.sluice.hooks;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The names that clients asked for, where the backend has given them others: nginx-rtmp goes on to call a stream by the
 * name that it asked with. Holds those of the latest 10,000
 * connections.
 */
final class RequestedNames {
    private static final int MAX_CONNECTIONS = 10_000;

    private final Map<Long, Map<String, String>> requestedOfConnection = new LinkedHashMap<>();

    synchronized void remember(long connectionId, String name, String requestedName) {
        requestedOfConnection
                .computeIfAbsent(connectionId, id -> new HashMap<>())
                .put(name, requestedName);
        if (requestedOfConnection.size() > MAX_CONNECTIONS) {
            requestedOfConnection.remove(
                    requestedOfConnection.keySet().iterator().next());
        }
    }

    synchronized String of(long connectionId, String name) {
        return requestedOfConnection.getOrDefault(connectionId, Map.of()).getOrDefault(name, name);
    }

    synchronized void forget(long connectionId) {
        requestedOfConnection.remove(connectionId);
    }
}
