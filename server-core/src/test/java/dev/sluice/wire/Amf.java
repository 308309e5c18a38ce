package dev.sluice.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * AMF0 as far as tests need it: number, boolean, string, object (Map), null, undefined, ECMA array and strict array
 * (List).
 */
public final class Amf {
    /** Marker 06. */
    public static final Object UNDEFINED = "undefined (AMF0 06)";

    /** @param count what stands on the wire as the count, right or wrong */
    public record EcmaArray(long count, Map<String, Object> entries) {}

    private Amf() {}

    public static byte[] encode(Object... values) {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        try {
            for (Object value : values) {
                write(out, value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** An object with the given keys and values in turn. */
    public static Map<String, Object> object(Object... keysAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    private static void write(DataOutputStream out, Object value) throws IOException {
        if (value == null) {
            out.write(0x05);
        } else if (value == UNDEFINED) {
            out.write(0x06);
        } else if (value instanceof Number number) {
            out.write(0x00);
            out.writeLong(Double.doubleToRawLongBits(number.doubleValue()));
        } else if (value instanceof Boolean bool) {
            out.write(0x01);
            out.writeBoolean(bool);
        } else if (value instanceof String string) {
            out.write(0x02);
            writeName(out, string);
        } else if (value instanceof Map<?, ?> map) {
            out.write(0x03);
            writeEntries(out, map);
        } else if (value instanceof EcmaArray array) {
            out.write(0x08);
            out.writeInt((int) array.count());
            writeEntries(out, array.entries());
        } else if (value instanceof List<?> list) {
            out.write(0x0a);
            out.writeInt(list.size());
            for (Object element : list) {
                write(out, element);
            }
        } else {
            throw new IllegalArgumentException("no AMF0 form: " + value.getClass());
        }
    }

    private static void writeName(DataOutputStream out, String name) throws IOException {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        out.writeShort(utf8.length);
        out.write(utf8);
    }

    private static void writeEntries(DataOutputStream out, Map<?, ?> entries) throws IOException {
        for (var entry : entries.entrySet()) {
            writeName(out, (String) entry.getKey());
            write(out, entry.getValue());
        }
        out.write(new byte[] {0, 0, 9});
    }

    public static List<Object> decode(byte[] payload) {
        var in = ByteBuffer.wrap(payload);
        var values = new ArrayList<Object>();
        while (in.hasRemaining()) {
            values.add(read(in));
        }
        return values;
    }

    private static Object read(ByteBuffer in) {
        int marker = in.get();
        return switch (marker) {
            case 0x00 -> in.getDouble();
            case 0x01 -> in.get() != 0;
            case 0x02 -> readName(in);
            case 0x03 -> readEntries(in);
            case 0x05 -> null;
            case 0x06 -> UNDEFINED;
            case 0x08 -> new EcmaArray(Integer.toUnsignedLong(in.getInt()), readEntries(in));
            case 0x0a -> readStrictArray(in);
            default -> throw new AssertionError("the server sent AMF0 marker " + marker);
        };
    }

    private static List<Object> readStrictArray(ByteBuffer in) {
        var list = new ArrayList<Object>();
        for (int count = in.getInt(); count > 0; count--) {
            list.add(read(in));
        }
        return list;
    }

    private static String readName(ByteBuffer in) {
        byte[] utf8 = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static Map<String, Object> readEntries(ByteBuffer in) {
        var map = new LinkedHashMap<String, Object>();
        while (true) {
            String name = readName(in);
            if (name.isEmpty() && in.get(in.position()) == 9) {
                in.get();
                return map;
            }
            map.put(name, read(in));
        }
    }
}
