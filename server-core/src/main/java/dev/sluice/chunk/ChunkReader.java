package dev.sluice.chunk;

import dev.sluice.protocol.Limits;
import dev.sluice.protocol.MemoryBudget;
import dev.sluice.protocol.ProtocolException;
import dev.sluice.protocol.ProtocolException.Reason;
import java.nio.ByteBuffer;

/**
 * Turns the bytes of one connection into messages. One thread. A message that lies whole in one chunk and in one buffer
 * is handed out where it lies; any other is gathered first.
 */
public final class ChunkReader {
    private static final int DEFAULT_CHUNK_SIZE = 128;
    private static final int MAX_MESSAGE_BYTES = 0xffffff;
    private static final int OVERHEAD_WINDOW_BYTES = 1 << 20;

    private final ChunkStreams streams = new ChunkStreams();
    private final ChunkHeaderReader headers;
    private final Reassembly reassembly;
    /** Bytes that came before those in the next buffer: a header that is not complete, seldom payload right after it. */
    private final ByteBuffer carry =
            ByteBuffer.allocate(ChunkHeaderReader.MAX_HEADER_BYTES).limit(0);

    private Limits limits;
    private int chunkSize = DEFAULT_CHUNK_SIZE;
    private boolean inChunk;
    private int chunkRemaining;
    private long headerBytes;
    private long payloadBytes;
    private boolean closed;

    public ChunkReader(Limits limits, MemoryBudget budget) {
        this.limits = limits;
        headers = new ChunkHeaderReader(streams, limits);
        reassembly = new Reassembly(streams, budget, limits);
    }

    /**
     * Takes all of {@code in}, or, when the sink says stop, what goes up to the end of that message. The sink may call
     * {@link #chunkSize}, {@link #abort}, {@link #limits} and {@link #close}; they hold from the next chunk on.
     *
     * @param in big endian
     * @return false when the sink said stop, or after {@link #close}
     * @throws ProtocolException after which this reader can only be closed
     */
    public boolean read(ByteBuffer in, MessageSink sink) {
        while (!closed) {
            if (!inChunk && !readHeader(in)) {
                return true;
            }
            ByteBuffer source = carry.hasRemaining() ? carry : in;
            ChunkStream stream = headers.stream();
            if (stream.received == 0 && chunkRemaining == stream.length && source.remaining() >= chunkRemaining) {
                if (!deliverInPlace(stream, source, sink)) {
                    return false;
                }
            } else if (!source.hasRemaining()) {
                return true;
            } else if (!gather(stream, source, sink)) {
                return false;
            }
        }
        return false;
    }

    /**
     * The peer's Set Chunk Size (RTMP 1.0, 5.4.1).
     *
     * @throws ProtocolException {@link Reason#BAD_CHUNK_SIZE} for 0 or when the top bit is set
     */
    public void chunkSize(int bytes) {
        if (bytes <= 0) {
            throw new ProtocolException(Reason.BAD_CHUNK_SIZE, "chunk size " + Integer.toUnsignedString(bytes));
        }
        chunkSize = Math.min(bytes, MAX_MESSAGE_BYTES);
    }

    /** The peer's Abort (RTMP 1.0, 5.4.2): gives up that chunk stream's incomplete message, keeps its header. */
    public void abort(int chunkStreamId) {
        ChunkStream stream = streams.find(chunkStreamId);
        if (stream != null && stream.inMessage) {
            if (stream.received > 0) {
                reassembly.finish(stream);
            }
            stream.end();
        }
    }

    /** Holds for headers and bytes to come. */
    public void limits(Limits newLimits) {
        limits = newLimits;
        headers.limits(newLimits);
        reassembly.limits(newLimits);
    }

    /** Gives all memory back. May be called again. */
    public void close() {
        closed = true;
        reassembly.close();
    }

    private boolean readHeader(ByteBuffer in) {
        boolean carried = carry.hasRemaining();
        int start = in.position();
        if (!carried && headers.read(in)) {
            headerBytes += in.position() - start;
        } else if (carried && readCarriedHeader(in)) {
            headerBytes += carry.position();
        } else {
            carry.compact().put(in).flip();
            return false;
        }
        ChunkStream stream = headers.stream();
        chunkRemaining = Math.min(chunkSize, stream.length - stream.received);
        payloadBytes += chunkRemaining;
        inChunk = true;
        checkOverhead();
        return true;
    }

    private boolean readCarriedHeader(ByteBuffer in) {
        carry.compact().flip();
        while (!headers.read(carry)) {
            if (!in.hasRemaining()) {
                return false;
            }
            carry.compact().put(in.get()).flip();
        }
        return true;
    }

    private void checkOverhead() {
        if (headerBytes + payloadBytes < OVERHEAD_WINDOW_BYTES) {
            return;
        }
        if (headerBytes > limits.maxHeaderOverhead() * payloadBytes) {
            throw new ProtocolException(
                    Reason.HEADER_OVERHEAD, headerBytes + " header bytes for " + payloadBytes + " payload bytes");
        }
        headerBytes = 0;
        payloadBytes = 0;
    }

    private boolean deliverInPlace(ChunkStream stream, ByteBuffer source, MessageSink sink) {
        int limit = source.limit();
        int end = source.position() + stream.length;
        source.limit(end);
        boolean goOn = deliver(stream, source, sink);
        source.limit(limit).position(end);
        return goOn;
    }

    private boolean gather(ChunkStream stream, ByteBuffer source, MessageSink sink) {
        int count = Math.min(chunkRemaining, source.remaining());
        reassembly.append(stream, source, count);
        chunkRemaining -= count;
        inChunk = chunkRemaining > 0;
        if (stream.received < stream.length) {
            return true;
        }
        boolean goOn = deliver(stream, stream.buffer.flip(), sink);
        reassembly.finish(stream);
        return goOn;
    }

    private boolean deliver(ChunkStream stream, ByteBuffer payload, MessageSink sink) {
        inChunk = false;
        stream.end();
        return sink.onMessage(stream.type, stream.messageStreamId, stream.timestamp, payload);
    }
}
