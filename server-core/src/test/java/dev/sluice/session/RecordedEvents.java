package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.api.ConnectionInfo;
import dev.sluice.api.ServerEvent;
import dev.sluice.api.ServerEvent.Type;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** Everything that a server has told, in the order in which it came. */
final class RecordedEvents implements Consumer<ServerEvent> {
    private final Queue<ServerEvent> events = new ConcurrentLinkedQueue<>();

    @Override
    public void accept(ServerEvent event) {
        events.add(event);
    }

    List<ServerEvent> of(Type type) {
        return events.stream().filter(event -> event.type() == type).toList();
    }

    List<Type> types() {
        return events.stream().map(ServerEvent::type).toList();
    }

    /** The only event of that type, sooner or later. */
    ServerEvent await1(Type type) {
        return await("one " + type)
                .until(() -> of(type), found -> found.size() == 1)
                .get(0);
    }

    /** Each start has its stop, with the same subject and about the same; a connection's frame everything of it. */
    void assertPaired() {
        Map<String, ServerEvent> open = new HashMap<>();
        Set<String> seen = new HashSet<>();
        Map<Long, Type> lastOfConnection = new HashMap<>();
        for (ServerEvent event : events) {
            assertThat(event.connection()).as("%s", event).isPresent();
            long connection =
                    event.connection().map(ConnectionInfo::connectionId).orElseThrow();
            assertThat(lastOfConnection.put(connection, event.type()))
                    .as("before %s", event)
                    .isNotEqualTo(Type.CONNECTION_CLOSED);
            String subject = kind(event) + event.subjectId();
            if (event.type().starts()) {
                assertThat(seen.add(subject)).as("%s starts once", event).isTrue();
                assertThat(isOpen(open, connection) || event.type() == Type.CONNECTION_OPENED)
                        .as("%s on an open connection", event)
                        .isTrue();
                open.put(subject, event);
            } else if (event.type().stops()) {
                ServerEvent start = open.remove(subject);
                assertThat(start).as("%s was started", event).isNotNull();
                assertThat(event.reason()).as("%s", event).isNotEmpty();
                assertThat(List.of(event.application(), event.stream(), event.query()))
                        .isEqualTo(List.of(start.application(), start.stream(), start.query()));
                assertThat(event.type() == Type.CONNECTION_CLOSED || isOpen(open, connection))
                        .as("%s on an open connection", event)
                        .isTrue();
            }
        }
        assertThat(open).as("what was not stopped").isEmpty();
    }

    private static boolean isOpen(Map<String, ServerEvent> open, long connection) {
        return open.containsKey("CONNECTION" + connection);
    }

    private static String kind(ServerEvent event) {
        return event.type().name().split("_")[0];
    }
}
