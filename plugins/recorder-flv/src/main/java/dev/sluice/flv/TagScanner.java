package dev.sluice.flv;

import dev.sluice.api.MediaMessage.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/** Finds the whole tags of a file whose writer was interrupted. */
final class TagScanner {
    private static final int MAX_METADATA_BYTES = 1 << 20;
    private static final int STREAM_ID = 0xFFFFFF;

    private final FileChannel channel;
    private final Contents contents;
    private final ByteBuffer start = ByteBuffer.allocate(FlvTag.HEADER_BYTES + TagBody.PEEK_BYTES);
    private final ByteBuffer backPointer = ByteBuffer.allocate(FlvTag.BACK_POINTER_BYTES);

    private TagScanner(FileChannel channel, Contents contents) {
        this.channel = channel;
        this.contents = contents;
    }

    /**
     * Adds the tags from {@code from} on to the contents.
     *
     * @return where the last whole tag ends
     */
    static long scan(FileChannel channel, long from, Contents contents) throws IOException {
        return new TagScanner(channel, contents).scan(from);
    }

    private long scan(long from) throws IOException {
        long size = channel.size();
        long at = from;
        while (size - at >= FlvTag.OVERHEAD_BYTES) {
            long end = at + FlvTag.OVERHEAD_BYTES + readStart(at);
            Optional<Kind> kind = kind();
            if (kind.isEmpty() || end > size || backPointer(end) != end - at - FlvTag.BACK_POINTER_BYTES) {
                break;
            }
            add(at, kind.get(), (int) (end - at - FlvTag.OVERHEAD_BYTES));
            at = end;
        }
        return at;
    }

    /** Gives the size of the body. */
    private int readStart(long at) throws IOException {
        fill(start.clear(), at);
        return start.getInt(0) & FlvTag.MAX_BODY_BYTES;
    }

    /** Empty for what is no tag of a recording, such as the zeros that a power failure leaves. */
    private Optional<Kind> kind() {
        boolean ours = time() >= 0 && (start.getInt(FlvTag.HEADER_BYTES - 4) & STREAM_ID) == 0;
        for (Kind kind : Kind.values()) {
            if (ours && start.get(0) == kind.type()) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    private int time() {
        int stored = start.getInt(4);
        return stored >>> 8 | stored << 24;
    }

    private long backPointer(long end) throws IOException {
        fill(backPointer.clear(), end - FlvTag.BACK_POINTER_BYTES);
        return backPointer.remaining() < FlvTag.BACK_POINTER_BYTES ? -1 : backPointer.getInt(0);
    }

    private void add(long at, Kind kind, int bodyBytes) throws IOException {
        int peek = Math.min(bodyBytes, start.limit() - FlvTag.HEADER_BYTES);
        TagBody body = TagBody.of(kind, start.slice(FlvTag.HEADER_BYTES, peek));
        if (kind == Kind.DATA && contents.metadata().isEmpty()) {
            contents.adopt(readMetadata(at, bodyBytes));
        }
        contents.add(at, kind, time(), body.keyframe(), kind == Kind.DATA || body.frames());
    }

    private Metadata readMetadata(long at, int bodyBytes) throws IOException {
        ByteBuffer payload = ByteBuffer.allocate(Math.min(bodyBytes, MAX_METADATA_BYTES));
        fill(payload, at + FlvTag.HEADER_BYTES);
        return Metadata.read(payload);
    }

    private void fill(ByteBuffer buffer, long at) throws IOException {
        long from = at;
        int read = 0;
        while (buffer.hasRemaining() && read >= 0) {
            read = channel.read(buffer, from);
            from += Math.max(0, read);
        }
        buffer.flip();
    }
}
