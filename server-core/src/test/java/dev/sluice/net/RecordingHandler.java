package dev.sluice.net;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Notes what happens to a connection; what to do about it a test may say. */
class RecordingHandler implements ConnectionHandler {
    /** Of {@link #onBytes}; takes what it wants. */
    volatile Predicate<ByteBuffer> reading = this::takeAll;

    volatile Runnable onArrival = () -> {};
    volatile String closedBecause;
    final List<Throwable> failures = new CopyOnWriteArrayList<>();
    /** The loops that it was on, in order. */
    final List<Integer> loops = new CopyOnWriteArrayList<>();
    /** What was called on a thread that is not the connection's loop. */
    final List<String> strayCalls = new CopyOnWriteArrayList<>();

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private volatile Connection connection;

    void connection(Connection newConnection) {
        connection = newConnection;
    }

    Connection connection() {
        return connection;
    }

    synchronized byte[] received() {
        return received.toByteArray();
    }

    synchronized int receivedBytes() {
        return received.size();
    }

    boolean takeAll(ByteBuffer in) {
        return take(in, in.remaining());
    }

    synchronized boolean take(ByteBuffer in, int count) {
        byte[] bytes = new byte[Math.min(count, in.remaining())];
        in.get(bytes);
        received.writeBytes(bytes);
        return true;
    }

    @Override
    public void onAttached() {
        note("onAttached");
        loops.add(connection.loop().index());
        onArrival.run();
    }

    @Override
    public void onDetached() {
        note("onDetached");
    }

    @Override
    public boolean onBytes(ByteBuffer in) {
        note("onBytes");
        return reading.test(in);
    }

    @Override
    public void onFailure(Throwable failure) {
        failures.add(failure);
    }

    @Override
    public void onClosed(String reason) {
        note("onClosed");
        if (closedBecause != null) {
            strayCalls.add("closed twice");
        }
        closedBecause = reason;
    }

    private void note(String call) {
        if (!connection.loop().isCurrent()) {
            strayCalls.add(call);
        }
    }
}
