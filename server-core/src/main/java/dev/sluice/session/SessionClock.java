package dev.sluice.session;

import dev.sluice.counter.Counter;
import dev.sluice.net.Connection;
import dev.sluice.net.Timer;

/** Holds a session to its deadlines: handshake, connect, idleness, and those of its streams; and pings a silent peer. */
final class SessionClock {
    private static final long MAX_TICK_NANOS = 1_000_000_000L;
    private static final long MIN_TICK_NANOS = 20_000_000L;

    private final RtmpSession session;
    private final Connection connection;
    private Timer timer;
    private long handshakeAt;
    private boolean active;
    private long lastPingAt;

    SessionClock(RtmpSession session) {
        this.session = session;
        this.connection = session.connection();
    }

    private long tickNanos() {
        SessionSettings settings = session.settings();
        long shortest = Math.min(
                Math.min(settings.handshakeNanos(), settings.connectNanos()),
                Math.min(settings.idleNanos(), settings.pingNanos()));
        return Math.max(MIN_TICK_NANOS, Math.min(MAX_TICK_NANOS, shortest / 4));
    }

    void start() {
        timer = connection.loop().timer(() -> connection.guard(this::onTick));
        timer.setAt(System.nanoTime() + tickNanos());
    }

    void stop() {
        if (timer != null) {
            timer.cancel();
        }
    }

    void onHandshake() {
        handshakeAt = System.nanoTime();
    }

    /** The session has published or played: from now on only idleness ends it. */
    void onActive() {
        active = true;
    }

    private void onTick() {
        if (!connection.isOpen()) {
            return;
        }
        long now = System.nanoTime();
        timer.setAt(now + tickNanos());
        SessionSettings settings = session.settings();
        if (session.state() == SessionState.HANDSHAKE) {
            if (now - connection.traffic().openedAtNanos() > settings.handshakeNanos()) {
                expire(Counter.HANDSHAKE_TIMEOUTS, "handshake not complete in time");
            }
        } else if (!active && now - handshakeAt > settings.connectNanos()) {
            expire(Counter.CONNECT_TIMEOUTS, "neither published nor played in time");
        } else if (now - lastSignOfLife() > settings.idleNanos()) {
            expire(Counter.IDLE_TIMEOUTS, "idle");
        } else {
            ping(now);
            session.onTick(now);
        }
    }

    private void expire(Counter counter, String reason) {
        session.counters().increment(counter);
        session.warn(counter, reason);
        connection.close(reason);
    }

    /** Pings that the kernel takes prove nothing: what counts is what came in, and media that went out. */
    private long lastSignOfLife() {
        long last = connection.traffic().lastReadAtNanos();
        for (MessageStream stream : session.streams().all()) {
            if (stream.playing() != null && stream.playing().lastMediaAtNanos() - last > 0) {
                last = stream.playing().lastMediaAtNanos();
            }
        }
        return last;
    }

    private void ping(long now) {
        SessionSettings settings = session.settings();
        boolean silent = now - connection.traffic().lastReadAtNanos() > settings.pingNanos();
        if (silent && now - lastPingAt > settings.pingNanos() && session.state() == SessionState.CONNECTED) {
            lastPingAt = now;
            session.replies().ping((int) (now / 1_000_000));
        }
    }
}
