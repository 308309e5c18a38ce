package dev.sluice.flv;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** As much of AMF0 as a file's metadata needs. */
final class Amf0 {
    static final byte NUMBER = 0;
    static final byte BOOLEAN = 1;
    static final byte STRING = 2;
    static final byte OBJECT = 3;
    static final byte NULL = 5;
    static final byte UNDEFINED = 6;
    static final byte ECMA_ARRAY = 8;
    static final byte OBJECT_END = 9;
    static final byte STRICT_ARRAY = 10;
    static final byte DATE = 11;
    static final byte LONG_STRING = 12;

    private Amf0() {}

    /** Moves to the first property of an object or ECMA array; false when there is none. */
    static boolean enterObject(ByteBuffer in) {
        byte marker = in.hasRemaining() ? in.get() : -1;
        return marker == OBJECT || marker == ECMA_ARRAY && advance(in, 4);
    }

    /**
     * Moves behind a value.
     *
     * @return false when it is not whole, too deep, or of a kind that means nothing in another place or to a player
     */
    static boolean skip(ByteBuffer in, int depth) {
        if (!in.hasRemaining() || depth == 0) {
            return false;
        }
        byte marker = in.get();
        return switch (marker) {
            case NUMBER -> advance(in, 8);
            case BOOLEAN -> advance(in, 1);
            case STRING -> in.remaining() >= 2 && advance(in, in.getShort() & 0xffff);
            case LONG_STRING -> in.remaining() >= 4 && advance(in, in.getInt());
            case NULL, UNDEFINED -> true;
            case DATE -> advance(in, 10);
            case OBJECT -> skipProperties(in, depth);
            case ECMA_ARRAY -> advance(in, 4) && skipProperties(in, depth);
            case STRICT_ARRAY -> in.remaining() >= 4 && skipItems(in, in.getInt(), depth);
            default -> false;
        };
    }

    private static boolean skipProperties(ByteBuffer in, int depth) {
        while (in.remaining() >= 3) {
            int length = in.getShort() & 0xffff;
            if (length == 0 && in.get(in.position()) == OBJECT_END) {
                return advance(in, 1);
            }
            if (!advance(in, length) || !skip(in, depth - 1)) {
                return false;
            }
        }
        return false;
    }

    private static boolean skipItems(ByteBuffer in, int count, int depth) {
        boolean whole = count >= 0;
        for (int i = 0; whole && i < count; i++) {
            whole = skip(in, depth - 1);
        }
        return whole;
    }

    private static boolean advance(ByteBuffer in, int bytes) {
        if (bytes < 0 || bytes > in.remaining()) {
            return false;
        }
        in.position(in.position() + bytes);
        return true;
    }

    /** What lies between {@code start} and the position. */
    static byte[] copy(ByteBuffer in, int start) {
        byte[] bytes = new byte[in.position() - start];
        in.get(start, bytes);
        return bytes;
    }

    static void putName(ByteBuffer out, String name) {
        out.putShort((short) name.length()).put(name.getBytes(StandardCharsets.ISO_8859_1));
    }

    static void putNumber(ByteBuffer out, String name, double value) {
        putName(out, name);
        out.put(NUMBER).putDouble(value);
    }

    static void putBoolean(ByteBuffer out, String name, boolean value) {
        putName(out, name);
        out.put(BOOLEAN).put((byte) (value ? 1 : 0));
    }

    static void putString(ByteBuffer out, String name, String value) {
        putName(out, name);
        out.put(STRING);
        putName(out, value);
    }

    static void putNumbers(ByteBuffer out, String name, double[] values) {
        putName(out, name);
        out.put(STRICT_ARRAY).putInt(values.length);
        for (double value : values) {
            out.put(NUMBER).putDouble(value);
        }
    }

    static void putEnd(ByteBuffer out) {
        out.putShort((short) 0).put(OBJECT_END);
    }
}
