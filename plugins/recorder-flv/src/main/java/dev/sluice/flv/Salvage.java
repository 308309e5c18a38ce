package dev.sluice.flv;

import dev.sluice.api.MediaMessage.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/** Copies what can be read of a damaged file into another one. */
final class Salvage {
    private final FileChannel damaged;
    private final TagScanner scanner;
    private final PartFile out;
    private long lostBytes;
    private int places;

    Salvage(FileChannel damaged, PartFile out) {
        this.damaged = damaged;
        this.scanner = new TagScanner(damaged);
        this.out = out;
    }

    /** Bytes in places that could not be read. */
    long lostBytes() {
        return lostBytes;
    }

    int places() {
        return places;
    }

    /** Copies all tags behind the head. */
    void copy() throws IOException {
        long at = FileHead.BYTES;
        while (at < damaged.size()) {
            Optional<TagScanner.Found> tag = scanner.at(at).filter(TagScanner.Found::whole);
            if (tag.isEmpty()) {
                tag = skip(at);
            }
            if (tag.isEmpty()) {
                return;
            }
            write(tag.get());
            at = tag.get().end();
        }
    }

    private Optional<TagScanner.Found> skip(long at) throws IOException {
        places++;
        Optional<TagScanner.Found> next = scanner.next(at);
        long end = next.isPresent() ? next.get().at() : damaged.size();
        Optional<TagScanner.Found> hurt = scanner.at(at);
        if (next.isPresent() && hurt.isPresent() && fits(hurt.get(), end)) {
            TagScanner.Found tag = hurt.get();
            write(new TagScanner.Found(at, end, tag.kind(), tag.time(), true));
        } else {
            lostBytes += end - at;
        }
        return next;
    }

    /** Whether its size or its back pointer, but not both of them, says that it ends where the next one begins. */
    private boolean fits(TagScanner.Found tag, long end) throws IOException {
        long bytes = end - tag.at();
        if (bytes < FlvTag.OVERHEAD_BYTES || bytes > FlvTag.OVERHEAD_BYTES + FlvTag.MAX_BODY_BYTES) {
            return false;
        }
        return tag.end() == end || scanner.backPointer(end) == bytes - FlvTag.BACK_POINTER_BYTES;
    }

    private void write(TagScanner.Found tag) throws IOException {
        byte[] payload = scanner.body(tag, tag.bodyBytes());
        TagBody body = TagBody.of(tag.kind(), ByteBuffer.wrap(payload));
        boolean data = tag.kind() == Kind.DATA;
        if (data) {
            out.contents().adopt(Metadata.read(ByteBuffer.wrap(payload)));
        }
        out.write(tag.kind(), tag.time(), payload, body.keyframe(), data || body.frames());
    }
}
