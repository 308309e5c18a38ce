package dev.sluice.jmx;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.function.Consumer;

/** A connection of RMI's that knows how long its peer has been silent, and does not wait for it as long as RMI would. */
final class LimitedSocket extends Socket {
    /** RMI's clients close what they have not used for 15 s. */
    private static final int MAX_READ_MILLIS = 30_000;

    private final Consumer<LimitedSocket> onClose;
    private volatile long readingSinceNanos;
    private volatile boolean reading;
    private volatile boolean last;

    LimitedSocket(Consumer<LimitedSocket> onClose) {
        this.onClose = onClose;
    }

    /** Whether it is the peer's turn. */
    boolean isSilent() {
        return reading;
    }

    long silentNanos() {
        return System.nanoTime() - readingSinceNanos;
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        super.setSoTimeout(millis == 0 ? MAX_READ_MILLIS : Math.min(millis, MAX_READ_MILLIS));
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                begin();
                try {
                    return super.read();
                } finally {
                    reading = false;
                }
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                begin();
                try {
                    return super.read(bytes, offset, length);
                } finally {
                    reading = false;
                }
            }
        };
    }

    private void begin() throws IOException {
        readingSinceNanos = System.nanoTime();
        reading = true;
        if (last) {
            close();
        }
    }

    /** Closes when what the peer asked for is answered; at once when it asks for nothing. */
    void endAfterThis() throws IOException {
        last = true;
        if (reading) {
            close();
        }
    }

    @Override
    public void close() throws IOException {
        onClose.accept(this);
        super.close();
    }
}
