package dev.sluice.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Clients that all come at the same moment: everything up to play or publish goes out in one segment, the answers come later. */
public final class Crowd implements AutoCloseable {
    private final List<WireClient> clients = new ArrayList<>();
    private final int port;

    public Crowd(int port) {
        this.port = port;
    }

    /** Connects this many more and has each ask for the stream. */
    public void join(int count, String key) {
        byte[] everything = everythingToPlay(key);
        for (int i = 0; i < count; i++) {
            connect().send(everything);
        }
    }

    /** Connects this many more, each of which publishes a stream of its own: the key with a number from 0 on. */
    public void publish(int count, String key) {
        for (int i = 0; i < count; i++) {
            connect().send(everythingTo(Amf.encode("publish", 3.0, null, key + i, "live")));
        }
    }

    /** Connects without a word. */
    public WireClient connect() {
        WireClient client = WireClient.connectTo(port);
        clients.add(client);
        return client;
    }

    public List<WireClient> clients() {
        return clients;
    }

    private static byte[] everythingToPlay(String key) {
        return everythingTo(Amf.encode("play", 3.0, null, key, -2000.0));
    }

    private static byte[] everythingTo(byte[] command) {
        byte[] connect = Amf.encode("connect", 1.0, Amf.object("app", "live", "tcUrl", "rtmp://127.0.0.1/live"));
        byte[] createStream = Amf.encode("createStream", 2.0, null);
        return Chunks.concat(
                Handshake.C0,
                Handshake.c1(),
                new byte[Handshake.SIZE],
                Chunks.encode(128, 3, MessageType.COMMAND, 0, 0, connect),
                Chunks.encode(128, 3, MessageType.COMMAND, 0, 0, createStream),
                Chunks.encode(128, 3, MessageType.COMMAND, 1, 0, command));
    }

    /** Resets all connections: thousands that are closed in order would block their ports for a minute. */
    @Override
    public void close() {
        try {
            for (WireClient client : clients) {
                client.abort();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
