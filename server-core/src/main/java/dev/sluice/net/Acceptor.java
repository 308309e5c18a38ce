package dev.sluice.net;

import dev.sluice.counter.Counter;
import dev.sluice.counter.Counters;
import dev.sluice.counter.WarningLog;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.IntSupplier;

/** Takes connections from all listeners, on a thread of its own, and hands them round to the loops. */
public final class Acceptor implements AutoCloseable {
    private static final int ACCEPTS_PER_TURN = 64;
    private static final long PAUSE_NANOS = 100_000_000L;

    private final EventLoops loops;
    private final Counters counters;
    private final WarningLog warnings;
    private final IntSupplier maxConnections;
    private final Function<Connection, ConnectionHandler> handlers;
    private final Selector selector;
    private final List<ServerSocketChannel> servers = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "sluice-acceptor");
    private volatile boolean stopping;
    private long nextId = 1;

    /**
     * @param maxConnections asked at each accept
     * @param handlers makes the handler of a new connection, on the acceptor's thread
     */
    public Acceptor(
            EventLoops loops,
            Counters counters,
            WarningLog warnings,
            IntSupplier maxConnections,
            Function<Connection, ConnectionHandler> handlers)
            throws IOException {
        this.loops = loops;
        this.counters = counters;
        this.warnings = warnings;
        this.maxConnections = maxConnections;
        this.handlers = handlers;
        this.selector = Selector.open();
    }

    /** Binds an address; to be called before {@link #start}. Returns what was bound, with its port. */
    public InetSocketAddress bind(ListenAddress address) throws IOException {
        InetAddress host = InetAddress.getByName(address.host());
        ServerSocketChannel server = ServerSocketChannel.open(
                host instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        servers.add(server);
        server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        server.bind(new InetSocketAddress(host, address.port()), address.backlog());
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        return (InetSocketAddress) server.getLocalAddress();
    }

    public void start() {
        thread.start();
    }

    /** Stops listening; connections that were accepted stay. */
    @Override
    public void close() throws IOException {
        stopping = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        for (ServerSocketChannel server : servers) {
            server.close();
        }
        selector.close();
    }

    private void run() {
        while (!stopping) {
            try {
                selector.select(this::accept);
            } catch (Throwable failure) {
                pause(failure);
            }
        }
    }

    private void accept(SelectionKey key) {
        try {
            ServerSocketChannel server = (ServerSocketChannel) key.channel();
            for (int i = 0; i < ACCEPTS_PER_TURN && !stopping; i++) {
                SocketChannel channel = server.accept();
                if (channel == null) {
                    return;
                }
                take(channel);
            }
        } catch (IOException failure) {
            pause(failure);
        }
    }

    /** Without file descriptors each accept fails at once: waiting is all that helps, and it must not burn a core. */
    private void pause(Throwable failure) {
        counters.increment(Counter.ACCEPT_FAILURES);
        warnings.warn(Counter.ACCEPT_FAILURES, "accept failed, trying again: " + failure);
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    private void take(SocketChannel channel) throws IOException {
        counters.increment(Counter.CONNECTIONS_ACCEPTED);
        if (counters.openConnections() >= maxConnections.getAsInt()) {
            counters.increment(Counter.CONNECTIONS_REFUSED_LIMIT);
            warnings.warn(
                    Counter.CONNECTIONS_REFUSED_LIMIT,
                    "refused " + channel.getRemoteAddress() + ": limits.maxConnections reached");
            channel.close();
            return;
        }
        Connection connection = open(channel);
        if (connection != null) {
            counters.increment(Counter.CONNECTIONS_OPENED);
            connection.open();
        }
    }

    private Connection open(SocketChannel channel) throws IOException {
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
            Connection connection = new Connection(nextId++, channel, remote, loops.next());
            connection.handler(handlers.apply(connection));
            return connection;
        } catch (IOException failure) {
            // the peer was gone before it was accepted
            channel.close();
            return null;
        } catch (Throwable failure) {
            channel.close();
            throw failure;
        }
    }
}
