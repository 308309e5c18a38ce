package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The tags of an FLV file. */
final class FlvFile {
    static final int AUDIO = 8;
    static final int VIDEO = 9;
    private static final int HEADER_SIZE = 9;
    private static final int BACK_POINTER_SIZE = 4;
    private static final int TAG_OVERHEAD = 11 + BACK_POINTER_SIZE;

    /** @param payload in hexadecimal digits, so that tags compare by value */
    record Tag(int type, int timestamp, String payload) {
        private static final int SHOWN_DIGITS = 24;

        @Override
        public String toString() {
            String start = payload.substring(0, Math.min(SHOWN_DIGITS, payload.length()));
            return "type %d at %d ms, %d bytes: %s".formatted(type, timestamp, payload.length() / 2, start);
        }
    }

    private FlvFile() {}

    /** The whole tags of this type; the file may still be growing, or not be there yet. */
    static List<Tag> tags(Path file, int type) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            var in = ByteBuffer.wrap(Files.readAllBytes(file));
            in.position(Math.min(in.limit(), HEADER_SIZE + BACK_POINTER_SIZE));
            var tags = new ArrayList<Tag>();
            while (in.remaining() >= TAG_OVERHEAD && in.remaining() >= TAG_OVERHEAD + size(in)) {
                Tag tag = read(in);
                if (tag.type() == type) {
                    tags.add(tag);
                }
            }
            return tags;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Both the same, or a short word on the first difference. */
    static void expectSame(List<Tag> actual, List<Tag> expected) {
        int common = Math.min(actual.size(), expected.size());
        for (int i = 0; i < common; i++) {
            assertThat(actual.get(i)).as("tag %d of %d", i, expected.size()).isEqualTo(expected.get(i));
        }
        assertThat(actual.subList(common, actual.size())).as("too much").isEmpty();
        assertThat(expected.subList(common, expected.size())).as("missing").isEmpty();
    }

    /** The same tags with time beginning there; what is earlier counts as 0. */
    static List<Tag> since(List<Tag> tags, int timestamp) {
        return tags.stream()
                .map(tag -> new Tag(tag.type(), Math.max(0, tag.timestamp() - timestamp), tag.payload()))
                .toList();
    }

    /** Without the sequence headers of AAC and H.264, which a server may repeat. */
    static List<Tag> frames(List<Tag> tags) {
        return tags.stream()
                .filter(tag -> !tag.payload().startsWith(tag.type() == AUDIO ? "af00" : "1700"))
                .toList();
    }

    /** Without the end of H.264 that ffmpeg puts behind the last frame. */
    static List<Tag> withoutEnd(List<Tag> tags) {
        return tags.stream()
                .filter(tag -> tag.type() != VIDEO || !tag.payload().startsWith("1702"))
                .toList();
    }

    private static int size(ByteBuffer in) {
        return in.getInt(in.position()) & 0xFFFFFF;
    }

    private static Tag read(ByteBuffer in) {
        byte[] payload = new byte[size(in)];
        int type = in.get();
        in.position(in.position() + 3);
        int time = in.getInt();
        in.position(in.position() + 3);
        in.get(payload);
        in.position(in.position() + BACK_POINTER_SIZE);
        int timestamp = time >>> 8 | time << 24;
        return new Tag(type, timestamp, HexFormat.of().formatHex(payload));
    }
}
