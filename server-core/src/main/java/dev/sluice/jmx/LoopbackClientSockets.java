package dev.sluice.jmx;

import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.rmi.server.RMIClientSocketFactory;

/** Dials this machine, whatever host RMI names: that one depends on what the name service makes of the machine's name. */
record LoopbackClientSockets() implements RMIClientSocketFactory, Serializable {
    private static final long serialVersionUID = 1L;
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

    /** 127.0.0.1; what the JDK calls the loopback address may be that of IPv6. */
    static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    @Override
    public Socket createSocket(String ignoredHost, int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(loopback(), port), CONNECT_TIMEOUT_MILLIS);
        } catch (IOException failure) {
            socket.close();
            throw failure;
        }
        return socket;
    }
}
