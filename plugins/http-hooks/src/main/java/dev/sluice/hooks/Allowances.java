package dev.sluice.hooks;

import dev.sluice.api.AccessRequest;
import dev.sluice.api.AccessRequest.Action;
import dev.sluice.api.ServerEvent;
import dev.sluice.api.ServerEvent.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What the backend has allowed, until the server says what has become of it. Where nothing has, for example because the
 * name is taken or the client is gone, a backend that counts what it allows is told of an end all the same. Any thread.
 */
final class Allowances {
    static final int MAX_OF_CONNECTION = 64;
    static final int MAX_LATE = 10_000;

    private static final int MAX_CLOSED = 10_000;

    private final int maxConnections;
    private final Map<Long, Deque<Allowance>> openOfConnection = new HashMap<>();
    private final Map<Long, Boolean> closed = new BoundedMap<>(MAX_CLOSED);
    private final List<ServerEvent> late = new ArrayList<>();

    /** @param end says what would have ended, by the name that the client asked with */
    private record Allowance(String given, ServerEvent end) {
        boolean isOf(ServerEvent event, Type endType) {
            return end.type() == endType && end.query().equals(event.query());
        }

        boolean isNamedIn(ServerEvent event) {
            return end.application().equals(event.application())
                    && (event.stream().equals(given) || event.stream().equals(end.stream()));
        }
    }

    /** @param maxConnections with something open; what is allowed on further ones is not remembered */
    Allowances(int maxConnections) {
        this.maxConnections = maxConnections;
    }

    /**
     * The backend has allowed to publish or to play.
     *
     * @param given the name that the stream gets
     */
    synchronized void allowed(AccessRequest request, String given) {
        Type type = request.action() == Action.PUBLISH ? Type.PUBLISH_STOPPED : Type.PLAY_STOPPED;
        ServerEvent end = ServerEvent.of(type).connection(request).stream(request.application(), request.stream())
                .query(request.query())
                .build();
        long connectionId = request.connectionId();
        if (closed.containsKey(connectionId)) {
            if (late.size() < MAX_LATE) {
                late.add(end);
            }
            return;
        }
        Deque<Allowance> open = openOfConnection.get(connectionId);
        if (open == null && openOfConnection.size() < maxConnections) {
            open = new ArrayDeque<>();
            openOfConnection.put(connectionId, open);
        }
        if (open != null) {
            open.add(new Allowance(given, end));
            if (open.size() > MAX_OF_CONNECTION) {
                open.remove();
            }
        }
    }

    /** The ends of what was allowed, of which it is clear by this event that it does not begin. */
    synchronized List<ServerEvent> endedBy(ServerEvent event) {
        List<ServerEvent> ends = new ArrayList<>(late);
        late.clear();
        event.connection().ifPresent(client -> {
            long id = client.connectionId();
            switch (event.type()) {
                case PUBLISH_STARTED -> begun(id, event, Type.PUBLISH_STOPPED);
                case PLAY_STARTED -> begun(id, event, Type.PLAY_STOPPED);
                case PUBLISH_REJECTED -> take(id, named(event, Type.PUBLISH_STOPPED), ends);
                case PLAY_REJECTED -> take(id, named(event, Type.PLAY_STOPPED), ends);
                case CONNECTION_CLOSED -> {
                    closed.put(id, true);
                    openOfConnection.getOrDefault(id, new ArrayDeque<>()).forEach(allowance -> ends.add(allowance.end));
                    openOfConnection.remove(id);
                }
                default -> {}
            }
        });
        return ends;
    }

    /** What has begun ends with an event of its own. Another plugin may have given it another name. */
    private void begun(long connectionId, ServerEvent event, Type endType) {
        if (!take(connectionId, named(event, endType), new ArrayList<>())) {
            take(connectionId, allowance -> allowance.isOf(event, endType), new ArrayList<>());
        }
    }

    private static Predicate<Allowance> named(ServerEvent event, Type endType) {
        return allowance -> allowance.isOf(event, endType) && allowance.isNamedIn(event);
    }

    /** Takes the oldest, if there is one. */
    private boolean take(long connectionId, Predicate<Allowance> which, List<ServerEvent> ends) {
        Deque<Allowance> open = openOfConnection.get(connectionId);
        if (open == null) {
            return false;
        }
        for (Iterator<Allowance> all = open.iterator(); all.hasNext(); ) {
            Allowance allowance = all.next();
            if (which.test(allowance)) {
                ends.add(allowance.end);
                all.remove();
                if (open.isEmpty()) {
                    openOfConnection.remove(connectionId);
                }
                return true;
            }
        }
        return false;
    }
}
