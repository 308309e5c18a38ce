package dev.sluice.handshake;

import dev.sluice.protocol.ProtocolException;
import dev.sluice.protocol.ProtocolException.Reason;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** The server's side of one handshake. One thread at a time. */
public final class Handshake {
    private static final int VERSION = 3;
    private static final int PACKET_BYTES = 1536;
    private static final int S1_RANDOM_BYTES = PACKET_BYTES - 8;

    private enum State {
        C0,
        C1,
        C2,
        DONE
    }

    private final int serverTimeMillis;
    private final RandomGenerator random;
    private State state = State.C0;
    /** S0 S1 S2. C1 is read into the place of S2, which is its copy. */
    private ByteBuffer reply = ByteBuffer.allocate(0);

    private int c2Bytes;

    /** @param serverTimeMillis the time S1 tells, of any epoch */
    public Handshake(int serverTimeMillis, RandomGenerator random) {
        this.serverTimeMillis = serverTimeMillis;
        this.random = random;
    }

    /**
     * Takes what has come, up to the last byte of C2 and never beyond it.
     *
     * @param reply is given S0, S1 and S2 in one piece, once, as soon as C1 is complete
     * @return whether C2 is complete
     * @throws ProtocolException {@link Reason#UNSUPPORTED_VERSION}
     */
    public boolean read(ByteBuffer in, Consumer<byte[]> reply) {
        if (state == State.C0 && in.hasRemaining()) {
            onVersion(in.get() & 0xff);
        }
        if (state == State.C1) {
            readC1(in, reply);
        }
        if (state == State.C2) {
            skipC2(in);
        }
        return state == State.DONE;
    }

    private void onVersion(int version) {
        if (version != VERSION) {
            throw new ProtocolException(
                    Reason.UNSUPPORTED_VERSION,
                    "C0 is 0x" + Integer.toHexString(version) + ", which is " + likelyProtocol(version));
        }
        reply = ByteBuffer.allocate(1 + 2 * PACKET_BYTES);
        reply.position(1 + PACKET_BYTES);
        state = State.C1;
    }

    private void readC1(ByteBuffer in, Consumer<byte[]> replyTo) {
        int count = Math.min(in.remaining(), reply.remaining());
        reply.put(reply.position(), in, in.position(), count);
        in.position(in.position() + count);
        reply.position(reply.position() + count);
        if (!reply.hasRemaining()) {
            writeS0S1();
            byte[] bytes = reply.array();
            reply = ByteBuffer.allocate(0);
            state = State.C2;
            replyTo.accept(bytes);
        }
    }

    /** S1's version field stays zero: ffmpeg would look for a digest if its first byte were 3 or more. */
    private void writeS0S1() {
        byte[] noise = new byte[S1_RANDOM_BYTES];
        random.nextBytes(noise);
        reply.put(0, (byte) VERSION).putInt(1, serverTimeMillis).put(1 + 8, noise);
    }

    /** What C2 holds is not checked: GStreamer and others change bytes of the echo. */
    private void skipC2(ByteBuffer in) {
        int count = Math.min(in.remaining(), PACKET_BYTES - c2Bytes);
        in.position(in.position() + count);
        c2Bytes += count;
        if (c2Bytes == PACKET_BYTES) {
            state = State.DONE;
        }
    }

    private static String likelyProtocol(int version) {
        return switch (version) {
            case 0, 1, 2 -> "an RTMP older than version 3";
            case 6, 8, 9 -> "encrypted RTMPE";
            case 0x0d -> "the PROXY protocol, version 2";
            case 0x16 -> "a TLS hello (RTMPS or HTTPS)";
            case 'P' -> "HTTP or the PROXY protocol, version 1";
            case 'C', 'D', 'G', 'H', 'O' -> "HTTP";
            case 'S' -> "SSH";
            default -> version < 32 ? "a reserved RTMP version" : "no RTMP";
        };
    }
}
