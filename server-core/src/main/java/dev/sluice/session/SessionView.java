package dev.sluice.session;

import dev.sluice.counter.Gauge;
import dev.sluice.net.Connection;
import dev.sluice.session.SessionFigures.Activity;
import java.util.ArrayList;
import java.util.List;

/** What other threads may read of a session. Its loop writes. */
final class SessionView {
    private final Connection connection;
    private final Gauge acknowledged = new Gauge(0);
    private volatile SessionState state = SessionState.HANDSHAKE;
    private volatile ClientIdentity identity;
    private volatile String application = "";
    private volatile List<Active> active = List.of();

    /** What publishes or plays. */
    interface Active {
        /** Any thread. */
        Activity activity();
    }

    SessionView(Connection connection) {
        this.connection = connection;
        this.identity = ClientIdentity.unknown(connection.id(), connection.remote());
    }

    SessionState state() {
        return state;
    }

    void to(SessionState next) {
        state = state.to(next);
    }

    /** From wherever it stands. */
    void closed() {
        state = SessionState.CLOSED;
    }

    ClientIdentity identity() {
        return identity;
    }

    void identity(ClientIdentity newIdentity) {
        identity = newIdentity;
    }

    /** @param path of what the client connects to */
    void application(String path) {
        application = path;
    }

    void began(Active side) {
        List<Active> more = new ArrayList<>(active);
        more.add(side);
        active = List.copyOf(more);
    }

    void ended(Active side) {
        active = active.stream().filter(other -> other != side).toList();
    }

    /** @param sequenceNumber the lower 32 bits of what the peer has received (RTMP 1.0, 5.4.3) */
    void onAcknowledged(int sequenceNumber) {
        acknowledged.set(acknowledgedOf(sequenceNumber, connection.traffic().bytesOut()));
    }

    /** Nobody has received more than was sent, nor are two gigabytes on their way. */
    static long acknowledgedOf(int sequenceNumber, long bytesOut) {
        int ahead = sequenceNumber - (int) bytesOut;
        return Math.max(0, bytesOut + Math.min(0, ahead));
    }

    List<Activity> activities() {
        return active.stream().map(Active::activity).toList();
    }

    SessionFigures figures() {
        long now = System.nanoTime();
        ClientIdentity who = identity;
        return new SessionFigures(
                connection.id(),
                connection.remote(),
                state,
                application,
                who.flashVer(),
                who.connectedAt().toEpochMilli(),
                connection.traffic().bytesIn(),
                connection.traffic().bytesOut(),
                acknowledged.get(),
                millisBetween(connection.traffic().lastReadAtNanos(), now),
                millisBetween(connection.traffic().lastWriteAtNanos(), now),
                connection.loop().index(),
                activities());
    }

    private static long millisBetween(long nanos, long now) {
        return Math.max(0, (now - nanos) / 1_000_000);
    }
}
