package dev.sluice.session;

import dev.sluice.counter.Counter;
import dev.sluice.counter.Counters;
import dev.sluice.stream.StreamPath;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Streams that nobody may publish for a while, whoever it is: an encoder that was dropped may come back from another
 * address. Any thread; the loops only read.
 */
public final class Bans {
    /** Beyond that, the ban that ends soonest goes. */
    static final int MAX_BANS = 10_000;

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final Counters counters;
    private final LongSupplier nanoTime;
    private final Map<StreamPath, Entry> entries = new ConcurrentHashMap<>();

    /** @param nanoTime the clock, as {@link System#nanoTime} */
    public Bans(Counters counters, LongSupplier nanoTime) {
        this.counters = counters;
        this.nanoTime = nanoTime;
    }

    /**
     * A stream that may not be published.
     *
     * @param sinceMillis when that began, since the epoch
     * @param remainingMillis until it ends
     * @param publisherAddress who published it then; empty for nobody
     */
    public record Ban(StreamPath path, long sinceMillis, long remainingMillis, String publisherAddress) {}

    private record Entry(long sinceMillis, long untilNanos, String publisherAddress) {}

    /**
     * From now on nobody can begin to publish that stream. Who publishes it already goes on: look for the publisher after
     * this returns, then drop it, and none can slip in between.
     *
     * @param duration counts from now, also for a stream that is banned already
     * @param publisherAddress who publishes it; empty for nobody
     * @throws IllegalArgumentException when the duration is not positive
     */
    public synchronized void ban(StreamPath path, Duration duration, String publisherAddress) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("a ban of " + duration);
        }
        long now = nanoTime.getAsLong();
        long nanos = (duration.compareTo(LONGEST) > 0 ? LONGEST : duration).toNanos();
        removeExpired(now);
        if (entries.size() >= MAX_BANS && !entries.containsKey(path)) {
            removeSoonest(now);
        }
        entries.put(path, new Entry(System.currentTimeMillis(), now + nanos, publisherAddress));
        // whoever claims the stream now either sees the ban or is seen by who looks for the publisher after this
        VarHandle.fullFence();
    }

    public boolean isBanned(StreamPath path) {
        return remainingNanos(path) > 0;
    }

    /** Those that hold now, in the order of their streams. */
    public synchronized List<Ban> all() {
        long now = nanoTime.getAsLong();
        removeExpired(now);
        return entries.entrySet().stream()
                .map(banned -> view(banned.getKey(), banned.getValue(), now))
                .sorted(Comparator.comparing(ban -> ban.path().toString()))
                .toList();
    }

    /** Returns whether the stream was banned. */
    public synchronized boolean lift(StreamPath path) {
        boolean banned = isBanned(path);
        entries.remove(path);
        return banned;
    }

    /** What a publisher of that stream is told; counts the refusal. Empty when it may publish. */
    Optional<String> refusal(StreamPath path) {
        // the counterpart of the one in ban: what was claimed is seen before this looks
        VarHandle.fullFence();
        long nanos = remainingNanos(path);
        if (nanos <= 0) {
            return Optional.empty();
        }
        counters.increment(Counter.PUBLISHES_BANNED);
        long seconds = TimeUnit.NANOSECONDS.toSeconds(nanos + TimeUnit.SECONDS.toNanos(1) - 1);
        return Optional.of("Banned for another " + seconds + " s.");
    }

    private long remainingNanos(StreamPath path) {
        Entry entry = entries.get(path);
        return entry == null ? 0 : entry.untilNanos - nanoTime.getAsLong();
    }

    private void removeExpired(long now) {
        entries.values().removeIf(entry -> entry.untilNanos - now <= 0);
    }

    private void removeSoonest(long now) {
        entries.entrySet().stream()
                .min(Comparator.comparingLong(banned -> banned.getValue().untilNanos - now))
                .ifPresent(soonest -> entries.remove(soonest.getKey()));
    }

    private static Ban view(StreamPath path, Entry entry, long now) {
        return new Ban(
                path, entry.sinceMillis, TimeUnit.NANOSECONDS.toMillis(entry.untilNanos - now), entry.publisherAddress);
    }
}
