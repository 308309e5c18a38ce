package dev.sluice.plugin;

import java.time.Duration;

/**
 * How long plugins and those who watch them may take.
 *
 * @param start from a plugin's making to the end of its start
 * @param stop for its stop
 * @param threads for its threads to end after they were interrupted
 * @param event for a listener to take one event
 * @param open for a recorder to say whether it wants a stream
 * @param write for a recording to take one message
 * @param statistics between two statistics events
 * @param scan between two looks at the plugin directories
 * @param retry after which a plugin in quarantine is tried again; twice as long each time, up to 16 times
 */
record Deadlines(
        Duration start,
        Duration stop,
        Duration threads,
        Duration event,
        Duration open,
        Duration write,
        Duration statistics,
        Duration scan,
        Duration retry) {

    /** What the API's documents promise. */
    static final Deadlines STANDARD = new Deadlines(
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofMillis(400),
            Duration.ofMinutes(1));
}
