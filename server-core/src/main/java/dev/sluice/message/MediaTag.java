package dev.sluice.message;

import java.nio.ByteBuffer;

/**
 * What the first bytes of an audio or video message tell, legacy FLV or Enhanced RTMP. One instance is used over and
 * over, by one thread. A tag that is too short for what it claims to be has none of the properties.
 */
public final class MediaTag {
    /**
     * The track of a message that carries several. What it says (frame, header) holds for all of them. Headers sent that
     * way are best kept as one more track: a publisher does not mix both ways.
     */
    public static final int SEVERAL_TRACKS = 256;

    private static final int AUDIO_FORMAT_AAC = 10;
    private static final int AUDIO_FORMAT_ENHANCED = 9;
    private static final int VIDEO_CODEC_AVC = 7;
    /** HEVC and AV1 in the legacy layout, as Chinese devices send them. */
    private static final int VIDEO_CODEC_HEVC = 12;

    private static final int VIDEO_CODEC_AV1 = 13;
    /** Frame type, codec, packet type, composition time. */
    private static final int AVC_HEADER_BYTES = 5;

    private static final int AAC_HEADER_BYTES = 2;

    private static final int ENHANCED_BIT = 0x80;
    private static final int FRAME_TYPE_KEY = 1;
    private static final int FRAME_TYPE_COMMAND = 5;

    private static final int VIDEO_MULTITRACK = 6;
    private static final int AUDIO_MULTITRACK = 5;

    private final EnhancedHeader enhanced = new EnhancedHeader();
    private Kind kind = Kind.NONE;
    private boolean video;
    private boolean keyframe;
    private int track;
    private int tracks;
    private int codec;
    private int bodyAt;
    private int bodyEnd;

    private enum Kind {
        NONE,
        SEQUENCE_HEADER,
        CONFIG,
        METADATA,
        FRAME,
        SEQUENCE_END
    }

    /**
     * @param type {@link MessageType#AUDIO} or {@link MessageType#VIDEO}; others have no properties
     * @param payload position to limit; its position is not moved
     */
    public void parse(int type, ByteBuffer payload) {
        kind = Kind.NONE;
        video = type == MessageType.VIDEO;
        keyframe = false;
        track = 0;
        tracks = 1;
        codec = 0;
        bodyEnd = payload.limit();
        bodyAt = bodyEnd;
        if (!payload.hasRemaining()) {
            return;
        }
        int first = payload.get(payload.position()) & 0xff;
        if (video) {
            parseVideo(first, payload);
        } else if (type == MessageType.AUDIO) {
            parseAudio(first, payload);
        }
    }

    /** A group of pictures can start here. With several tracks: see {@link #track}. */
    public boolean keyframe() {
        return keyframe;
    }

    /** A video frame that is no keyframe. */
    public boolean interFrame() {
        return kind == Kind.FRAME && video && !keyframe;
    }

    /** An audio or video frame, keyframes included. */
    public boolean codedFrame() {
        return kind == Kind.FRAME;
    }

    /** Decoder configuration: whoever joins later needs it first. */
    public boolean sequenceHeader() {
        return kind == Kind.SEQUENCE_HEADER;
    }

    /** Enhanced audio's MultichannelConfig: needed by whoever joins later, beside the sequence header. */
    public boolean config() {
        return kind == Kind.CONFIG;
    }

    /** Enhanced video's metadata, such as colorInfo: needed by whoever joins later. */
    public boolean enhancedMetadata() {
        return kind == Kind.METADATA;
    }

    public boolean sequenceEnd() {
        return kind == Kind.SEQUENCE_END;
    }

    /** 0 to 255, 0 for all that tell none; {@link #SEVERAL_TRACKS}. */
    public int track() {
        return track;
    }

    /** The legacy codec or sound format id (0 to 15), or the FourCC, big endian; of several, the first track's. */
    public int codec() {
        return codec;
    }

    /** How many tracks the message carries. */
    public int tracks() {
        return tracks;
    }

    /** Where what a sequence header or config says begins, an index in the payload; of several tracks, the first's. */
    public int bodyAt() {
        return bodyAt;
    }

    /** The index behind it. */
    public int bodyEnd() {
        return bodyEnd;
    }

    private void parseVideo(int first, ByteBuffer payload) {
        int frameType = first >>> 4 & 7;
        if ((first & ENHANCED_BIT) == 0) {
            parseLegacyVideo(frameType, first & 0xf, payload);
        } else if (enhanced.parse(payload, VIDEO_MULTITRACK)) {
            boolean command =
                    frameType == FRAME_TYPE_COMMAND && (enhanced.multitrack() || enhancedVideoKind() != Kind.METADATA);
            take(command ? Kind.NONE : enhancedVideoKind());
            keyframe = kind == Kind.FRAME && frameType == FRAME_TYPE_KEY;
        }
    }

    private void parseLegacyVideo(int frameType, int codecId, ByteBuffer payload) {
        codec = codecId;
        if (frameType == FRAME_TYPE_COMMAND) {
            return;
        }
        boolean packets = codecId == VIDEO_CODEC_AVC || codecId == VIDEO_CODEC_HEVC || codecId == VIDEO_CODEC_AV1;
        kind = packets ? legacyKind(payload, AVC_HEADER_BYTES) : Kind.FRAME;
        bodyAt = packets ? bodyAfter(payload, AVC_HEADER_BYTES) : bodyAfter(payload, 1);
        keyframe = kind == Kind.FRAME && frameType == FRAME_TYPE_KEY;
    }

    private void parseAudio(int first, ByteBuffer payload) {
        int format = first >>> 4;
        if (format != AUDIO_FORMAT_ENHANCED) {
            codec = format;
            boolean packets = format == AUDIO_FORMAT_AAC;
            kind = packets ? legacyKind(payload, AAC_HEADER_BYTES) : Kind.FRAME;
            bodyAt = packets ? bodyAfter(payload, AAC_HEADER_BYTES) : bodyAfter(payload, 1);
        } else if (enhanced.parse(payload, AUDIO_MULTITRACK)) {
            take(enhancedAudioKind());
        }
    }

    /** The packet type byte of AVC and AAC. A header without any configuration behind it is none. */
    private static Kind legacyKind(ByteBuffer payload, int headerBytes) {
        if (payload.remaining() < headerBytes) {
            return Kind.NONE;
        }
        return switch (payload.get(payload.position() + 1)) {
            case 0 -> payload.remaining() > headerBytes ? Kind.SEQUENCE_HEADER : Kind.NONE;
            case 1 -> Kind.FRAME;
            case 2 -> headerBytes == AVC_HEADER_BYTES ? Kind.SEQUENCE_END : Kind.NONE;
            default -> Kind.NONE;
        };
    }

    private static int bodyAfter(ByteBuffer payload, int headerBytes) {
        return Math.min(payload.position() + headerBytes, payload.limit());
    }

    private Kind enhancedVideoKind() {
        return switch (enhanced.packetType()) {
            case 0, 5 -> Kind.SEQUENCE_HEADER;
            case 1, 3 -> Kind.FRAME;
            case 2 -> Kind.SEQUENCE_END;
            case 4 -> Kind.METADATA;
            default -> Kind.NONE;
        };
    }

    private Kind enhancedAudioKind() {
        return switch (enhanced.packetType()) {
            case 0 -> Kind.SEQUENCE_HEADER;
            case 1 -> Kind.FRAME;
            case 2 -> Kind.SEQUENCE_END;
            case 4 -> Kind.CONFIG;
            default -> Kind.NONE;
        };
    }

    private void take(Kind newKind) {
        kind = newKind;
        track = enhanced.track();
        tracks = enhanced.tracks();
        bodyAt = enhanced.bodyAt();
        bodyEnd = enhanced.bodyEnd();
        codec = enhanced.fourCc();
    }
}
