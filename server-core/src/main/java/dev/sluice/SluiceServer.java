package dev.sluice;

import dev.sluice.cli.Launch;
import dev.sluice.config.ListenerConfig;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.slf4j.LoggerFactory;

/** Stands in until the relay is wired: listens, answers nothing. */
final class SluiceServer {
    private SluiceServer() {}

    static int run(Launch launch) throws Exception {
        ListenerConfig listener = launch.config().listeners().get(0);
        try (ServerSocketChannel channel = ServerSocketChannel.open()) {
            channel.bind(new InetSocketAddress(listener.host(), listener.port()), listener.backlog());
            LoggerFactory.getLogger(SluiceServer.class).info("listening on {}", channel.getLocalAddress());
            if (!launch.rehearsal()) {
                Thread.currentThread().join();
            }
        }
        return 0;
    }
}
