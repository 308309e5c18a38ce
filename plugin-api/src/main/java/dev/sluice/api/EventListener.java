package dev.sluice.api;

import org.pf4j.ExtensionPoint;

/**
 * Is told what happens.
 *
 * <p>Events of one connection come in their order. What starts is told exactly once and what stops is told exactly once,
 * after it, however slow the listener is. Up to 10,000 events wait for a listener; beyond that, what is only informational
 * is left out and counted, and so are starts together with their stops.
 *
 * <p>A listener that comes, or comes again, is first told of everything that goes on, by events whose {@link
 * ServerEvent#replayed} is true.
 *
 * <pre>{@code
 * @Extension
 * public final class Greeter implements EventListener {
 *     @Override
 *     public void onEvent(ServerEvent event) {
 *         if (event.type() == ServerEvent.Type.PUBLISH_STARTED) {
 *             System.getLogger("greeter").log(System.Logger.Level.INFO, "Hello " + event.stream());
 *         }
 *     }
 * }
 * }</pre>
 */
public interface EventListener extends ExtensionPoint {
    /**
     * Takes one event.
     *
     * <p>Called on one thread of the plugin's, one event after the other. A call that throws, or that takes longer than 5
     * seconds, is counted as a failure of the plugin; the next event comes all the same.
     */
    void onEvent(ServerEvent event);
}
