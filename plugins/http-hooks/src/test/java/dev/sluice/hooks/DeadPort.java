package dev.sluice.hooks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A port that nobody listens on, and that nobody else gets while this is open. */
final class DeadPort implements AutoCloseable {
    private final Socket bound = new Socket();

    DeadPort() throws IOException {
        bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    String url() {
        return "http://127.0.0.1:" + bound.getLocalPort() + "/x";
    }

    @Override
    public void close() throws IOException {
        bound.close();
    }
}
