package dev.sluice.jmx;

/**
 * {@code dev.sluice:type=EventLoop,id=0}: one thread that serves connections. Its figures are of this moment, each of its
 * own; rates are of the same window as those of {@link ServerMXBean}.
 */
@Description("One thread that serves connections.")
public interface EventLoopMXBean {
    /** From 0. */
    @Description("Its number.")
    int getId();

    /** Those on their way here from another loop excluded. */
    @Description(value = "Connections that live here.", unit = "connections")
    int getConnections();

    /** Over the window; with all loops near 100 the server is at its limit. */
    @Description(value = "How much of the time it has something to do, over the rate window.", unit = "%")
    double getBusyPercent();

    /** Over the window. */
    @Description(value = "Rounds of work, over the rate window.", unit = "turns/s")
    double getTurnsPerSecond();

    /** Since the start. */
    @Description(value = "Turns that took longer than 20 ms, since the start.", unit = "turns")
    long getStalls();

    /** Since the start. */
    @Description(value = "The longest turn since the start.", unit = "ms")
    double getLongestTurnMillis();

    /** Late joiners and slow players that are being caught up with. */
    @Description(value = "Connections that have more to send than one turn allows.", unit = "connections")
    int getBacklog();

    /** Bounded by an eighth of the heap for all loops together. */
    @Description(value = "What waits on the heap to be sent or read on.", unit = "bytes")
    long getWaitingBytes();
}
