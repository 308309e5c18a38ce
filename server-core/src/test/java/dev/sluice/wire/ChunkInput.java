package dev.sluice.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Chunks to messages, strictly: what the specification does not allow a sender is an AssertionError. */
final class ChunkInput {
    private static final int EXTENDED = 0xFFFFFF;

    private final DataInputStream in;
    private final Map<Integer, Stream> streams = new HashMap<>();
    private int chunkSize = 128;

    ChunkInput(DataInputStream in) {
        this.in = in;
    }

    private static final class Stream {
        private int fmt;
        private int field;
        private long extended;
        private long timestamp;
        private int length;
        private int type;
        private int msid;
        private ByteArrayOutputStream partial;
    }

    /** @throws java.io.EOFException when the server closed before the first byte of a chunk, or within one */
    WireMessage next() throws IOException {
        while (true) {
            int first = in.readUnsignedByte();
            int csid = readCsid(first & 0x3F);
            int fmt = first >> 6;
            Stream stream = streams.get(csid);
            if (stream == null) {
                if (fmt != 0) {
                    throw new AssertionError("csid " + csid + " opened with fmt " + fmt);
                }
                stream = new Stream();
                streams.put(csid, stream);
            }
            readHeader(stream, fmt, csid);
            int wanted = Math.min(chunkSize, stream.length - stream.partial.size());
            stream.partial.write(in.readNBytes(wanted));
            if (stream.partial.size() == stream.length) {
                return complete(stream, csid);
            }
        }
    }

    private int readCsid(int low) throws IOException {
        return switch (low) {
            case 0 -> 64 + in.readUnsignedByte();
            case 1 -> 64 + in.readUnsignedByte() + 256 * in.readUnsignedByte();
            default -> low;
        };
    }

    private void readHeader(Stream stream, int fmt, int csid) throws IOException {
        boolean continuation = stream.partial != null;
        if (continuation && fmt != 3) {
            throw new AssertionError("fmt " + fmt + " within a message on csid " + csid);
        }
        if (fmt < 3) {
            stream.field = readMedium();
        }
        if (fmt < 2) {
            stream.length = readMedium();
            stream.type = in.readUnsignedByte();
        }
        if (fmt == 0) {
            stream.msid = Integer.reverseBytes(in.readInt());
        }
        readExtended(stream, fmt);
        if (!continuation) {
            long value = stream.field == EXTENDED ? stream.extended : stream.field;
            stream.timestamp = (fmt == 0 ? value : stream.timestamp + value) & 0xFFFFFFFFL;
            stream.fmt = fmt;
            stream.partial = new ByteArrayOutputStream();
        }
    }

    private void readExtended(Stream stream, int fmt) throws IOException {
        if (stream.field != EXTENDED) {
            return;
        }
        long extended = Integer.toUnsignedLong(in.readInt());
        if (fmt == 3 && extended != stream.extended) {
            throw new AssertionError("extended timestamp not repeated: " + extended + " after " + stream.extended);
        }
        if (extended < EXTENDED) {
            throw new AssertionError("extended timestamp used for " + extended);
        }
        stream.extended = extended;
    }

    private int readMedium() throws IOException {
        return in.readUnsignedShort() << 8 | in.readUnsignedByte();
    }

    private WireMessage complete(Stream stream, int csid) {
        byte[] payload = stream.partial.toByteArray();
        stream.partial = null;
        var message = new WireMessage(csid, stream.fmt, stream.type, stream.msid, stream.timestamp, payload);
        if (message.type() == MessageType.SET_CHUNK_SIZE) {
            chunkSize = (int) message.number(0);
        }
        return message;
    }
}
