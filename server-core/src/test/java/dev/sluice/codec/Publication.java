package dev.sluice.codec;

import dev.sluice.message.MediaTag;
import dev.sluice.message.MessageType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What a publisher sent, kept as a stream does. */
final class Publication {
    private final MediaTag tag = new MediaTag();
    private final List<Header> headers = new ArrayList<>();
    private int videoCodecId = -1;
    private int audioCodecId = -1;
    private int audioFlags = -1;

    Publication video(String hex) {
        return video(parse(hex));
    }

    Publication video(byte[] payload) {
        tag.parse(MessageType.VIDEO, ByteBuffer.wrap(payload));
        videoCodecId = tag.codec();
        if (tag.sequenceHeader()) {
            headers.add(new Header(Header.Kind.VIDEO, tag.track(), payload));
        }
        return this;
    }

    Publication audio(String hex) {
        return audio(parse(hex));
    }

    Publication audio(byte[] payload) {
        tag.parse(MessageType.AUDIO, ByteBuffer.wrap(payload));
        audioCodecId = tag.codec();
        audioFlags = payload.length == 0 || (payload[0] & 0xf0) == 0x90 ? audioFlags : payload[0] & 0xff;
        if (tag.sequenceHeader() || tag.config()) {
            headers.add(new Header(Header.Kind.AUDIO, tag.track(), payload));
        }
        return this;
    }

    Publication metadata(String hex) {
        return metadata(parse(hex));
    }

    Publication metadata(byte[] payload) {
        headers.add(new Header(Header.Kind.METADATA, 0, payload));
        return this;
    }

    List<Header> headers() {
        return headers;
    }

    MediaDescription describe() {
        return MediaDescription.of(videoCodecId, audioCodecId, audioFlags, headers);
    }

    private static byte[] parse(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
