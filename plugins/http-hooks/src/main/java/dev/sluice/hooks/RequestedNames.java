package dev.sluice.hooks;

import dev.sluice.api.ConnectionInfo;
import dev.sluice.api.ServerEvent;
import dev.sluice.api.ServerEvent.Type;
import java.util.HashMap;
import java.util.Map;

/**
 * The names that clients asked for, where the backend has given them others: nginx-rtmp goes on to call a stream by the
 * name that it asked with. What is published and played keeps its name as long as it goes on, whatever else the client
 * asks for, and whatever other clients do. Any thread.
 */
final class RequestedNames {
    static final int MAX_NAMES = 64;
    static final int MAX_CLOSED = 10_000;

    private final int maxOpen;
    private final Map<Long, Client> open = new HashMap<>();
    /** A decision, and the end of a recording, may come after the end of the connection. */
    private final Map<Long, Client> closed = new BoundedMap<>(MAX_CLOSED);

    private record Key(boolean publishes, long subjectId) {}

    private record Name(String given, String requested) {}

    private static final class Client {
        private final Map<String, String> requested = new BoundedMap<>(MAX_NAMES);
        private final Map<Key, Name> ongoing = new HashMap<>();
    }

    /** @param maxOpen connections that are open; names of further ones are not remembered */
    RequestedNames(int maxOpen) {
        this.maxOpen = maxOpen;
    }

    synchronized void remember(long connectionId, String given, String requested) {
        Client client = closed.get(connectionId);
        if (client == null) {
            client = open.get(connectionId);
        }
        if (client == null && open.size() < maxOpen) {
            client = new Client();
            open.put(connectionId, client);
        }
        if (client != null) {
            client.requested.remove(given);
            client.requested.put(given, requested);
        }
    }

    /** What the client called the stream that the event is about. */
    synchronized String of(ServerEvent event) {
        Client client = event.connection().map(this::clientOf).orElse(null);
        if (client == null || event.subjectId() == 0) {
            return event.stream(); // of what never began the event says the name asked with
        }
        Name ongoing = client.ongoing.get(keyOf(event));
        if (ongoing != null) {
            return ongoing.requested;
        }
        for (Name name : client.ongoing.values()) {
            if (name.given.equals(event.stream())) {
                return name.requested;
            }
        }
        return client.requested.getOrDefault(event.stream(), event.stream());
    }

    /** The event has happened, and what it ends is not asked for any more. */
    synchronized void happened(ServerEvent event) {
        ConnectionInfo connection = event.connection().orElse(null);
        if (connection == null) {
            return;
        }
        Client client = clientOf(connection);
        switch (event.type()) {
            case PUBLISH_STARTED, PLAY_STARTED -> {
                if (client != null && client.requested.containsKey(event.stream())) {
                    String requested = client.requested.get(event.stream());
                    client.ongoing.put(keyOf(event), new Name(event.stream(), requested));
                }
            }
            case PUBLISH_STOPPED, PLAY_STOPPED -> {
                if (client != null) {
                    client.ongoing.remove(keyOf(event));
                }
            }
            case CONNECTION_CLOSED -> {
                open.remove(connection.connectionId());
                closed.put(connection.connectionId(), client == null ? new Client() : client);
            }
            default -> {}
        }
    }

    private Client clientOf(ConnectionInfo connection) {
        Client client = open.get(connection.connectionId());
        return client == null ? closed.get(connection.connectionId()) : client;
    }

    private static Key keyOf(ServerEvent event) {
        Type type = event.type();
        return new Key(type == Type.PUBLISH_STARTED || type == Type.PUBLISH_STOPPED, event.subjectId());
    }
}
