package dev.sluice.hooks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers each request with the next of its texts, at last always with the same; an empty one closes the
 * connection.
 */
final class RawServer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private final String[] answers;

    RawServer(String... answers) throws IOException {
        this.answers = answers;
        threads.execute(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/";
    }

    int requests() {
        return requests.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                threads.execute(() -> serveQuietly(connection));
            }
        } catch (IOException closed) {
            threads.shutdownNow();
        }
    }

    private void serveQuietly(Socket connection) {
        try (connection) {
            serve(connection);
        } catch (IOException gone) {
            return;
        }
    }

    private void serve(Socket connection) throws IOException {
        InputStream in = connection.getInputStream();
        while (readRequest(in)) {
            String answer = answers[Math.min(requests.getAndIncrement(), answers.length - 1)];
            if (answer.isEmpty()) {
                return;
            }
            connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static boolean readRequest(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            head.append((char) next);
        }
        String length = head.toString().replaceAll("(?is).*content-length: (\\d+).*", "$1");
        in.readNBytes(Integer.parseInt(length));
        return true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
