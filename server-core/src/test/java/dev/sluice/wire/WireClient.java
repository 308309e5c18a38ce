package dev.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A blocking RTMP client for one test thread. Every read ends after half a minute at the latest. */
public final class WireClient implements AutoCloseable {
    private static final int READ_TIMEOUT_MILLIS = 30_000;
    private static final int SMALL_BUFFER_BYTES = 4096;
    private static final int PING_REQUEST = 6;
    private static final int PING_RESPONSE = 7;

    private final Socket socket;
    private final DataInputStream in;
    private final ChunkInput chunks;
    private final Deque<WireMessage> setAside = new ArrayDeque<>();
    private int outgoingChunkSize = 128;
    private int lastTransaction;
    private int lastPing;
    private boolean answerPings = true;

    private WireClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.chunks = new ChunkInput(in);
    }

    /** A TCP connection to a server on this machine; no byte is sent yet. */
    public static WireClient connectTo(int port) {
        return connectTo("127.0.0.1", port, 0);
    }

    /** @param receiveBufferBytes what the kernel keeps for this client, about; 0 leaves it to the kernel */
    public static WireClient connectTo(String address, int port, int receiveBufferBytes) {
        try {
            var socket = new Socket();
            if (receiveBufferBytes > 0) {
                // before connecting, or the window that was announced stays larger
                socket.setReceiveBufferSize(receiveBufferBytes);
            }
            socket.connect(new InetSocketAddress(InetAddress.getByName(address), port), READ_TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            return new WireClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connected to the application "live", ready for createStream. */
    public static WireClient connected(int port) {
        WireClient client = connectTo(port);
        client.handshake();
        client.connect("live");
        return client;
    }

    public static WireClient publishing(int port, String key) {
        WireClient client = connected(port);
        client.createStream();
        client.publish(key);
        return client;
    }

    public static WireClient playing(int port, String key) {
        return connected(port).startPlaying(key);
    }

    /** A player whose kernel takes little for it, so that the server soon notices when it does not read. */
    public static WireClient playingWithSmallBuffer(int port, String key) {
        WireClient client = connectTo("127.0.0.1", port, SMALL_BUFFER_BYTES);
        client.handshake();
        client.connect("live");
        return client.startPlaying(key);
    }

    private WireClient startPlaying(String key) {
        createStream();
        play(key);
        return this;
    }

    /** The whole handshake, in order. */
    public void handshake() {
        byte[] c1 = Handshake.c1();
        send(Handshake.C0);
        send(c1);
        Handshake.Answer answer = readHandshakeAnswer();
        send(answer.s1());
    }

    /** Blocks for S0, S1 and S2. */
    public Handshake.Answer readHandshakeAnswer() {
        return new Handshake.Answer(read(1)[0], read(Handshake.SIZE), read(Handshake.SIZE));
    }

    /** Sends connect and waits for its success. */
    public void connect(String app) {
        int transaction = command(0, "connect", Amf.object("app", app, "tcUrl", "rtmp://127.0.0.1/" + app));
        assertThat(transaction).as("connect is the first command").isEqualTo(1);
        WireMessage reply = expectCommand("_result", transaction);
        assertThat(reply.code()).as("%s", reply).isEqualTo("NetConnection.Connect.Success");
    }

    /** Waits for the result; returns the message stream id. */
    public int createStream() {
        WireMessage reply = expectCommand("_result", command(0, "createStream", (Object) null));
        return ((Double) reply.values().get(3)).intValue();
    }

    /** Publishes on message stream 1 and waits for the start. */
    public void publish(String key) {
        command(1, "publish", null, key, "live");
        expectStatus("NetStream.Publish.Start");
    }

    /** Plays on message stream 1 and waits for the start. */
    public void play(String key) {
        sendPlay(key);
        WireMessage status = nextCommand();
        if (status.code().equals("NetStream.Play.Reset")) {
            status = nextCommand();
        }
        assertThat(status.code()).isEqualTo("NetStream.Play.Start");
    }

    /** As ffmpeg does it: start -2000. */
    public void sendPlay(String key) {
        command(1, "play", null, key, -2000.0);
    }

    /** Sends a command with the next transaction id, which it returns. */
    public int command(int msid, String name, Object... arguments) {
        int transaction = ++lastTransaction;
        commandWith(transaction, msid, name, arguments);
        return transaction;
    }

    public void commandWith(double transaction, int msid, String name, Object... arguments) {
        byte[] payload = Chunks.concat(Amf.encode(name, transaction), Amf.encode(arguments));
        sendMessage(3, MessageType.COMMAND, msid, 0, payload);
    }

    public void sendMessage(int csid, int type, int msid, long timestamp, byte[] payload) {
        send(Chunks.encode(outgoingChunkSize, csid, type, msid, timestamp, payload));
    }

    /** Sends audio or video on message stream 1. */
    public void send(Frame frame) {
        sendMessage(frame.csid(), frame.type(), 1, frame.timestamp(), frame.payload());
    }

    public void send(List<Frame> frames) {
        frames.forEach(this::send);
    }

    /** Sends audio, video or data on another message stream. */
    public void sendOn(int msid, List<Frame> frames) {
        frames.forEach(frame -> sendMessage(frame.csid(), frame.type(), msid, frame.timestamp(), frame.payload()));
    }

    /** Exactly these bytes, in one write. */
    public void send(byte[] raw) {
        try {
            socket.getOutputStream().write(raw);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Announces the size and uses it from then on. */
    public void setChunkSize(int size) {
        sendMessage(2, MessageType.SET_CHUNK_SIZE, 0, 0, Chunks.number(size));
        outgoingChunkSize = size;
    }

    /** Whether nextMessage answers ping requests; it does unless told otherwise. */
    public void answerPings(boolean answer) {
        answerPings = answer;
    }

    public void sendAcknowledgement(long bytes) {
        sendMessage(2, MessageType.ACKNOWLEDGEMENT, 0, 0, Chunks.number((int) bytes));
    }

    public byte[] read(int count) {
        try {
            byte[] bytes = new byte[count];
            in.readFully(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns when the first bytes of the next message are here; reads none of them. */
    public void awaitMessage() {
        try {
            in.mark(1);
            in.readByte();
            in.reset();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next message of any type. */
    public WireMessage nextMessage() {
        WireMessage first = setAside.poll();
        return first != null ? first : receive();
    }

    private WireMessage receive() {
        try {
            WireMessage message = chunks.next();
            if (answerPings && message.type() == MessageType.USER_CONTROL && message.event() == PING_REQUEST) {
                sendUserControl(PING_RESPONSE, (int) message.number(2));
            }
            return message;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next audio or video message; others are skipped. */
    public WireMessage nextMedia() {
        return nextOf(MessageType.AUDIO, MessageType.VIDEO);
    }

    /** The next audio, video or data message, but for the harmless sample access. */
    public WireMessage nextRelayed() {
        WireMessage message;
        do {
            message = nextOf(MessageType.AUDIO, MessageType.VIDEO, MessageType.DATA);
        } while (message.type() == MessageType.DATA && message.name().equals("|RtmpSampleAccess"));
        return message;
    }

    public WireMessage nextCommand() {
        return nextOf(MessageType.COMMAND, MessageType.COMMAND_AMF3);
    }

    /** The next message of one of these types; others are skipped. */
    public WireMessage nextOf(Integer... types) {
        WireMessage message;
        do {
            message = nextMessage();
        } while (!List.of(types).contains(message.type()));
        return message;
    }

    /** The next command must be this one. */
    public WireMessage expectCommand(String name, double transaction) {
        WireMessage message = nextCommand();
        assertThat(message.type()).as("%s", message).isEqualTo(MessageType.COMMAND);
        assertThat(message.values()).as("%s", message).startsWith(name, transaction);
        return message;
    }

    /** The next command must be onStatus with this code. */
    public WireMessage expectStatus(String code) {
        WireMessage message = nextCommand();
        assertThat(message.name()).as("%s", message).isEqualTo("onStatus");
        assertThat(message.code()).as("%s", message).isEqualTo(code);
        return message;
    }

    /** Returns when the server has dealt with everything sent before; what arrives meanwhile is kept. */
    public void sync() {
        int ping = 0x51000000 + ++lastPing;
        sendUserControl(PING_REQUEST, ping);
        while (true) {
            WireMessage message = receive();
            if (message.type() == MessageType.USER_CONTROL
                    && message.event() == PING_RESPONSE
                    && message.number(2) == ping) {
                return;
            }
            setAside.add(message);
        }
    }

    public void sendUserControl(int event, int value) {
        byte[] payload = Chunks.concat(new byte[] {0, (byte) event}, Chunks.number(value));
        sendMessage(2, MessageType.USER_CONTROL, 0, 0, payload);
    }

    /** Waits for the end of the connection; returns the messages that came before it. */
    public List<WireMessage> expectClosed() {
        var messages = new ArrayList<>(setAside);
        try {
            while (true) {
                messages.add(chunks.next());
            }
        } catch (EOFException | SocketException e) {
            return messages;
        } catch (IOException e) {
            throw new AssertionError("not closed by the server; came: " + messages, e);
        }
    }

    /** Waits for the end of the connection; returns the bytes that came before it, whatever they are. */
    public byte[] readToEnd() {
        try {
            return in.readAllBytes();
        } catch (SocketException e) {
            return new byte[0];
        } catch (IOException e) {
            throw new AssertionError("not closed by the server", e);
        }
    }

    /** FIN; the server may still be read. */
    public void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    /** RST, as when the process at the other end is killed with unread data. */
    public void abort() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
