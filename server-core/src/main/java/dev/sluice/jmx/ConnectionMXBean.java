package dev.sluice.jmx;

/**
 * {@code dev.sluice:type=Connection,id=17}: one connection, from its connect to its end. At most {@code
 * management.maxConnectionBeans} have one; {@link ConnectionsMXBean} knows all.
 */
@Description("One connection.")
public interface ConnectionMXBean extends ConnectionRow {
    /**
     * Ends it soon, with a status if it publishes or plays. What it publishes ends as if its connection had broken.
     *
     * @throws IllegalStateException when it has gone
     */
    @Description("Disconnects it.")
    void drop();
}
