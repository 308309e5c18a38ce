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
    private static final int WINDOW_BYTES = 64 << 10;

    private final FileChannel channel;
    private final ByteBuffer start = ByteBuffer.allocate(FlvTag.HEADER_BYTES + TagBody.PEEK_BYTES);
    private final ByteBuffer backPointer = ByteBuffer.allocate(FlvTag.BACK_POINTER_BYTES);

    TagScanner(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * A tag as its header has it.
     *
     * @param end behind its back pointer
     * @param whole whether all of it is there and the back pointer fits
     */
    record Found(long at, long end, Kind kind, int time, boolean whole) {
        int bodyBytes() {
            return (int) (end - at - FlvTag.OVERHEAD_BYTES);
        }
    }

    /**
     * Adds the tags from {@code from} on to the contents.
     *
     * @return where the last whole tag ends
     */
    static long scan(FileChannel channel, long from, Contents contents) throws IOException {
        var scanner = new TagScanner(channel);
        long at = from;
        for (var tag = scanner.at(at); tag.isPresent() && tag.get().whole(); tag = scanner.at(at)) {
            scanner.add(tag.get(), contents);
            at = tag.get().end();
        }
        return at;
    }

    /** Empty for what is no header of a tag of a recording, such as the zeros that a power failure leaves. */
    Optional<Found> at(long at) throws IOException {
        fill(start.clear(), at);
        if (start.remaining() < FlvTag.HEADER_BYTES) {
            return Optional.empty();
        }
        long end = at + FlvTag.OVERHEAD_BYTES + (start.getInt(0) & FlvTag.MAX_BODY_BYTES);
        Optional<Kind> kind = kind();
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        boolean whole = end <= channel.size() && backPointer(end) == end - at - FlvTag.BACK_POINTER_BYTES;
        return Optional.of(new Found(at, end, kind.get(), time(), whole));
    }

    /** The first whole tag from there on. */
    Optional<Found> next(long from) throws IOException {
        ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES);
        for (long at = from; at < channel.size(); at += WINDOW_BYTES - FlvTag.HEADER_BYTES + 1) {
            fill(window.clear(), at);
            for (int i = 0; i <= window.limit() - FlvTag.HEADER_BYTES; i++) {
                Optional<Found> found = mayBegin(window, i) ? at(at + i).filter(Found::whole) : Optional.empty();
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static boolean mayBegin(ByteBuffer window, int at) {
        byte type = window.get(at);
        return type >= Kind.AUDIO.type()
                && type <= Kind.DATA.type()
                && (window.getInt(at + FlvTag.HEADER_BYTES - 4) & STREAM_ID) == 0;
    }

    private Optional<Kind> kind() {
        boolean ours = time() >= 0 && (start.getInt(FlvTag.HEADER_BYTES - 4) & STREAM_ID) == 0;
        for (Kind kind : Kind.values()) {
            if (ours && start.get(0) == kind.type()) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** Whether there is nothing but zeros from there on. */
    boolean zerosFrom(long from) throws IOException {
        ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES);
        for (long at = from; at < channel.size(); at += WINDOW_BYTES) {
            fill(window.clear(), at);
            while (window.hasRemaining()) {
                if (window.get() != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private int time() {
        int stored = start.getInt(4);
        return stored >>> 8 | stored << 24;
    }

    /** What lies before {@code end}. */
    long backPointer(long end) throws IOException {
        fill(backPointer.clear(), end - FlvTag.BACK_POINTER_BYTES);
        return backPointer.remaining() < FlvTag.BACK_POINTER_BYTES ? -1 : backPointer.getInt(0);
    }

    private void add(Found tag, Contents contents) throws IOException {
        int peek = Math.min(tag.bodyBytes(), start.limit() - FlvTag.HEADER_BYTES);
        TagBody body = TagBody.of(tag.kind(), start.slice(FlvTag.HEADER_BYTES, peek));
        if (tag.kind() == Kind.DATA && contents.metadata().isEmpty()) {
            contents.adopt(Metadata.read(ByteBuffer.wrap(body(tag, Math.min(tag.bodyBytes(), MAX_METADATA_BYTES)))));
        }
        contents.add(tag.at(), tag.kind(), tag.time(), body.keyframe(), tag.kind() == Kind.DATA || body.frames());
    }

    /** The first bytes of a body. */
    byte[] body(Found tag, int bytes) throws IOException {
        ByteBuffer body = ByteBuffer.allocate(bytes);
        fill(body, tag.at() + FlvTag.HEADER_BYTES);
        return body.array();
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
