package dev.sluice.jmx;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.rmi.server.RMIServerSocketFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Listens on one address and speaks TLS there. The JDK's own ({@code SslRMIServerSocketFactory}) asks the name service about
 * each client before it goes on, and takes any number of them. Equal to itself only, see {@link LoopbackServerSockets}.
 */
final class TlsServerSockets implements RMIServerSocketFactory, AutoCloseable {
    private static final int MAX_CONNECTIONS = 64;
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final InetAddress address;
    private final SSLContext tls;
    private final List<ServerSocket> open = new CopyOnWriteArrayList<>();

    TlsServerSockets(InetAddress address, SSLContext tls) {
        this.address = address;
        this.tls = tls;
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        ServerSocket socket = new LimitedServerSocket(address, port, MAX_CONNECTIONS, this::secured);
        open.add(socket);
        return socket;
    }

    /** Shakes hands with the first read, on the connection's own thread. */
    private Socket secured(Socket accepted) throws IOException {
        SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(accepted, null, true);
        secured.setEnabledProtocols(PROTOCOLS);
        return secured;
    }

    /** Of the first one made. */
    int port() {
        return open.get(0).getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket socket : open) {
            socket.close();
        }
    }
}
