package dev.sluice.jmx;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Who tried wrong passwords of late: more than a few a minute are not looked at, and nobody is kept waiting for that on a
 * thread. Counts by address; of IPv6, by the network of 64 bits that one subscriber has. Any thread.
 */
final class LoginFailures {
    private static final int MAX_FAILURES = 10;
    private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int MAX_KNOWN = 1_000;
    private static final int IPV6_NETWORK_BYTES = 8;

    private final LongSupplier nanoTime;
    /** The one that came first is forgotten first. */
    private final Map<InetAddress, Count> counts = new LinkedHashMap<>();

    LoginFailures(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private record Count(int failures, long since) {}

    synchronized boolean areTooMany(String address) {
        Count count = counts.get(network(address));
        return count != null && count.failures() >= MAX_FAILURES && nanoTime.getAsLong() - count.since() < WINDOW_NANOS;
    }

    synchronized void add(String address) {
        InetAddress network = network(address);
        long now = nanoTime.getAsLong();
        Count before = counts.remove(network);
        boolean begins = before == null || now - before.since() >= WINDOW_NANOS;
        counts.put(network, begins ? new Count(1, now) : new Count(before.failures() + 1, before.since()));
        Iterator<InetAddress> oldest = counts.keySet().iterator();
        while (counts.size() > MAX_KNOWN) {
            oldest.next();
            oldest.remove();
        }
    }

    /** @param address as digits, so that no name service is asked */
    private static InetAddress network(String address) {
        try {
            InetAddress host = InetAddress.getByName(address);
            byte[] bytes = host.getAddress();
            if (bytes.length > IPV6_NETWORK_BYTES) {
                Arrays.fill(bytes, IPV6_NETWORK_BYTES, bytes.length, (byte) 0);
            }
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(address, impossible);
        }
    }
}
