package dev.sluice.flv;

import dev.sluice.api.MediaMessage.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file in progress: collects tags and writes them many at a time. For one thread. */
final class PartFile {
    private static final int BUFFER_BYTES = 64 << 10;

    private final FileChannel channel;
    private final Contents contents = new Contents();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private boolean begun;
    private boolean torn;
    /** What has been written, the last tag possibly in part. */
    private long writtenBytes;
    /** Up to here all tags are whole, and the file lasts so long and holds so many frames. */
    private long wholeBytes;

    private int wholeMillis;
    private long wholeFrames;

    PartFile(FileChannel channel) {
        this.channel = channel;
    }

    /** Whether the head is written and tags may follow. */
    boolean begun() {
        return begun;
    }

    /** Whether a write has failed; then there is only {@link #rescue}. */
    boolean torn() {
        return torn;
    }

    void begin(Metadata metadata) throws IOException {
        contents.adopt(metadata);
        writeHead(FileHead.unfinished(metadata));
        begun = true;
        writtenBytes = FileHead.BYTES;
        wholeBytes = FileHead.BYTES;
    }

    Contents contents() {
        return contents;
    }

    /** The size that the file has or will have with the next {@link #flush}. */
    long bytes() {
        return writtenBytes + buffer.position();
    }

    /** @param frame whether it is something to see, hear or read, and no header */
    void write(Kind kind, int time, byte[] body, boolean keyframe, boolean frame) throws IOException {
        if (body.length > FlvTag.MAX_BODY_BYTES) {
            throw new IOException("a message of " + body.length + " bytes does not fit into FLV");
        }
        if (buffer.remaining() < FlvTag.OVERHEAD_BYTES + body.length) {
            flush();
        }
        long position = bytes();
        FlvTag.putHeader(buffer, kind, time, body.length);
        for (int at = 0; at < body.length; ) {
            int slice = Math.min(body.length - at, buffer.remaining());
            buffer.put(body, at, slice);
            at += slice;
            drainIfFull();
        }
        if (buffer.remaining() < FlvTag.BACK_POINTER_BYTES) {
            drain();
        }
        FlvTag.putBackPointer(buffer, body.length);
        contents.add(position, kind, time, keyframe, frame);
    }

    /** Gives all tags to the operating system. */
    void flush() throws IOException {
        drain();
        wholeBytes = writtenBytes;
        wholeMillis = contents.durationMillis();
        wholeFrames = contents.frames();
    }

    private void drainIfFull() throws IOException {
        if (!buffer.hasRemaining()) {
            drain();
        }
    }

    private void drain() throws IOException {
        torn = true;
        buffer.flip();
        while (buffer.hasRemaining()) {
            writtenBytes += channel.write(buffer, writtenBytes);
        }
        buffer.clear();
        torn = false;
    }

    /** After a failed write: keeps the whole tags that the file has got. */
    void rescue() throws IOException {
        buffer.clear();
        contents.cut(wholeBytes, wholeMillis, wholeFrames);
        writtenBytes = TagScanner.scan(channel, wholeBytes, contents);
        channel.truncate(writtenBytes);
        torn = false;
    }

    /**
     * Completes what was flushed.
     *
     * @param sync whether it is to be on the disk itself when this returns
     */
    void finish(boolean sync) throws IOException {
        writeHead(FileHead.finished(contents, writtenBytes));
        if (sync) {
            channel.force(true);
        }
    }

    private void writeHead(ByteBuffer head) throws IOException {
        while (head.hasRemaining()) {
            channel.write(head, head.position());
        }
    }
}
