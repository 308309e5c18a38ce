package dev.sluice.hooks;

import dev.sluice.api.AccessRequest;
import dev.sluice.api.Decision;
import dev.sluice.api.ServerEvent;
import dev.sluice.api.ServerEvent.Type;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a backend is spoken to. Any thread. */
interface Dialect {
    /** The question whether a client may. */
    Outgoing ask(Target target, AccessRequest request);

    /** @throws NoDecisionException when the answer is none */
    Decision decide(AccessRequest request, Reply reply);

    /** The notification that something has happened. */
    Outgoing tell(Target target, Hook hook, ServerEvent event);

    /** The notification that something still goes on. */
    Outgoing update(Target target, ServerEvent start, Duration elapsed);

    /** The reason for which the answer to an update ends the connection, if it does. */
    Optional<String> endsConnection(Reply reply);

    /** The stops of publications and playings that are to be told because of an event. Asked once for each event. */
    default List<ServerEvent> ends(ServerEvent event) {
        boolean ends = event.type() == Type.PUBLISH_STOPPED || event.type() == Type.PLAY_STOPPED;
        return ends ? List.of(event) : List.of();
    }

    /** An event has happened, and all that is to be told of it is told. */
    default void happened(ServerEvent event) {}
}
