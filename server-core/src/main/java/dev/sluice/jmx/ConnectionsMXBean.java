package dev.sluice.jmx;

import java.util.List;
import javax.management.MBeanOperationInfo;

/**
 * {@code dev.sluice:type=Connections}: all connections, also those without a bean of their own. The rows of a table are
 * read one after the other, so that a connection may come or go in between.
 */
@Description("All connections.")
public interface ConnectionsMXBean {
    /** So many rows a table has at most. */
    int MAX_ROWS = 1_000;

    /** By number, which is by age, at most {@value #MAX_ROWS}; {@link #page} has the others. */
    @Description("Connections by number, the first 1000.")
    List<ConnectionRow> getConnections();

    /** Those without a row included. */
    @Description(value = "How many are open.", unit = "connections")
    int getCount();

    /** At most {@code management.maxConnectionBeans}. */
    @Description(value = "How many have a bean of their own.", unit = "connections")
    int getBeans();

    /** @param max 1 to {@value #MAX_ROWS} */
    @Description(value = "Connections by number, those behind the one given.", impact = MBeanOperationInfo.INFO)
    List<ConnectionRow> page(
            @Description(name = "after", value = "The number of the last one seen; 0 to begin.") long after,
            @Description(name = "max", value = "So many at most, 1 to 1000.") int max);

    /** @throws IllegalStateException when it has gone */
    @Description(value = "Everything known of one connection.", impact = MBeanOperationInfo.INFO)
    ConnectionRow describe(@Description(name = "id", value = "Its number.") long id);

    /** See {@link ConnectionMXBean#drop}. */
    @Description("Disconnects one connection.")
    void drop(@Description(name = "id", value = "Its number.") long id);
}
