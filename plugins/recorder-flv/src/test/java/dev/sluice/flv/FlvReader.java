package dev.sluice.flv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.MediaMessage;
import dev.sluice.api.MediaMessage.Kind;
import dev.sluice.testkit.TestMedia;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads FLV files, with no code of the recorder's. */
final class FlvReader {
    private static final int HEADER_BYTES = 9;
    /** The text "onMetaData". */
    private static final String METADATA = "02000a6f6e4d65746144617461";

    private FlvReader() {}

    /** @param body in hexadecimal digits, so that tags compare by value */
    record Tag(long position, int type, int time, String body) {
        boolean metadata() {
            return body.startsWith(METADATA);
        }

        byte[] bytes() {
            return HexFormat.of().parseHex(body);
        }
    }

    /** All tags; the file must hold nothing else, and its back pointers must fit. */
    static List<Tag> tags(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
        assertThat(in.getInt()).isEqualTo('F' << 24 | 'L' << 16 | 'V' << 8 | 1);
        assertThat(in.get() & ~5).isZero();
        assertThat(in.getInt()).isEqualTo(HEADER_BYTES);
        assertThat(in.getInt()).isZero();
        List<Tag> tags = new ArrayList<>();
        while (in.hasRemaining()) {
            tags.add(tag(in));
        }
        return tags;
    }

    private static Tag tag(ByteBuffer in) {
        int position = in.position();
        int typeAndSize = in.getInt();
        int time = in.getInt();
        in.position(in.position() + 3);
        byte[] body = new byte[typeAndSize & 0xFFFFFF];
        in.get(body);
        assertThat(in.getInt()).isEqualTo(11 + body.length);
        int milliseconds = time >>> 8 | time << 24;
        return new Tag(
                position, typeAndSize >>> 24, milliseconds, HexFormat.of().formatHex(body));
    }

    /** What follows the head. */
    static List<Tag> contents(Path file) throws IOException {
        List<Tag> tags = tags(file);
        return tags.subList(1, tags.size());
    }

    /** The bodies of what follows the head. */
    static List<String> bodies(Path file) throws IOException {
        return contents(file).stream().map(Tag::body).toList();
    }

    /** What the head says: numbers, booleans, texts, lists and maps. */
    static Map<String, Object> metadata(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(tags(file).get(0).bytes());
        assertThat(value(in)).isEqualTo("onMetaData");
        Map<?, ?> metadata = (Map<?, ?>) value(in);
        assertThat(in.hasRemaining()).isFalse();
        Map<String, Object> named = new LinkedHashMap<>();
        metadata.forEach((name, value) -> named.put((String) name, value));
        return named;
    }

    static List<?> keyframes(Path file, String which) throws IOException {
        return (List<?>) ((Map<?, ?>) metadata(file).get("keyframes")).get(which);
    }

    private static Object value(ByteBuffer in) {
        byte marker = in.get();
        return switch (marker) {
            case 0 -> in.getDouble();
            case 1 -> in.get() == 1;
            case 2 -> text(in);
            case 3 -> properties(in);
            case 8 -> {
                in.getInt();
                yield properties(in);
            }
            case 10 -> items(in);
            default -> throw new AssertionError("marker " + marker);
        };
    }

    private static Map<String, Object> properties(ByteBuffer in) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (String name = text(in); !name.isEmpty(); name = text(in)) {
            assertThat(properties.put(name, value(in))).isNull();
        }
        assertThat(in.get()).isEqualTo((byte) 9);
        return properties;
    }

    private static List<Object> items(ByteBuffer in) {
        List<Object> items = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
            items.add(value(in));
        }
        return items;
    }

    private static String text(ByteBuffer in) {
        byte[] text = new byte[in.getShort() & 0xffff];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** The tag as a publisher would send it. */
    static MediaMessage message(Tag tag) {
        byte[] body = tag.bytes();
        Kind kind = tag.type() == 8 ? Kind.AUDIO : tag.type() == 9 ? Kind.VIDEO : Kind.DATA;
        boolean enhanced = kind == Kind.VIDEO ? body[0] < 0 : kind == Kind.AUDIO && (body[0] & 0xf0) == 0x90;
        int packetType = enhanced ? body[0] & 0xf : body.length > 1 ? body[1] : 1;
        boolean header = kind == Kind.DATA || packetType == 0 || enhanced && packetType == 4;
        boolean keyframe = kind == Kind.VIDEO && !header && (body[0] >> 4 & 7) == 1;
        return new TestMedia(kind, tag.time(), body, keyframe, header);
    }
}
