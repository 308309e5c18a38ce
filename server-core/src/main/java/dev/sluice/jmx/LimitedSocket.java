package dev.sluice.jmx;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A connection as RMI sees it, with bounds that RMI has not: how long its peer may be silent, and how long a request may be.
 * A string is read as a whole before any filter sees it.
 */
final class LimitedSocket extends Socket {
    static final int MAX_REQUEST_BYTES = 256 * 1024;
    /** RMI's clients close what they have not used for 15 s. */
    private static final int MAX_READ_MILLIS = 30_000;
    /** Sooner than that nobody has to make room who takes an answer. */
    private static final long MAX_TAKING_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Socket accepted;
    private final Socket socket;
    private final Consumer<LimitedSocket> onClose;
    private volatile long waitingSinceNanos;
    private volatile boolean reading;
    private volatile boolean writing;
    private volatile boolean last;
    /** Since something was written; of the thread that serves the connection. */
    private int requestBytes;

    /** @param socket speaks over {@code accepted}, or is the same */
    LimitedSocket(Socket accepted, Socket socket, Consumer<LimitedSocket> onClose) {
        this.accepted = accepted;
        this.socket = socket;
        this.onClose = onClose;
    }

    /** Whether it is the peer's turn: to ask, or to take an answer that it has not taken for a while. */
    boolean isSilent() {
        return reading || writing && silentNanos() > MAX_TAKING_NANOS;
    }

    long silentNanos() {
        return System.nanoTime() - waitingSinceNanos;
    }

    /** Drops it when what the peer asked for is answered; at once when it asks for nothing. */
    void endAfterThis() throws IOException {
        last = true;
        if (reading) {
            drop();
        }
    }

    /** Closes without a farewell, which TLS could have to wait for. */
    void drop() throws IOException {
        onClose.accept(this);
        accepted.close();
    }

    private void beginWriting() {
        waitingSinceNanos = System.nanoTime();
        writing = true;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Requests(socket.getInputStream());
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new Answers(socket.getOutputStream());
    }

    private final class Requests extends FilterInputStream {
        Requests(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = await(bytes, offset, length);
            requestBytes += Math.max(count, 0);
            if (requestBytes > MAX_REQUEST_BYTES) {
                throw new IOException("a request of more than " + MAX_REQUEST_BYTES + " bytes");
            }
            return count;
        }

        private int await(byte[] bytes, int offset, int length) throws IOException {
            waitingSinceNanos = System.nanoTime();
            reading = true;
            try {
                if (last) {
                    drop();
                }
                return in.read(bytes, offset, length);
            } finally {
                reading = false;
            }
        }
    }

    private final class Answers extends FilterOutputStream {
        Answers(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            requestBytes = 0;
            beginWriting();
            try {
                out.write(bytes, offset, length);
            } finally {
                writing = false;
            }
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        socket.setSoTimeout(millis == 0 ? MAX_READ_MILLIS : Math.min(millis, MAX_READ_MILLIS));
    }

    @Override
    public int getSoTimeout() throws SocketException {
        return socket.getSoTimeout();
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        socket.setTcpNoDelay(on);
    }

    @Override
    public InetAddress getInetAddress() {
        return socket.getInetAddress();
    }

    @Override
    public int getPort() {
        return socket.getPort();
    }

    @Override
    public InetAddress getLocalAddress() {
        return socket.getLocalAddress();
    }

    @Override
    public int getLocalPort() {
        return socket.getLocalPort();
    }

    @Override
    public boolean isClosed() {
        return socket.isClosed();
    }

    /** Says farewell; who does not take that can still be dropped. */
    @Override
    public void close() throws IOException {
        beginWriting();
        try {
            socket.close();
        } finally {
            onClose.accept(this);
        }
    }

    @Override
    public String toString() {
        return socket.toString();
    }
}
