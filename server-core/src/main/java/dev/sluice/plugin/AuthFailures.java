package dev.sluice.plugin;

import dev.sluice.api.AccessRequest;
import dev.sluice.api.AccessRequest.Action;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who was denied too often, by address and action ({@code limits.authFailures}). Only an explicit denial counts. Of IPv6
 * the network of 64 bits counts, which one subscriber usually has as a whole. Any thread; whether somebody is blocked is
 * asked without a lock. At most 100,000 addresses are known, beyond which the one denied longest ago is forgotten.
 */
final class AuthFailures {
    private static final Logger LOG = LoggerFactory.getLogger("dev.sluice.auth");
    private static final int MAX_KNOWN = 100_000;
    private static final int IPV6_NETWORK_BYTES = 8;

    private final Supplier<AuthSettings> settings;
    private final LongSupplier nanoTime;
    /** Until when, by the clock. What has expired stays until somebody sees it. */
    private final Map<Key, Long> blocked = new ConcurrentHashMap<>();
    /** In the order of the last denial, the oldest first; guarded by itself. */
    private final Map<Key, Count> counts = new LinkedHashMap<>(16, 0.75f, true);

    AuthFailures(Supplier<AuthSettings> settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
    }

    private record Key(InetAddress address, Action action) {}

    private record Count(int denials, long since) {}

    /** Whether the request is denied without asking anybody. */
    boolean isBlocked(AccessRequest request) {
        if (blocked.isEmpty()) {
            return false;
        }
        Key key = keyOf(request);
        Long until = blocked.get(key);
        if (until == null) {
            return false;
        }
        if (nanoTime.getAsLong() - until < 0) {
            return true;
        }
        blocked.remove(key, until);
        return false;
    }

    /** Counts an explicit denial. */
    void denied(AccessRequest request) {
        AuthSettings now = settings.get();
        if (now.maxFailures() == 0) {
            return;
        }
        long time = nanoTime.getAsLong();
        Key key = keyOf(request);
        synchronized (counts) {
            Count before = counts.get(key);
            boolean begins = before == null || time - before.since() > now.failureWindowNanos();
            Count count = begins ? new Count(1, time) : new Count(before.denials() + 1, before.since());
            if (count.denials() < now.maxFailures()) {
                counts.put(key, count);
            } else {
                counts.remove(key);
                block(key, time, now.blockNanos());
                LOG.warn(
                        "{} was denied {} {} times and is refused for {} s (limits.authFailures)",
                        key.address().getHostAddress(),
                        key.action().name().toLowerCase(Locale.ROOT),
                        count.denials(),
                        now.blockNanos() / 1_000_000_000);
            }
            trim(counts);
        }
    }

    private void block(Key key, long time, long nanos) {
        if (blocked.size() >= MAX_KNOWN) {
            blocked.values().removeIf(until -> time - until >= 0);
            trim(blocked);
        }
        blocked.put(key, time + nanos);
    }

    private static void trim(Map<Key, ?> map) {
        Iterator<Key> oldest = map.keySet().iterator();
        while (map.size() > MAX_KNOWN && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
    }

    /** Those who are blocked now. */
    List<BlockedAddress> blocked() {
        long time = nanoTime.getAsLong();
        return blocked.entrySet().stream()
                .filter(entry -> time - entry.getValue() < 0)
                .map(entry -> new BlockedAddress(
                        entry.getKey().address(), entry.getKey().action(), (entry.getValue() - time) / 1_000_000))
                .toList();
    }

    /** Forgets what was counted against an address; returns whether it was blocked. */
    boolean lift(InetAddress address) {
        InetAddress network = networkOf(address);
        synchronized (counts) {
            counts.keySet().removeIf(key -> key.address().equals(network));
            return blocked.keySet().removeIf(key -> key.address().equals(network));
        }
    }

    private static Key keyOf(AccessRequest request) {
        return new Key(networkOf(request.remoteAddress().getAddress()), request.action());
    }

    private static InetAddress networkOf(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return address;
        }
        Arrays.fill(bytes, IPV6_NETWORK_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
