package dev.sluice.stream;

import java.nio.ByteBuffer;
import java.util.Random;

/**
 * Messages that are all told by their number: each carries it, and noise that depends on it. After each stretch of
 * messages the publisher changes; a stretch begins with the header that its frames need.
 */
final class Script {
    static final int STRETCH = 5000;
    private static final int HEADER_EVERY = 1000;
    private static final int KEYFRAME_EVERY = 40;
    private static final int NUMBER_BYTES = 8;
    private static final byte[] NOISE = new byte[1 << 20];
    static final HeaderKey KEY = new HeaderKey(MessageKind.VIDEO, 0, 0);

    static {
        new Random(11).nextBytes(NOISE);
    }

    private final ByteBuffer scratch = ByteBuffer.allocate(NOISE.length);

    static boolean isHeader(long number) {
        return number % HEADER_EVERY == 0;
    }

    static boolean isKeyframe(long number) {
        return !isHeader(number) && (number - 1) % KEYFRAME_EVERY == 0;
    }

    static MessageKind kind(long number) {
        return isHeader(number) || isKeyframe(number) || number % 3 != 0 ? MessageKind.VIDEO : MessageKind.AUDIO;
    }

    static MessageRole role(long number) {
        if (isHeader(number)) {
            return MessageRole.HEADER;
        }
        return isKeyframe(number) ? MessageRole.KEYFRAME : MessageRole.FRAME;
    }

    static boolean isPlainVideo(long number) {
        return kind(number) == MessageKind.VIDEO && role(number) == MessageRole.FRAME;
    }

    static int timestamp(long number) {
        return (int) (0xffffff - 5000 + number);
    }

    /** The number of the header in force. */
    static long header(long number) {
        return number / HEADER_EVERY * HEADER_EVERY;
    }

    /** How often the stream has ended before that message: each third publisher is cut off and resumes. */
    static long ends(long number) {
        long stretch = number / STRETCH;
        return stretch - (stretch + 1) / 3;
    }

    static boolean endsGracefully(long stretch) {
        return stretch % 3 != 1;
    }

    static long numberIn(ByteBuffer payload) {
        return payload.getLong(payload.position());
    }

    /** The payload of that message; valid until the next call. */
    ByteBuffer payload(long number) {
        int size = size(number);
        scratch.clear().putLong(number).put(NOISE, noiseAt(number, size), size - NUMBER_BYTES);
        return scratch.flip();
    }

    static boolean isPayload(long number, ByteBuffer payload) {
        int size = size(number);
        int noise = size - NUMBER_BYTES;
        return payload.remaining() == size
                && payload.slice(payload.position() + NUMBER_BYTES, noise)
                        .equals(ByteBuffer.wrap(NOISE, noiseAt(number, size), noise));
    }

    private static int size(long number) {
        long mixed = number * 0x9E3779B97F4A7C15L >>> 20;
        if (isHeader(number)) {
            return NUMBER_BYTES + (int) (mixed % 50);
        }
        return NUMBER_BYTES + (int) (mixed % (isKeyframe(number) ? 60_000 : 1500));
    }

    private static int noiseAt(long number, int size) {
        return (int) (number * 7919 % (NOISE.length - size));
    }
}
