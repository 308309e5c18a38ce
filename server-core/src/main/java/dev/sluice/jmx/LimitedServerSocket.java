package dev.sluice.jmx;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Has few connections at a time. RMI itself takes as many as come, gives each a thread, and waits two hours for what it
 * sends: whoever reaches the port could spend the server's threads and file descriptors without a password. Here the
 * connection that has been silent for longest makes room for a new one; RMI's clients connect again by themselves.
 */
final class LimitedServerSocket extends ServerSocket {
    private static final int BACKLOG = 50;

    /** What is spoken over a connection, to begin with the first read. */
    @FunctionalInterface
    interface Layer {
        Socket over(Socket accepted) throws IOException;
    }

    private final int maxConnections;
    private final Layer layer;
    private final Set<LimitedSocket> open = ConcurrentHashMap.newKeySet();

    LimitedServerSocket(InetAddress address, int port, int maxConnections, Layer layer) throws IOException {
        this.layer = layer;
        this.maxConnections = maxConnections;
        try {
            bind(new InetSocketAddress(address, port), BACKLOG);
        } catch (IOException taken) {
            close();
            throw taken;
        }
    }

    @Override
    public Socket accept() throws IOException {
        while (true) {
            Socket accepted = super.accept();
            if (makeRoom()) {
                LimitedSocket socket = new LimitedSocket(accepted, layer.over(accepted), open::remove);
                open.add(socket);
                if (isClosed()) {
                    socket.drop();
                }
                return socket;
            }
            accepted.close();
        }
    }

    /** Returns whether there is some; not while all the others are being served. */
    private boolean makeRoom() throws IOException {
        while (open.size() >= maxConnections) {
            LimitedSocket idle = open.stream()
                    .filter(LimitedSocket::isSilent)
                    .max(Comparator.comparingLong(LimitedSocket::silentNanos))
                    .orElse(null);
            if (idle == null) {
                return false;
            }
            idle.drop();
        }
        return true;
    }

    /** Ends connections too: at once, but for those that are being served, which get their answers first. */
    @Override
    public void close() throws IOException {
        super.close();
        for (LimitedSocket socket : open) {
            socket.endAfterThis();
        }
    }
}
