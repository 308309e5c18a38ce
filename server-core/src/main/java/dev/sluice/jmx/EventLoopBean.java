package dev.sluice.jmx;

import dev.sluice.net.EventLoop;

/** One event loop as a client sees it. */
final class EventLoopBean implements EventLoopMXBean {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_PERCENT = 1e7;

    private final EventLoop loop;
    private final Rates rates;

    EventLoopBean(EventLoop loop, Rates rates) {
        this.loop = loop;
        this.rates = rates;
    }

    @Override
    public int getId() {
        return loop.index();
    }

    @Override
    public int getConnections() {
        return loop.figures().connections();
    }

    @Override
    public double getBusyPercent() {
        // a turn counts when it ends, so that one may count for a window that it has begun before
        return Math.min(100, tenths(rates.perSecond(Samples.BUSY_NANOS) / NANOS_PER_PERCENT));
    }

    @Override
    public double getTurnsPerSecond() {
        return tenths(rates.perSecond(Samples.TURNS));
    }

    @Override
    public long getStalls() {
        return loop.figures().stalls();
    }

    @Override
    public double getLongestTurnMillis() {
        return Math.rint(loop.figures().longestTurnNanos() / NANOS_PER_MILLI * 1_000) / 1_000;
    }

    @Override
    public int getBacklog() {
        return loop.figures().backlog();
    }

    @Override
    public long getWaitingBytes() {
        return loop.figures().waitingHeapBytes();
    }

    private static double tenths(double value) {
        return Math.rint(value * 10) / 10;
    }
}
