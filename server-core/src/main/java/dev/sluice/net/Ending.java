package dev.sluice.net;

/** How near a connection is to its end, and why that comes. */
final class Ending {
    private static final long DRAIN_NANOS = 2_000_000_000L;

    private boolean finishing;
    private String finishReason;
    private String closeReason;
    private boolean closed;
    private Timer drainTimer;

    /** False once it is closed, or about to be. */
    boolean isOpen() {
        return !closed && closeReason == null && !finishing;
    }

    /** Whether it ends once what is queued is sent. */
    boolean isFinishing() {
        return finishing;
    }

    /** Whether it is to be closed at once, or is closed. */
    boolean isCloseDecided() {
        return closeReason != null;
    }

    boolean isClosed() {
        return closed;
    }

    /** Why it closes. */
    String reason() {
        return closeReason;
    }

    /** To be called on an open connection; {@code close} is called when the peer has had two seconds to read it all. */
    void finish(String reason, EventLoop loop, Runnable close) {
        finishing = true;
        finishReason = reason;
        drainTimer = loop.timer(close);
        drainTimer.setAt(System.nanoTime() + DRAIN_NANOS);
    }

    /** Returns false when that was decided before. */
    boolean decideClose(String reason) {
        if (closed || closeReason != null) {
            return false;
        }
        // why it was finished says more than how the peer took it
        closeReason = finishing ? finishReason : reason;
        return true;
    }

    void close() {
        closed = true;
        if (drainTimer != null) {
            drainTimer.cancel();
        }
    }
}
