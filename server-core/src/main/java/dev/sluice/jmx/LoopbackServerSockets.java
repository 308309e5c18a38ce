package dev.sluice.jmx;

import java.io.IOException;
import java.net.ServerSocket;
import java.rmi.server.RMIServerSocketFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Listens where only this machine gets. RMI keeps such a port open for as long as the JVM lives, so it is closed here. Each
 * is equal to itself only, or RMI would have the next one use the closed port of this one.
 */
final class LoopbackServerSockets implements RMIServerSocketFactory, AutoCloseable {
    private static final int MAX_CONNECTIONS = 64;

    private final List<ServerSocket> open = new CopyOnWriteArrayList<>();

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        ServerSocket socket =
                new LimitedServerSocket(LoopbackClientSockets.loopback(), port, MAX_CONNECTIONS, plain -> plain);
        open.add(socket);
        return socket;
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket socket : open) {
            socket.close();
        }
    }
}
